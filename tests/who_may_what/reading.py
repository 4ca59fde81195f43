"""How the tables are read."""

from tests.who_may_what.table.everyone import EVERYONE, PLACES


def lines(text: str) -> list[list[str]]:
    """A table's rows, each a list of its columns."""
    return [[column.strip() for column in line.split("|")] for line in text.strip().split("\n")]


def names(words: str, place: str) -> set[str]:
    """The people that a column names, towards a record in `place`."""
    found: set[str] = set()
    for word in words.split():
        people = set(PLACES[place].get(word.removeprefix("-"), word.removeprefix("-")).split())
        if word.startswith("-"):
            assert people <= found, f"{people - found} cannot be taken out again"
            found -= people
        else:
            found |= people
    assert found <= set(EVERYONE.split()), f"nobody is called {found - set(EVERYONE.split())}"
    return found
