"""The world of the tables, made once a module, and a visitor to it."""

import logging

import pytest

from tests.places import make_organisation
from tests.who_may_what.visitor import Visitor
from tests.who_may_what.world import make_world


@pytest.fixture(scope="module")
def world(once):
    """Each request is taken back by itself."""
    logging.disable(logging.WARNING)  # each refusal is logged with its traceback
    yield make_world(make_organisation())
    logging.disable(logging.NOTSET)


@pytest.fixture
def visitor(world) -> Visitor:
    return Visitor(world)
