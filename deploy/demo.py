"""`make run`: the web server, the worker and its clock, supervised, in the foreground. Ctrl-C stops all of it."""

import ctypes
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from deploy.prepared import note_prepared, said_when_prepared

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
BIN = Path(sys.executable).parent
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> None:
    for stop in STOPS:
        signal.signal(stop, lambda *_: sys.exit(0))
    os.chdir(ROOT)
    os.umask(0o077)
    shutil.rmtree(VAR / "log", ignore_errors=True)
    for folder in ("broker", "log", "mail", "static"):
        (VAR / folder).mkdir(parents=True, exist_ok=True)

    port = chosen_port()
    lock = only_one_in_this_folder(port)
    refuse_a_taken(port)
    os.environ.update(
        DEMO="1",
        PORT=str(port),
        DJANGO_SETTINGS_MODULE="iqa.settings",
        IQA_UID=str(os.getuid()),
        PATH=f"{BIN}:{os.environ.get('PATH', '')}",
        PYTHONUNBUFFERED="1",
        # As root, in a container say, Celery's warning would be all that one sees.
        PYTHONWARNINGS="ignore:You're running the worker with superuser privileges",
    )
    prepare(port)
    supervise(port)
    lock.close()


def chosen_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        sys.exit(f"PORT={text} is not a port: give a number from 1 to 65535, for example make run PORT=8001.")
    return int(text)


def only_one_in_this_folder(port: int) -> IO[str]:
    """Holds var/demo.lock, in which the port is written, until this process ends."""
    lock = (VAR / "demo.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        sys.exit(f"It is already running from this folder: http://127.0.0.1:{lock.read().strip()}/")
    lock.truncate(0)
    lock.write(str(port))
    lock.flush()
    return lock


def refuse_a_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            sys.exit(f"Port {port} is not yours to use. Choose one above 1023: make run PORT=8001")
        except OSError:
            sys.exit(f"Port {port} is taken by another program. Stop it, or choose another: make run PORT={port + 1}")


def prepare(port: int) -> None:
    """Brings the database up to date and says how to sign in; where nothing changed since, says it again at once."""
    if said := said_when_prepared(port):
        say(said)
        return
    said = ""
    # Sessions of their own: Ctrl-C reaches this process only, which stops them in order.
    command = [sys.executable, "manage.py", "prepare_demo"]
    with subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE, text=True) as preparing:
        for line in preparing.stdout or ():
            say(line.rstrip())
            said += line
    if preparing.returncode:
        sys.exit("The demonstration could not be prepared: the reason is above.")
    # Another time there is nothing to prepare.
    note_prepared(port, said.rstrip())


def supervise(port: int) -> None:
    """Runs the supervisor until it ends or is told to, and shows what its programs say."""
    supervisor = subprocess.Popen(
        [str(BIN / "supervisord"), "-c", "deploy/supervisord.conf"],
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=stop_with_parent if sys.platform == "linux" else None,
    )
    logs = [(name, (VAR / "log" / f"{name}.log").open("a+")) for name in ("supervisor", "web", "worker", "beat")]
    ready = False
    try:
        while supervisor.poll() is None:
            if not ready and answers(port):
                ready = True
                say(f"\nReady: http://127.0.0.1:{port}/  Ctrl-C stops it.\n")
            relay(logs)
            time.sleep(0.1)
        relay(logs)
        sys.exit("The supervisor stopped unexpectedly.")
    finally:
        for stop in STOPS:
            signal.signal(stop, signal.SIG_IGN)
        if supervisor.poll() is None:
            say("\nStopping …")
            supervisor.terminate()
            supervisor.wait()
            say("Stopped.")


def stop_with_parent() -> None:
    """Has Linux stop the supervisor when this process is killed outright, and can no longer do so itself."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def relay(logs: Sequence[tuple[str, IO[str]]]) -> None:
    for name, log in logs:
        for line in log:
            say(f"{name:10} | {line.rstrip()}")


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    main()
