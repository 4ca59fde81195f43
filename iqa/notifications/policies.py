from datetime import timedelta

LONGEST_PAUSE = timedelta(hours=1)


def pause_after(failures: int) -> timedelta:
    """How long to wait before an email that failed is tried again: a minute, then twice as long each time, an hour at
    most."""
    return min(timedelta(minutes=2 ** min(failures - 1, 10)), LONGEST_PAUSE)
