"""Imports run one way, down the floors of the house. Only what names the floors to Django may look up."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# From the top. A module imports from its own room and from the floors under it, never from a room beside it.
FLOORS = (
    ("reporting",),
    ("dipsamples",),
    ("assessments", "iqa.accounts"),
    ("iqa.notifications", "iqa.questions"),
    ("iqa.terms",),
    ("iqa.organisation",),
    ("iqa.administration",),
    ("iqa.audit",),
    # These know no app.
    ("iqa.worklist", "iqa.navigation", "iqa.govuk", "iqa.logs", "iqa.bulk", "iqa.querysets"),
    # These are pure.
    ("iqa.calendar", "iqa.permissions", "iqa.addresses"),
)
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

# They put the house together, so they name every room; no room names them.
ABOVE_ALL = (
    "iqa",
    "iqa.celery",
    "iqa.settings",
    "iqa.urls",
    "iqa.wsgi",
    "assessments.management.commands.prepare_demo",
    "assessments.management.commands.seed_demo",
)

# A model, task or module named in a string reaches as far as an import.
DOTTED_NAME = re.compile(r"(assessments|dipsamples|reporting|iqa\.[a-z]+)(\.\w+)+")


def test_imports_run_one_way():
    wrong = [
        problem
        for path in modules()
        for problem in problems(name_of(path), path.read_text(), is_package=path.name == "__init__.py")
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("iqa.audit.models", "from iqa.organisation.models import Person"),
        ("iqa.organisation.models", "import iqa.questions.models"),
        ("iqa.organisation.models", "from iqa import questions"),
        ("iqa.questions.loading", "def load():\n    from assessments import actions"),
        ("iqa.questions.models", "from ..notifications import actions"),
        ("iqa.accounts.views", "from assessments.models import Assessment"),
        ("iqa.organisation.models", "models.ForeignKey('assessments.Assessment')"),
        ("iqa.govuk.forms", "from iqa.audit.models import Event"),
        ("iqa.permissions", "from iqa.calendar import working_days"),
        ("iqa.worklist", "from iqa.organisation.models import Person"),
        ("assessments.views.home", "from iqa.settings import DEMO"),
        ("assessments.views.home", "from iqa.garage import car"),
    ],
)
def test_an_import_that_runs_up_or_across_is_found(module, source):
    assert problems(module, source)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("assessments.actions.drafts", "from iqa.organisation.models import Person\nfrom . import cases"),
        ("assessments.actions.drafts", "from ..models import Assessment"),
        ("assessments.apps", "from iqa import worklist"),
        ("iqa.urls", "from assessments import urls"),
    ],
)
def test_an_import_that_runs_down_is_not(module, source):
    assert not problems(module, source)


def modules() -> Iterator[Path]:
    for top in ("iqa", "assessments", "dipsamples", "reporting"):
        yield from (ROOT / top).rglob("*.py")


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def problems(module: str, source: str, *, is_package: bool = False) -> list[str]:
    if module in ABOVE_ALL:
        return []
    here = room_of(module)
    if here not in FLOOR_OF:
        return [f"{module}: on no floor; give it one in FLOORS"]
    found = []
    for line, name in names(module, source, is_package=is_package):
        there = room_of(name)
        if there == here or FLOOR_OF.get(there, -1) > FLOOR_OF[here]:
            continue
        found.append(f"{module}, line {line}: names {name}, which is not on a floor under {here}")
    return found


def room_of(name: str) -> str:
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] == "iqa" else parts[0]


def names(module: str, source: str, *, is_package: bool) -> Iterator[tuple[int, str]]:
    """Every module of the project that `module` names, with the line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parents = module.split(".")[: None if is_package and node.level == 1 else is_package - node.level]
            start = ".".join([*(parents if node.level else []), *([node.module] if node.module else [])])
            found = [f"{start}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and DOTTED_NAME.fullmatch(node.value):
            found = [node.value]
        else:
            continue
        for name in found:
            if name.split(".")[0] in ("iqa", "assessments", "dipsamples", "reporting"):
                yield node.lineno, name
