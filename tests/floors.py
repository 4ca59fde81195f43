"""`python -m tests.floors`: what the last `make test` did not reach; it fails below the floors of coverage."""

import json
import sys
from pathlib import Path, PurePath
from typing import Any

from slipcover import print_coverage
from slipcover.slipcover import add_summaries

MEASURED = Path(__file__).parents[1] / ".coverage.json"
# What writes, and what decides who may see what, is covered whole.
WHOLE = ("actions", "policies", "permissions", "querysets")


def is_whole(file: str) -> bool:
    return any(part.startswith(WHOLE) for part in PurePath(file).parts)


def is_held(measured: dict[str, Any], *, whole: bool, floor: int) -> bool:
    """Print what was not reached of `whole`, or of all else; whether `floor` % of lines and branches were."""
    part = measured | {"files": {name: file for name, file in measured["files"].items() if is_whole(name) == whole}}
    add_summaries(part)
    reached = part["summary"]["percent_covered"]
    print(f"\nCoverage of {', '.join(WHOLE) if whole else 'all else'}: {reached:.2f} %, where {floor} % is the least.")
    print_coverage(part, skip_covered=True, missing_width=60)
    return reached >= floor


if __name__ == "__main__":
    measured = json.loads(MEASURED.read_text())
    held = [is_held(measured, whole=True, floor=100), is_held(measured, whole=False, floor=95)]
    sys.exit(0 if all(held) else 1)
