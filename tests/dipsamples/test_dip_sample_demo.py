"""The demonstration's dip samples: blind and not, one to acknowledge, one that is still being marked."""

import pytest
from django.core.management import call_command

from dipsamples.demo.seeding import seed_all
from dipsamples.models import DipSample, Tag
from dipsamples.policies.stages import Stage, stage_of
from iqa.notifications.models import OutboxEmail
from iqa.organisation.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(once):
    assert seed_all()


@pytest.fixture
def demo(made, db):
    """Made once for all who look at it."""


def test_there_is_one_of_each(demo):
    samples = list(DipSample.objects.with_facts().order_by("pk"))
    assert [stage_of(sample) for sample in samples] == [
        Stage.ACKNOWLEDGED, Stage.ACKNOWLEDGED, Stage.RECORDED, Stage.MARKING,
    ]  # fmt: skip
    assert [bool(sample.second_marking and sample.second_marking.blind) for sample in samples] == [
        True,
        False,
        True,
        True,
    ]
    assert Tag.objects.filter(dip_samples__recorded_at__isnull=False).distinct().count() == 4


def test_the_dcp_has_one_to_acknowledge_and_the_sdcp_one_to_finish(demo):
    dcp, sdcp = (Person.objects.get(email=f"{name}@example.test") for name in ("dcp", "sdcp"))
    assert DipSample.objects.visible_to(dcp).to_acknowledge(dcp).count() == 1
    assert DipSample.objects.visible_to(sdcp).taken_by(sdcp).under_way().count() == 1


def test_what_is_past_is_mailed_no_more(demo):
    assert not OutboxEmail.objects.filter(key__startswith="dip-sample-", sent_at__isnull=True).exists()


def test_it_is_made_once(demo, settings):
    settings.DEMO = True
    assert not seed_all()
    call_command("prepare_demo")
    assert DipSample.objects.count() == 4
