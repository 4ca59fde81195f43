"""A folder of the machine, whose files are imported."""

from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO

from iqa.organisation.imports.reading import Unreadable
from reporting.imports.files import NAMES


class DiskFolder:
    """Raises `Unreadable` where there is none."""

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            raise Unreadable(f"{path}: there is no such folder.")
        self._path = path

    def names(self) -> Collection[str]:
        return [name for name in NAMES if (self._path / name).exists()]

    def size(self, name: str) -> int:
        return (self._path / name).stat().st_size

    def open(self, name: str) -> BinaryIO:
        return (self._path / name).open("rb")
