"""`python -m tests.services`: do the database and the broker that the environment names answer? In words, if not."""

import os
import sys
from collections.abc import Callable
from urllib.parse import urlsplit

import psycopg2
import redis


def main() -> None:
    silent = [f"{name} does not answer: {reason}" for name, ask in SERVICES.items() if (reason := failure(ask))]
    if silent:
        silent.append("Start it, or say where it is: make test-services TEST_DATABASE_URL=… TEST_REDIS_URL=…")
        sys.exit("\n".join(silent))


def failure(ask: Callable[[], None]) -> str:
    try:
        ask()
    except (psycopg2.Error, redis.RedisError) as error:
        return str(error).strip()
    return ""


def ask_postgresql() -> None:
    # The tests make a database of their own: that of the address need not exist.
    address = urlsplit(os.environ["DATABASE_URL"])
    psycopg2.connect(address._replace(path="/postgres").geturl(), connect_timeout=5).close()


def ask_redis() -> None:
    redis.Redis.from_url(os.environ["REDIS_URL"], socket_connect_timeout=5).ping()


SERVICES = {"PostgreSQL": ask_postgresql, "Redis": ask_redis}

if __name__ == "__main__":
    main()
