"""Picking an IQA to dip sample."""

import re

import pytest
from django.urls import reverse

from dipsamples.models import DipSample
from dipsamples.presenters.unread import AT_MOST
from iqa.permissions import Role
from tests.assessments.bulk import recorded_in_bulk
from tests.dipsamples.dip_sample_pages.pages import SECRET, of, text
from tests.dipsamples.factories import correct, picked
from tests.factories import PostingFactory, draft, recorded

pytestmark = pytest.mark.django_db


class TestPicking:
    def test_it_leads_from_the_iqa_to_the_dip_sample(self, client, sampler, assessment):
        add = reverse("dipsamples:dip_sample_add", args=[assessment.pk])
        assert f'href="{add}"' in text(client.get(reverse("assessments:assessment_detail", args=[assessment.pk])))
        key = re.search(r'name="key" value="([^"]+)"', text(client.get(add)))[1]
        sent = {"key": key, "reason": "All fully met in minutes"}
        response = client.post(add, sent)
        made = DipSample.objects.get()
        assert response.url == of(made)
        assert (made.targeted, made.targeted_reason, made.sampler) == (True, "All fully met in minutes", sampler)
        assert client.post(add, sent).url == of(made)
        assert DipSample.objects.count() == 1
        assert add not in text(client.get(reverse("assessments:assessment_detail", args=[assessment.pk])))

    def test_found_without_being_read_it_can_be_marked_blind(self, client, sampler, assessment):
        pick = reverse("dipsamples:dip_sample_pick")
        assert f'href="{pick}"' in text(client.get(reverse("dipsamples:dip_sample_list")))
        add = reverse("dipsamples:dip_sample_add", args=[assessment.pk])
        found = text(client.get(pick, {"q": assessment.case.urn[:4].lower()}))
        assert f'href="{add}"' in found
        assert all(hidden not in found for hidden in (SECRET, "Dana", "fully met"))
        html = text(client.get(add))
        assert f'href="{pick}"' in html
        assert "will not count as blind" not in html
        key = re.search(r'name="key" value="([^"]+)"', html)[1]
        client.post(add, {"key": key, "reason": "All fully met in minutes"})
        client.post(of(DipSample.objects.get(), "mark"))
        assert DipSample.objects.get().second_marking.blind

    def test_after_a_look_its_page_says_that_it_is_not_blind(self, client, sampler, assessment):
        iqa = reverse("assessments:assessment_detail", args=[assessment.pk])
        client.get(iqa)
        html = text(client.get(reverse("dipsamples:dip_sample_add", args=[assessment.pk])))
        assert "You have looked at this IQA before, so that will not count as blind." in html
        assert f'href="{iqa}" class="govuk-back-link"' in html

    def test_only_those_that_one_may_sample_are_found(self, client, sampler, place, assessment):
        """Not one's own, of one's own work, corrected by oneself, sampled before, a draft, or elsewhere."""
        with_urn = {"q": assessment.case.urn}
        pick = reverse("dipsamples:dip_sample_pick")
        case = assessment.case
        recorded(assessor=sampler, prosecutor=place.prosecutor, case=case)
        recorded(assessor=place.dcp3, prosecutor=place.prosecutor3, case=case)
        draft(assessor=place.dcp, prosecutor=place.prosecutor, case=case)
        correct(recorded(assessor=place.dcp, prosecutor=place.prosecutor, case=case), by=sampler)
        PostingFactory(person=sampler, role=Role.PROSECUTOR, unit=place.unit)
        recorded(assessor=place.dcp, prosecutor=sampler, case=case)
        assert text(client.get(pick, with_urn)).count("/dip-samples/add/") == 1
        picked(assessment, by=sampler)
        assert "No IQAs match that you may dip sample" in text(client.get(pick, with_urn))

    def test_of_very_many_the_first_are_shown(self, client, sampler, assessment):
        recorded_in_bulk(assessment.half_day, AT_MOST + 1)
        html = text(client.get(reverse("dipsamples:dip_sample_pick"), {"q": "09ZZ"}))
        assert html.count("/dip-samples/add/") == AT_MOST
        assert "These are the first 25. Enter more of the URN to see fewer." in html

    def test_it_asks_why(self, client, sampler, assessment):
        html = text(client.post(reverse("dipsamples:dip_sample_add", args=[assessment.pk]), {"reason": " "}))
        assert "Enter why you pick this IQA" in html
        assert not DipSample.objects.exists()

    def test_a_draft_is_refused_in_words(self, client, sampler, place):
        add = reverse("dipsamples:dip_sample_add", args=[draft(assessor=place.dcp, prosecutor=place.prosecutor).pk])
        words = "This IQA is a draft, so it cannot be dip sampled."
        assert words in text(client.get(add))
        key = "5d4d4a0c-8b1e-4a4e-9f7e-1d7f3f7f0a11"
        assert words in text(client.post(add, {"key": key, "reason": "Why not"}))

    def test_a_second_one_by_the_same_sampler_is_refused_in_words(self, client, sampler, dip_sample, assessment):
        add = reverse("dipsamples:dip_sample_add", args=[assessment.pk])
        sent = {"key": "5d4d4a0c-8b1e-4a4e-9f7e-1d7f3f7f0a11", "reason": "Again"}
        assert "You have dip sampled this IQA already, or have begun to." in text(client.post(add, sent))

    def test_whose_iqa_it_is_is_not_said_before_the_sampler_has_chosen(self, client, sampler, place, dip_sample):
        for page in (of(dip_sample), reverse("dipsamples:dip_sample_list"), of(dip_sample, "mark")):
            assert place.dcp.name not in text(client.get(page))
