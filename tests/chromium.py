"""Finds the browser of the journeys. `python -m tests.chromium` installs it where there is none, and prints where."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The first draws no window, and takes a quarter less time over a journey.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WHERE_PLAYWRIGHT_KEEPS_IT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def find() -> str:
    """Path of a Chromium: IQA_CHROMIUM, one on PATH, or Playwright's own. Empty if there is none."""
    for candidate in (os.environ.get("IQA_CHROMIUM", ""), *NAMES):
        if path := shutil.which(candidate):
            return path
    return _playwrights_own()


def _playwrights_own() -> str:
    # In a process of its own: Playwright's driver leaves an event loop behind in the one that asks.
    asked = subprocess.run([sys.executable, "-c", WHERE_PLAYWRIGHT_KEEPS_IT], capture_output=True, text=True)
    path = asked.stdout.strip()
    return path if path and Path(path).exists() else ""


def install() -> None:
    """Tries Playwright's download, then Debian's package."""
    _say("No Chromium found: installing one for the browser journeys.")
    if _succeeds([sys.executable, "-m", "playwright", "install", "chromium"]):
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        _say("Playwright could not install it; trying Debian's package.")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        if _succeeds(["apt-get", "update", "-qq"], environment):
            any(_succeeds([*install, name], environment) for name in NAMES[:2])


def _succeeds(command: list[str], environment: dict[str, str] | None = None) -> bool:
    try:
        # What it says goes to stderr: stdout is for the path.
        return subprocess.run(command, stdout=sys.stderr, env=environment, timeout=300).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _say(words: str) -> None:
    print(words, file=sys.stderr)


def main() -> None:
    if not find():
        install()
    path = find()
    if not path:
        _say("=" * 100)
        _say("NO CHROMIUM, AND NONE COULD BE INSTALLED: THE BROWSER JOURNEYS WILL BE SKIPPED.")
        _say("Install Chromium or Google Chrome, or set IQA_CHROMIUM to the path of one, and run this again.")
        _say("=" * 100)
    print(path)


if __name__ == "__main__":
    main()
