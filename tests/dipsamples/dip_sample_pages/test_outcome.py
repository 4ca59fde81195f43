"""The outcome of a dip sample: who sees it, and what its DCP says."""

import pytest
from django.urls import reverse

from assessments.actions import recording
from assessments.models import Assessment
from dipsamples.models import DipSample
from tests.dipsamples.dip_sample_pages.pages import SECRET, of, text
from tests.dipsamples.factories import commented, marked, picked, sampled
from tests.factories import GrantFactory, answers_to

pytestmark = pytest.mark.django_db


class TestOutcome:
    @pytest.fixture
    def outcome(self, dip_sample) -> DipSample:
        return sampled(marked(dip_sample), iqa="Too kind on question 9", work="Good throughout")

    def test_the_dcp_reads_it_acknowledges_and_replies(self, client, place, outcome):
        client.force_login(place.dcp)
        home = text(client.get(reverse("assessments:home")))
        assert "Read the outcome of a dip sample" in home
        html = text(client.get(of(outcome)))
        for words in ("Too kind on question 9", "Good throughout", "Acknowledge the outcome"):
            assert words in html
        assert "8 of 9 agree" in text(client.get(of(outcome, "compare")))
        html = text(client.get(of(outcome, "acknowledge")))
        assert reverse("assessments:assessment_correct", args=[outcome.assessment_id]) in html
        sent = {"reply": "I had the wrong file"}
        assert client.post(of(outcome, "acknowledge"), sent).url == of(outcome)
        assert client.post(of(outcome, "acknowledge"), sent).url == of(outcome)
        assert "acknowledged it on" in text(client.get(of(outcome)))
        assert "I had the wrong file" in text(client.get(of(outcome)))
        assert "You have acknowledged this outcome already." in text(
            client.post(of(outcome, "acknowledge"), {"reply": "x"})
        )
        assert client.get(of(outcome, "acknowledge")).url == of(outcome)
        assert "Read the outcome" not in text(client.get(reverse("assessments:home")))

    def test_a_reply_too_long_is_refused_in_words(self, client, place, outcome):
        client.force_login(place.dcp)
        html = text(client.post(of(outcome, "acknowledge"), {"reply": "x" * 2001}))
        assert "Your reply must be 2,000 characters or fewer" in html

    def test_correcting_the_iqa_is_noted(self, client, place, outcome, assessment):
        recording.correct(
            assessment=assessment, answers=answers_to(assessment), number=1, reason="The sampler is right",
            key="5d4d4a0c-8b1e-4a4e-9f7e-1d7f3f7f0a11", by=place.dcp,
        )  # fmt: skip
        client.force_login(place.sdcp)
        assert reverse("assessments:version_detail", args=[assessment.pk, 2]) in text(client.get(of(outcome)))

    def test_the_prosecutor_learns_that_it_was_sampled_and_no_more(self, client, place, outcome, assessment):
        client.force_login(place.prosecutor)
        Assessment.objects.filter(pk=assessment.pk).update(readable_from=assessment.recorded_at)
        html = text(client.get(reverse("assessments:assessment_detail", args=[assessment.pk])))
        assert f"by {place.sdcp.name}" in html
        assert "Dip sampled on" in html
        for words in ("Too kind on question 9", "Good throughout", of(outcome)):
            assert words not in html
        for name in ("detail", "compare", "acknowledge", "record", "mark"):
            assert client.get(of(outcome, name)).status_code == 404

    def test_others_in_place_see_it_from_the_iqa(self, client, place, outcome, assessment):
        client.force_login(place.dccp)
        html = text(client.get(reverse("assessments:assessment_detail", args=[assessment.pk])))
        assert of(outcome) in html
        assert "Too kind" in text(client.get(of(outcome)))
        assert f"Not acknowledged yet by {place.dcp.name}." in text(client.get(of(outcome)))

    def test_who_may_not_read_comments_does_not(self, client, place, outcome):
        GrantFactory(person=place.apm, permission="view_dip_samples", area=place.area)
        client.force_login(place.apm)
        html = text(client.get(of(outcome)))
        assert "You do not have permission to see comments." in html
        assert "Too kind" not in html
        assert SECRET not in text(client.get(of(outcome, "compare")))

    def test_before_it_is_recorded_nobody_else_reads_it(self, client, place, assessment):
        mine = commented(picked(assessment, by=place.sdcp), iqa="Not yet said")
        client.force_login(place.dccp)
        html = text(client.get(of(mine)))
        assert "What was found can be read once Sam Senior has recorded it." in html
        assert "Not yet said" not in html
        assert client.get(of(mine, "record")).status_code == 403
        assert client.get(of(mine, "compare")).url == of(mine)
        client.force_login(place.dcp)
        assert client.get(of(mine)).status_code == 403

    def test_before_it_is_recorded_nobody_else_compares(self, client, place, dip_sample):
        marked(dip_sample)
        client.force_login(place.dccp)
        assert client.get(of(dip_sample, "compare")).url == of(dip_sample)
        client.force_login(place.sdcp)
        assert "8 of 9 agree" in text(client.get(of(dip_sample, "compare")))
