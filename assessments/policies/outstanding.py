def is_outstanding(*, action_required: bool, action_taken: bool, any_not_met: bool, feedback_given: bool) -> bool:
    """Whether an IQA still needs something: an action not taken, or feedback not given where an answer is "not met"
    ("not met other" alone needs none). With nothing outstanding it closes by itself (HMCPSI 2018 §3.8)."""
    return (action_required and not action_taken) or (any_not_met and not feedback_given)
