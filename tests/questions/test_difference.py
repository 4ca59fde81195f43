"""How two sets differ: which questions, and which words."""

from hypothesis import example, given
from hypothesis import strategies as st

from iqa.questions.policies.difference import Asked, difference, word_changes

texts = st.lists(st.sampled_from(["plan", "of", "the", "case", " ", "\n", "  ", "é", "plan,"]), max_size=12).map(
    "".join
)


def joined(pieces, *kinds):
    return "".join(piece.text for piece in pieces if piece.kind in ("same", *kinds))


@given(st.one_of(texts, st.text()), st.one_of(texts, st.text()))
@example("", "")
@example("a b", "a c b")
@example("a ", "a")
def test_the_pieces_make_up_both_texts_again(before, after):
    pieces = word_changes(before, after)
    assert joined(pieces, "removed") == before
    assert joined(pieces, "added") == after
    assert all(piece.text for piece in pieces)
    if before == after:
        assert {piece.kind for piece in pieces} <= {"same"}


def test_only_the_words_that_changed_are_marked():
    pieces = word_changes("Was the right decision made?", "Was the decision made in time?")
    assert [tuple(piece) for piece in pieces] == [
        ("same", "Was the "),
        ("removed", "right "),
        ("same", "decision "),
        ("removed", "made?"),
        ("added", "made in time?"),
    ]


def asked(key, number, activity="Advice", **words):
    return Asked(key=key, activity=activity, number=number, **{"label": key, "text": f"Was {key} met?", **words})


def test_questions_are_added_removed_changed_and_moved():
    before = [asked("a", 1), asked("b", 2), asked("c", 3), asked("d", 4), asked("e", 5, reasons=("Late",))]
    after = [
        asked("b", 1),
        asked("a", 2, text="Was A met?"),
        asked("d", 4, activity="Charging"),
        asked("e", 5, reasons=("Late", "Other")),
        asked("f", 6),
    ]
    found = difference(before, after)
    assert [each.key for each in found.added] == ["f"]
    assert [each.key for each in found.removed] == ["c"]
    assert [pair.after.key for pair in found.changed] == ["a", "e"]
    assert [pair.after.key for pair in found.moved] == ["b", "d"]
    assert found.count == 6


def test_a_set_does_not_differ_from_itself():
    questions = [asked("a", 1), asked("b", 2)]
    assert difference(questions, questions).count == 0
