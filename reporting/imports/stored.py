"""The files of an upload, read from their rows a part at a time."""

import io
from collections.abc import Collection
from typing import BinaryIO, cast

from reporting.models import FilePart, ImportedFile, RecordImport


class StoredFolder:
    def __init__(self, record_import: RecordImport) -> None:
        self._files = {file.name: file for file in record_import.files.all()}

    def names(self) -> Collection[str]:
        return self._files.keys()

    def size(self, name: str) -> int:
        return self._files[name].size

    def open(self, name: str) -> BinaryIO:
        return cast(BinaryIO, io.BufferedReader(_Parts(self._files[name])))


class _Parts(io.RawIOBase):
    def __init__(self, file: ImportedFile) -> None:
        super().__init__()
        self._file = file
        self._next = 0
        self._read = 0
        self._part = memoryview(b"")

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._read

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._part:
            found = FilePart.objects.filter(file=self._file, number=self._next).values_list("content", flat=True)
            self._part = memoryview(bytes(found.first() or b""))
            self._next += 1
        taken = self._part[: len(buffer)]
        buffer[: len(taken)] = taken
        self._part = self._part[len(taken) :]
        self._read += len(taken)
        return len(taken)
