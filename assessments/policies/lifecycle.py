"""The life of an assessment, as one table. `docs/lifecycle.md` draws it; a test compares the two."""

from assessments.models import State
from iqa.organisation.policies.refusals import NotAllowed

TRANSITIONS: dict[tuple[State, str], State] = {
    (State.DRAFT, "record"): State.RECORDED,
    (State.DRAFT, "discard"): State.DISCARDED,
    (State.DISCARDED, "restore"): State.DRAFT,
    (State.RECORDED, "correct"): State.RECORDED,
    (State.RECORDED, "close"): State.CLOSED,
    (State.RECORDED, "withdraw"): State.WITHDRAWN,
    (State.CLOSED, "correct"): State.RECORDED,
    (State.CLOSED, "reopen"): State.RECORDED,
    (State.CLOSED, "withdraw"): State.WITHDRAWN,
}


def allows(state: str, verb: str) -> bool:
    return (State(state), verb) in TRANSITIONS


def state_after(state: str, verb: str) -> State:
    """The state that `verb` leads to. Raises `NotAllowed`."""
    if not allows(state, verb):
        raise NotAllowed(f"This IQA is {in_words(state)}, so you cannot {verb} it.")
    return TRANSITIONS[(State(state), verb)]


def in_words(state: str) -> str:
    """The state as it stands after "This IQA is"."""
    return "a draft" if state == State.DRAFT else State(state).label.lower()
