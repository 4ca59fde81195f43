"""The pages of draws: which there are, making one, how far one has come."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment
from dipsamples.actions import draws
from dipsamples.draws_due import DrawsLeft
from dipsamples.models import DipSample, Draw
from dipsamples.policies.drawing import Step, replay
from iqa.calendar import quarter, today
from iqa.govuk.formats import date_long
from iqa.permissions import Permission
from tests.assessments.bulk import recorded_in_bulk
from tests.dipsamples.factories import picked
from tests.factories import GrantFactory, started


def this_quarter():
    return quarter(today())


@pytest.fixture
def draw(place):
    """Of 20 IQAs by one DCP and 5 by another: three are drawn."""
    recorded_in_bulk(started(assessor=place.dcp, prosecutor=place.prosecutor), 20)
    recorded_in_bulk(started(assessor=place.dcp2, prosecutor=place.prosecutor2), 5)
    return draws.make(area=place.area, quarter=this_quarter(), by=place.dccp)


def record(sample):
    now = timezone.now()
    DipSample.objects.filter(pk=sample.pk).update(
        iqa_comment="Sound", work_comment="Sound", recorded_at=now, sampled_on=timezone.localdate(now)
    )


def get(client, person, name, *args):
    client.force_login(person)
    response = client.get(reverse(f"dipsamples:{name}", args=args))
    assert response.status_code == 200
    return words_of(response)


def post(client, person, name, *args, **data):
    client.force_login(person)
    return client.post(reverse(f"dipsamples:{name}", args=args), data)


def words_of(response):
    """What the page says, without its markup."""
    body = response.content.decode()
    return " ".join(re.sub(r"<[^>]*>", " ", body[body.index("<h1") : body.index("<footer")]).split())


def test_the_page_tells_how_far_the_draw_has_come(client, place, draw):
    record(draws.take_next(draw=draw, by=place.dccp))
    draws.take_next(draw=draw, by=place.sdcp)
    page = get(client, place.dccp, "draw_detail", draw.pk)
    assert f"Dip samples: Wessex, {this_quarter()}" in page
    assert "1 of 3 drawn IQAs is sampled, 2 are left. 3 required." in page
    assert "Case progression 25 3 3 1 2 0" in page
    assert "All 25 3 3 1 2 0" in page
    assert "Dana Marker 20" in page
    assert "Dilip Marker 5" in page
    assert "Dev Deputy: 1 done" in page
    assert "Sam Senior: 0 done, 1 begun" in page
    assert f"Seed {draw.seed}" in page
    assert "Drawn again from its seed and steps: the same." in page
    assert "First draw" in page
    assert "Sample the next IQA" in page


def test_picked_ones_and_those_sampled_without_the_draw_count_apart(client, place, draw):
    drawn = set(draw.drawn.values_list("assessment", flat=True))
    one, other = Assessment.objects.exclude(pk__in=drawn)[:2]
    record(DipSample.objects.create(assessment=one, sampler=place.dccp, targeted=True, targeted_reason="Complaint"))
    record(DipSample.objects.create(assessment=other, sampler=place.dccp))
    page = get(client, place.dccp, "draw_detail", draw.pk)
    assert "Case progression 25 3 3 0 3 1" in page
    assert "1 more was sampled at random without having been drawn." in page


def test_a_draw_that_is_not_the_one_of_its_steps_says_so(client, place, draw):
    first = draw.drawn.get(position=1)
    other = Assessment.objects.exclude(pk__in=draw.drawn.values("assessment"))[0]
    draw.drawn.filter(pk=first.pk).update(assessment=other)
    assert "seed and steps: not the same" in get(client, place.dccp, "draw_detail", draw.pk)


def test_a_quarter_without_iqas(client, place):
    draw = draws.make(area=place.area, quarter=this_quarter(), by=place.dccp)
    page = get(client, place.dccp, "draw_detail", draw.pk)
    assert "No IQAs recorded in this quarter yet." in page
    assert "Sample the next IQA" not in page


def test_an_sdcp_sees_the_areas_draw_and_takes_but_neither_tops_up_nor_sees_numbers(client, place, draw):
    page = get(client, place.sdcp, "draw_detail", draw.pk)
    assert "Sample the next IQA" in page
    assert "Top up" not in page
    assert "Download the seed" not in page
    assert post(client, place.sdcp, "draw_top_up", draw.pk).status_code == 403
    assert client.get(reverse("dipsamples:draw_steps", args=[draw.pk])).status_code == 403


def test_cat_sees_every_draw_and_takes_none(client, place, draw):
    assert "Sample the next IQA" not in get(client, place.cat, "draw_detail", draw.pk)
    assert f"Wessex, {this_quarter()}" in get(client, place.cat, "draw_list")
    assert post(client, place.cat, "draw_take", draw.pk).status_code == 403


def test_a_draw_is_made(client, place):
    recorded_in_bulk(started(assessor=place.dcp, prosecutor=place.prosecutor), 20)
    page = get(client, place.dccp, "draw_make")
    assert "Wessex" in page
    assert "South West" not in page
    key = "6f1f0c3e-9d0b-4b53-9c3a-0f2f6a4d4a11"
    sent = {"key": key, "area": place.area.pk, "quarter": this_quarter()}
    for _ in range(2):
        response = post(client, place.dccp, "draw_make", **sent)
        assert response.url == reverse("dipsamples:draw_detail", args=[Draw.objects.get().pk])
    assert "2 IQAs drawn." in client.get(response.url).content.decode()
    again = post(client, place.dccp, "draw_make", **sent | {"key": "6f1f0c3e-9d0b-4b53-9c3a-0f2f6a4d4a12"})
    assert "Top that one up instead." in again.content.decode()


@pytest.mark.parametrize("name", ["2098-99 Q1", "soon", ""])
def test_a_quarter_that_has_not_begun_gets_words(name, client, place):
    response = post(client, place.dccp, "draw_make", area=place.area.pk, quarter=name)
    assert response.status_code == 200
    body = response.content.decode()
    assert "There is a problem" in body
    assert ("Select one that has begun" if name else "Select quarter") in body
    assert not Draw.objects.exists()


def test_another_area_is_none_to_draw_for(client, place):
    response = post(client, place.dccp, "draw_make", area=place.area2.pk, quarter=this_quarter())
    assert "Select the Area" in response.content.decode()


def test_a_top_up_says_how_many_it_drew(client, place, draw):
    recorded_in_bulk(started(assessor=place.dcp, prosecutor=place.prosecutor, activity="advice"), 11)
    page = get(client, place.dccp, "draw_detail", draw.pk)
    assert "more are to be drawn in advice" in page
    response = post(client, place.dccp, "draw_top_up", draw.pk)
    assert "2 more IQAs drawn." in client.get(response.url).content.decode()
    assert "Top-up 1" in words_of(client.get(response.url))
    client.post(reverse("dipsamples:draw_top_up", args=[draw.pk]))
    assert "Nothing more is to be drawn." in client.get(response.url).content.decode()


def test_with_none_left_for_them_they_are_told(client, place):
    recorded_in_bulk(started(assessor=place.sdcp, prosecutor=place.prosecutor, unit=place.unit), 5)
    draw = draws.make(area=place.area, quarter=this_quarter(), by=place.dccp)
    response = post(client, place.sdcp, "draw_take", draw.pk)
    assert response.status_code == 200
    assert "No drawn IQA is left for you to sample. What is left is your own" in words_of(response)


def test_the_file_of_steps_is_all_that_it_takes_to_draw_again(client, place, draw):
    client.force_login(place.dccp)
    response = client.get(reverse("dipsamples:draw_steps", args=[draw.pk]))
    assert response["Content-Disposition"] == f'attachment; filename="draw-{draw.pk}.json"'
    said = response.json()
    steps = [
        Step(
            Decimal(step["percent"]),
            {activity: {int(dcp): keys for dcp, keys in dcps.items()} for activity, dcps in step["arrived"].items()},
        )
        for step in said["steps"]
    ]
    assert replay(said["seed"], steps) == said["drawn"]


def test_who_draws_in_the_area_finds_what_is_left_at_home(client, place, draw):
    client.force_login(place.dccp)
    assert f"Dip sample: Wessex, {this_quarter()} (3 left)" in client.get("/").content.decode()
    client.force_login(place.sdcp)
    assert "Dip sample: Wessex" not in client.get("/").content.decode()
    for drawn in draw.drawn.all():
        record(DipSample.objects.create(assessment=drawn.assessment, sampler=place.sdcp, drawn=drawn))
    client.force_login(place.dccp)
    assert "Dip sample: Wessex" not in client.get("/").content.decode()


def test_a_grant_to_see_dip_samples_in_a_unit_shows_the_areas_draw(client, place, draw):
    GrantFactory(person=place.ccp, unit=place.unit, permission=Permission.VIEW_DIP_SAMPLES)
    assert "3 required" in get(client, place.ccp, "draw_detail", draw.pk)


def test_many_draws_are_more_than_a_page(client, place):
    Draw.objects.bulk_create(Draw(area=place.area, quarter=f"20{n}-{n + 1} Q1", seed="a") for n in range(20, 50))
    page = get(client, place.cat, "draw_list")
    assert "Wessex, 2049-50 Q1" in page
    assert "Wessex, 2020-21 Q1" not in page
    client.force_login(place.cat)
    assert "Wessex, 2020-21 Q1" in client.get(reverse("dipsamples:draw_list") + "?page=2").content.decode()


def test_with_more_draws_than_home_shows_it_leads_to_them(client, place, draw):
    assert DrawsLeft().rest(place.dccp).url == reverse("dipsamples:draw_list")
    assert [day for _, day in DrawsLeft().due(place.dccp)] == [draw.days[1]]
    assert today() - timedelta(days=1) < draw.days[1]


def test_the_next_iqa_leads_to_its_dip_sample(client, place, draw):
    response = post(client, place.dccp, "draw_take", draw.pk)
    assert response.url == reverse("dipsamples:dip_sample_detail", args=[DipSample.objects.get().pk])


def test_substituting_asks_why_and_goes_on_at_the_draw_which_says_why(client, place, draw):
    sample = draws.take_next(draw=draw, by=place.dccp)
    assert "Enter why this IQA is not sampled" in words_of(
        post(client, place.dccp, "dip_sample_substitute", sample.pk, reason=" ")
    )
    response = post(client, place.dccp, "dip_sample_substitute", sample.pk, reason="The file is sealed")
    assert response.url == reverse("dipsamples:draw_detail", args=[draw.pk])
    after = client.get(response.url)
    assert "Another IQA has taken its place in the draw." in after.content.decode()
    page = words_of(after)
    assert f"Why IQAs were substituted {date_long(today())}, by Dev Deputy: The file is sealed" in page
    assert "0 of 3 drawn IQAs are sampled, 3 are left." in page
    of_old = get(client, place.dccp, "dip_sample_detail", sample.pk)
    assert f"Substituted on {date_long(today())} by Dev Deputy" in of_old
    assert "Why: The file is sealed" in of_old
    # Pressed twice, it leads to the dip sample, which says so.
    again = post(client, place.dccp, "dip_sample_substitute", sample.pk, reason="The file is sealed")
    assert again.url == reverse("dipsamples:dip_sample_detail", args=[sample.pk])
    assert draw.drawn.count() == 4


def test_with_none_left_a_substitution_is_refused_and_what_was_typed_is_kept(client, place):
    recorded_in_bulk(started(assessor=place.dcp, prosecutor=place.prosecutor), 1)
    draw = draws.make(area=place.area, quarter=this_quarter(), by=place.dccp)
    sample = draws.take_next(draw=draw, by=place.dccp)
    response = post(client, place.dccp, "dip_sample_substitute", sample.pk, reason="The file is sealed")
    page = response.content.decode()
    assert f"No other IQA on case progression is left in {this_quarter()} to take its place." in page
    assert "The file is sealed" in page
    of_draw = get(client, place.dccp, "draw_detail", draw.pk)
    assert "Why IQAs were substituted" not in of_draw
    assert "0 of 1 drawn IQA is sampled, 1 is left." in of_draw


def test_a_picked_one_has_no_substitute(client, place, draw):
    iqa = Assessment.objects.exclude(pk__in=draw.drawn.values("assessment")).first()
    sample = picked(iqa, by=place.dccp)
    page = get(client, place.dccp, "dip_sample_substitute", sample.pk)
    assert "Only an IQA that was drawn can be substituted: this one was picked." in page
