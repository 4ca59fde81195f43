"""The same thing done by many at once, each on a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(one, range(times)))
