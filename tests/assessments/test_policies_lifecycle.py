"""The table of the lifecycle, and the picture of it in the documentation."""

from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

from assessments.models import State
from assessments.policies.lifecycle import TRANSITIONS, NotAllowed, allows, in_words, state_after

PICTURE = Path(settings.BASE_DIR) / "docs" / "lifecycle.md"


def drawn() -> str:
    """The table as a Mermaid state diagram."""
    arrows = [f"    {before} --> {after}: {verb}" for (before, verb), after in TRANSITIONS.items()]
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> draft: begin", *arrows, "    withdrawn --> [*]", "```"]
    return "\n".join(lines)


def test_the_documentation_draws_the_table():
    assert drawn() in PICTURE.read_text(encoding="utf-8"), f"Put this into {PICTURE.name}:\n{drawn()}"


VERBS = sorted({verb for _, verb in TRANSITIONS})
ALLOWED = {
    "draft": {"record": "recorded", "discard": "discarded"},
    "discarded": {"restore": "draft"},
    "recorded": {"correct": "recorded", "close": "closed", "withdraw": "withdrawn"},
    "closed": {"correct": "recorded", "reopen": "recorded", "withdraw": "withdrawn"},
    "withdrawn": {},
}


@pytest.mark.parametrize(("state", "verb"), list(product(State, VERBS)))
def test_a_state_allows_its_verbs_and_no_others(state, verb):
    assert allows(state, verb) == (verb in ALLOWED[state])
    if verb in ALLOWED[state]:
        assert state_after(state, verb) == ALLOWED[state][verb]
    else:
        with pytest.raises(NotAllowed, match=rf"^This IQA is {in_words(state)}, so you cannot {verb} it\.$"):
            state_after(state, verb)


def test_a_draft_is_called_a_draft():
    assert [in_words(state) for state in State] == ["a draft", "recorded", "closed", "withdrawn", "discarded"]
