import pytest

from tests.reporting.imports.records import make_records


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "in"


@pytest.fixture
def records(scheme):
    """The files of forty IQAs, not written yet."""
    return make_records(iqas=40)
