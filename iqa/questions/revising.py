"""A question set described by what differs from another, as `fixtures/question_set_next.yaml` is."""

from typing import Any

Described = dict[str, Any]


def revised(base: Described, revision: Described) -> Described:
    """The whole set that a revision describes, `base` being the set that it is based on. Raises `KeyError` for a
    question that the base does not ask."""
    _check_known(base, revision)
    activities = [_revised_activity(activity, revision) for activity in base["activities"]]
    return {"title": revision["title"], "outcomes": base["outcomes"], "activities": [*activities, *revision["add"]]}


def _revised_activity(activity: Described, revision: Described) -> Described:
    kept = [question for question in activity["questions"] if question["key"] not in revision["retire"]]
    return {**activity, "questions": [_revised_question(question, revision) for question in kept]}


def _revised_question(question: Described, revision: Described) -> Described:
    """With its changed words in place of the old, more guidance after its own, more reasons before "other"."""
    change = dict(revision["change"].get(question["key"], {}))
    more_guidance, more_reasons = change.pop("more_guidance", []), change.pop("more_reasons", [])
    reworded = {**question, **change}
    *reasons, other = reworded["reasons"]
    keeps_other = question["key"] not in revision["without_other"]
    return {
        **reworded,
        "guidance": [*reworded["guidance"], *more_guidance],
        "reasons": [*reasons, *more_reasons, *([other] if keeps_other else [])],
    }


def _check_known(base: Described, revision: Described) -> None:
    asked = {question["key"] for activity in base["activities"] for question in activity["questions"]}
    named = {*revision["retire"], *revision["without_other"], *revision["change"]}
    if unknown := named - asked:
        raise KeyError(f"{revision['based_on']} does not ask {', '.join(sorted(unknown))}")
