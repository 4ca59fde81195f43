"""`manage.py draw_dip_samples`: makes a draw or tops it up, and prints its figures."""

import pytest
from django.core.management import CommandError, call_command

from dipsamples.models import Draw
from iqa.calendar import quarter, today
from tests.assessments.bulk import recorded_in_bulk
from tests.factories import started


def test_it_makes_the_draw_and_then_tops_it_up(place, capsys):
    half_day = started(assessor=place.dcp, prosecutor=place.prosecutor)
    recorded_in_bulk(half_day, 11)
    call_command("draw_dip_samples", area="Wessex", quarter=quarter(today()))
    draw = Draw.objects.get()
    first, heads, line, total = capsys.readouterr().out.splitlines()
    assert first == f"Wessex, {draw.quarter}: 2 drawn now. Seed {draw.seed}."
    assert heads.split() == ["IQAs", "Required", "Drawn", "Done", "Left", "Targeted"]
    assert line.split() == ["Case", "progression", "11", "2", "2", "0", "2", "0"]
    assert total.split() == ["All", "11", "2", "2", "0", "2", "0"]
    assert draw.made_by is None
    recorded_in_bulk(half_day, 10)
    call_command("draw_dip_samples", area="Wessex", quarter=draw.quarter)
    assert "1 drawn now." in capsys.readouterr().out
    assert Draw.objects.get().steps.count() == 2


def test_a_quarter_without_iqas(place, capsys):
    call_command("draw_dip_samples", area="Wessex", quarter="2017-18 Q3")
    assert "0 drawn now" in (out := capsys.readouterr().out)
    assert "No IQAs recorded in this quarter yet." in out


@pytest.mark.parametrize(
    ("area", "name", "words"),
    [
        ("Atlantis", "2017-18 Q3", "There is no Area “Atlantis”. The Areas are"),
        ("Wessex", "2098-99 Q1", "has not begun yet"),
        ("Wessex", "soon", "Enter a quarter of a business year"),
    ],
)
def test_what_is_wrong_is_said_in_words(area, name, words, place):
    with pytest.raises(CommandError, match=words):
        call_command("draw_dip_samples", area=area, quarter=name)
    assert not Draw.objects.exists()
