"""How two question sets differ: question by question, and word by word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple


@dataclass(frozen=True)
class Asked:
    """A question as one set asks it. `key` is its identity; `reasons` are their words, in order."""

    key: str
    activity: str
    number: int
    label: str
    text: str
    guidance: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def words(self) -> tuple:
        """All that a marker reads, without where it stands."""
        return (self.label, self.text, self.guidance, *self.reasons)


class Pair(NamedTuple):
    """The same question in two sets."""

    before: Asked
    after: Asked


@dataclass(frozen=True)
class Difference:
    """What was added, removed, changed in words, and moved (to another number or activity, in the same words)."""

    added: tuple[Asked, ...]
    removed: tuple[Asked, ...]
    changed: tuple[Pair, ...]
    moved: tuple[Pair, ...]

    @property
    def count(self) -> int:
        return len(self.added) + len(self.removed) + len(self.changed) + len(self.moved)


def difference(before: Iterable[Asked], after: Iterable[Asked]) -> Difference:
    """How the set asked `after` differs from the one asked `before`, each in the order of its questions."""
    old, new = {asked.key: asked for asked in before}, {asked.key: asked for asked in after}
    same = [Pair(old[key], asked) for key, asked in new.items() if key in old]
    return Difference(
        added=tuple(asked for key, asked in new.items() if key not in old),
        removed=tuple(asked for key, asked in old.items() if key not in new),
        changed=tuple(pair for pair in same if pair.before.words != pair.after.words),
        moved=tuple(
            pair
            for pair in same
            if pair.before.words == pair.after.words
            and (pair.before.number, pair.before.activity) != (pair.after.number, pair.after.activity)
        ),
    )


class Piece(NamedTuple):
    """A run of words that both texts have ("same"), or only the one before ("removed") or after ("added")."""

    kind: str
    text: str


def word_changes(before: str, after: str) -> list[Piece]:
    """The texts' words, run by run: `removed` and `same` make up the one before, `added` and `same` the one after."""
    old, new = _words(before), _words(after)
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        pieces += [Piece("removed", "".join(old[a:b]))] if b > a else []
        pieces += [Piece("added", "".join(new[c:d]))] if d > c else []
    return pieces


def _words(text: str) -> list[str]:
    """Words with the space after them, so that joined they are the text again. The point that begins a line belongs to
    the word after it, so that a line between two others is marked from its beginning to its end."""
    return re.findall(r"(?:• )?\S+\s*|\s+", text)
