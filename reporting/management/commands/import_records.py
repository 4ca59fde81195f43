import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand
from tqdm import tqdm

from iqa.organisation.imports.reading import Problem, Unreadable
from reporting.actions.records.importing import Import
from reporting.imports.folders import DiskFolder
from reporting.presenters.imports import counts_in_words


class Bars:
    """A bar on the screen for each step."""

    def __init__(self) -> None:
        self._bar: tqdm | None = None

    def begin(self, step: str, total: int) -> None:
        self.end()
        self._bar = tqdm(total=total, desc=step, unit_scale=True)

    def reach(self, done: int) -> None:
        if self._bar is not None:
            self._bar.update(done - self._bar.n)

    def end(self) -> None:
        if self._bar is not None:
            self._bar.update((self._bar.total or 0) - self._bar.n)
            self._bar.close()
            self._bar = None


class Command(BaseCommand):
    help = (
        "Import the records in FOLDER: units.csv, people.csv, cases.csv, iqas.csv, answers.csv, dip_samples.csv, "
        "targets.csv, performance_measures.csv, as many as there are. Exits with 0, with 1 where lines were left out, "
        "with 2 where a file cannot be read and nothing is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="FOLDER", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="report and exit as the import would; write nothing")
        parser.add_argument("--errors", metavar="FILE", type=Path, help="write the errors to this file, too")

    def handle(self, *, folder: Path, dry_run: bool, errors: Path | None, **options: Any) -> None:
        bars = Bars()
        try:
            running = Import(DiskFolder(folder), bars, by=None, is_trial=dry_run)
            file = errors.open("w", encoding="utf-8") if errors else None
            with running.run() as staging:
                bars.end()
                for problem in staging.problems():
                    self._tell(problem, file)
        except (Unreadable, OSError) as error:
            bars.end()
            self.stderr.write(str(error))
            sys.exit(2)
        if file:
            file.close()
        for name, counts in running.outcome.counts.items():
            self._count(name, counts)
        if not running.outcome.is_whole:
            sys.exit(1)

    def _tell(self, problem: Problem, file: TextIO | None) -> None:
        self.stdout.write(str(problem))
        if file:
            file.write(f"{problem}\n")

    def _count(self, name: str, counts: Counter) -> None:
        if counts.total():
            self.stderr.write(f"{name}: {counts_in_words(counts)}")
