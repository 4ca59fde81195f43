"""The same thing done by many at once, each on a database connection of its own."""

import fcntl
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

from django.db import connections


def at_once(times: int, act: Callable[[], Any]) -> list[Any]:
    """What `act` returned, or the exception that it raised, in each of `times` threads that began together. The test
    commits (`transactional_db`), for a thread sees nothing of another's transaction."""
    together = Barrier(times)

    def one(_: int) -> Any:
        try:
            together.wait(timeout=30)
            return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with _alone(), ThreadPoolExecutor(times) as threads:
        return list(threads.map(one, range(times)))


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time: twice fifty are more connections than a server takes as it comes."""
    with (Path(tempfile.gettempdir()) / "iqa-tests-at-once.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
