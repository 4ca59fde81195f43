def what_is_outstanding(
    *, action_required: bool, action_taken: bool, any_not_met: bool, feedback_given: bool
) -> list[str]:
    """What is still to be done about an IQA: an action not taken, and feedback not given where an answer is "not met"
    ("not met other" alone needs none). With nothing outstanding it closes by itself (HMCPSI 2018 §3.8)."""
    action = ["mark the action as taken"] if action_required and not action_taken else []
    feedback = ["record feedback"] if any_not_met and not feedback_given else []
    return action + feedback
