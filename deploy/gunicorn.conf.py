"""The web server, in demonstration mode and in production. WEB_CONCURRENCY sets the number of processes."""

import os

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60
graceful_timeout = 8

# Loaded once, and before it answers: each process would load it for itself, and some seconds after.
preload_app = True

# The most that it takes: of what is too long in an address the page says so, where this server says 414 and no more.
limit_request_line = 8190

# A heartbeat on a disk that stalls would have its workers killed.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108

# Nothing administers it but the supervisor that runs it.
control_socket_disable = True
