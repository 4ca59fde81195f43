"""For tests: that the tallies say what a recount says."""

from reporting.actions.folding import fold
from reporting.querysets.differences import differences


def assert_in_step(*, folded: bool = False):
    if folded:
        fold()
    found = differences()
    assert not found, "\n".join(map(str, found))
