"""What the tests of imports do: run the command as a script would, and look at all that is there."""

import io
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.core.management import call_command

IGNORED = {"session", "contenttype", "permission", "migration"}


class Run(NamedTuple):
    status: int
    errors: list[str]
    told: str


def run(folder: Path, *options: str) -> Run:
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command("import_records", str(folder), *options, stdout=out, stderr=err)
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    return Run(status, out.getvalue().splitlines(), err.getvalue())


def everything() -> dict[str, list[tuple]]:
    """Every row of every table, relations between many included."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.model_name not in IGNORED]
    return {model._meta.db_table: list(model._base_manager.order_by("pk").values_list()) for model in models}
