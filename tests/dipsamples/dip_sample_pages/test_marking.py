"""Marking a dip sample blind, and recording it."""

import re

import pytest
from django.urls import reverse

from dipsamples.models import DipSample, Tag
from iqa.audit.models import Read
from iqa.notifications.models import OutboxEmail
from tests.dipsamples.dip_sample_pages.pages import BY_THE_PAGE, SECRET, complete, now, of, text
from tests.dipsamples.factories import picked, sampled
from tests.factories import recorded

pytestmark = pytest.mark.django_db


class TestMarkingBlind:
    @pytest.fixture
    def begun(self, client, sampler, dip_sample) -> DipSample:
        assert "Begin marking" in text(client.get(of(dip_sample, "mark")))
        assert client.post(of(dip_sample, "mark")).url == of(dip_sample, "mark")
        return now(dip_sample)

    def test_it_counts_as_blind(self, begun):
        assert begun.second_marking.blind

    def test_begun_twice_it_is_one_and_no_answer_goes(self, client, begun):
        client.post(of(begun, "mark"), complete())
        assert client.post(of(begun, "mark")).url == of(begun, "mark")
        assert now(begun).second_marking == begun.second_marking
        assert begun.second_marking.marking.answers.count() == 9

    def test_after_a_look_at_the_iqa_it_does_not(self, client, sampler, dip_sample, assessment):
        client.get(reverse("assessments:assessment_detail", args=[assessment.pk]))
        response = client.post(of(dip_sample, "mark"), follow=True)
        assert "does not count as blind" in text(response)
        assert not now(dip_sample).second_marking.blind

    def test_nothing_of_the_iqas_is_on_the_page_nor_in_what_it_is_told(self, client, begun, place):
        page = of(begun, "mark")
        told = client.post(page, complete(), headers=BY_THE_PAGE)
        assert told.json()["version"] == 1
        for html in (text(client.get(page)), told.content.decode()):
            assert SECRET not in html
            assert place.dcp.name not in html
            assert str(begun.assessment_id) not in re.sub(
                r"csrf|/dip-samples/\d+", "", " ".join(re.findall(r'href="([^"]+)"', html))
            )
        assert not Read.objects.of(begun.assessment).exists()

    @pytest.mark.parametrize(
        "name", ["assessment_detail", "version_detail", "assessment_list", "half_day_detail", "case_detail", "home"]
    )
    def test_meanwhile_the_iqa_hides_what_was_found_from_its_sampler(self, client, begun, place, name):
        assessment = begun.assessment
        args = {
            "assessment_detail": [assessment.pk], "version_detail": [assessment.pk, 1], "half_day_detail":
            [assessment.half_day_id], "case_detail": [assessment.case_id],
        }.get(name, [])  # fmt: skip
        client.get(reverse("assessments:assessment_detail", args=[assessment.pk]))
        html = text(client.get(reverse(f"assessments:{name}", args=args), follow=True))
        assert "Hidden until you finish marking" in html
        for words in (SECRET, place.dcp.name, "1 not met", "fully met,", "Feedback due"):
            assert words not in html
        client.force_login(place.dccp)
        assert "Hidden until you" not in text(client.get(reverse(f"assessments:{name}", args=args), follow=True))

    @pytest.mark.parametrize(
        "search",
        ["marks=not_met", "feedback=due", "only=action_open", "assessor=Dana", "person=Dana"],
    )
    def test_meanwhile_nothing_finds_it_by_what_is_hidden(self, client, begun, place, search):
        find = f"{reverse('assessments:assessment_list')}?{search}"
        assert "IQAs (0)" in text(client.get(find))
        client.force_login(place.dccp)
        assert "IQAs (1)" in text(client.get(find))

    def test_meanwhile_whether_it_has_closed_is_hidden_too(self, client, sampler, place):
        closed = recorded(assessor=place.dcp, prosecutor=place.prosecutor)
        find = f"{reverse('assessments:assessment_list')}?state=closed"
        assert "IQAs (1)" in text(client.get(find))
        begun = picked(closed, by=place.sdcp)
        client.post(of(begun, "mark"))
        assert "IQAs (0)" in text(client.get(find))

    @pytest.mark.parametrize("name", ["assessment_correct", "feedback_record", "action_take", "assessment_withdraw"])
    def test_meanwhile_its_sampler_changes_nothing_of_it(self, client, begun, name):
        assert client.get(reverse(f"assessments:{name}", args=[begun.assessment_id])).status_code == 403

    def test_meanwhile_what_another_sampler_said_is_hidden_too(self, client, begun, place, assessment):
        other = sampled(picked(assessment, by=place.dccp), iqa=SECRET)
        assert client.get(of(other)).status_code == 403
        assert "Dip samples (1)" in text(client.get(reverse("dipsamples:dip_sample_list")))

    def test_of_two_tabs_the_second_is_asked_which_answers_to_keep(self, client, begun):
        page = of(begun, "mark")
        client.post(page, {"version": "0", "q9-comment": "From the first"})
        html = text(client.post(page, {"version": "0", "q9-comment": "From the second"}))
        assert "Choose which answers to keep" in html
        assert "From the first" in html
        assert "From the second" in html
        assert client.post(page, {"version": "0", "q9-comment": "x"}, headers=BY_THE_PAGE).status_code == 409
        kept = {"version": "1", "q9-comment": "From the second", "resolve": "yes", "keep_9": "theirs"}
        client.post(page, kept)
        assert begun.second_marking.marking.answers.get().comment == "From the first"

    def test_finishing_asks_first_locks_and_compares(self, client, begun, assessment):
        response = client.post(of(begun, "mark"), complete(**{"continue": "yes"}))
        assert response.url == of(begun, "finish")
        assert "You cannot change these answers afterwards" in text(client.get(response.url))
        assert client.post(response.url).url == of(begun, "compare")
        assert client.post(response.url).url == of(begun, "compare")
        html = text(client.get(of(begun, "compare")))
        assert "8 of 9 agree. Question 14 differs." in html
        assert "Too robust" in html
        assert SECRET in html
        assert Read.objects.of(assessment).filter(by=begun.sampler).exists()
        assert client.get(of(begun, "mark")).url == of(begun, "compare")
        html = text(client.post(of(begun, "mark"), complete(**{"q9-comment": "Too late"})))
        assert "You have finished marking: these answers can no longer be changed." in html

    def test_what_is_incomplete_is_not_finished(self, client, begun):
        html = text(client.post(of(begun, "finish")))
        assert "Answer every question first. Select an outcome for question 9." in html

    def test_stopping_is_noted_and_opens_the_iqa(self, client, begun):
        assert "That you stopped is noted" in text(client.get(of(begun, "stop")))
        assert client.post(of(begun, "stop")).url == of(begun)
        assert client.get(of(begun, "stop")).url == of(begun)
        assert now(begun).stopped_at
        assert "No: marking was stopped on" in text(client.get(of(begun)))
        assert SECRET in text(client.get(reverse("assessments:assessment_detail", args=[begun.assessment_id])))
        words = "You stopped marking this IQA"
        assert words in text(client.get(of(begun, "mark")))
        assert words in text(client.post(of(begun, "mark"), complete()))
        assert "There is no marking to finish." in text(client.get(of(begun, "finish")))

    def test_comments_wait_until_marking_is_done(self, client, begun):
        response = client.get(of(begun, "record"), follow=True)
        assert "Finish marking, or stop, before you comment on this IQA." in text(response)
        assert SECRET not in text(response)
        html = text(client.post(of(begun, "record"), {"version": "0", "iqa_comment": "Kept as typed"}))
        assert "Finish marking, or stop" in html
        assert "Kept as typed" in html


class TestRecording:
    def test_a_draft_is_saved_and_found_again_on_home(self, client, sampler, dip_sample):
        page = of(dip_sample, "record")
        assert client.post(page, {"version": "0", "iqa_comment": "So far"}).url == page
        assert "So far" in text(client.get(page))
        home = text(client.get(reverse("assessments:home")))
        assert "Comment and record the dip sample" in home
        assert f'href="{page}"' in home

    def test_the_page_saves_by_itself(self, client, sampler, dip_sample):
        told = client.post(of(dip_sample, "record"), {"version": "0", "work_comment": "So far"}, headers=BY_THE_PAGE)
        assert told.json()["version"] == 1
        assert now(dip_sample).work_comment == "So far"
        behind = client.post(of(dip_sample, "record"), {"version": "0", "work_comment": "x"}, headers=BY_THE_PAGE)
        assert behind.status_code == 409
        wrong = client.post(of(dip_sample, "record"), {"version": "1", "work_comment": "x" * 5001}, headers=BY_THE_PAGE)
        assert wrong.status_code == 422
        assert "must be 5,000 characters or fewer" in wrong.json()["problems"][0]["message"]

    def test_of_two_tabs_both_texts_are_kept(self, client, sampler, dip_sample):
        tag = Tag.objects.create(kind=Tag.Kind.ISSUE, name="Late schedules")
        page = of(dip_sample, "record")
        client.post(page, {"version": "0", "iqa_comment": "From the first", "issues": [tag.pk]})
        html = text(client.post(page, {"version": "what?", "iqa_comment": "From the second", "record": "yes"}))
        assert "This was changed in another tab" in html
        assert "From the first" in html
        assert "From the second" in html
        assert now(dip_sample).iqa_comment == "From the first"
        version = re.search(r'name="version" value="(\d+)"', html)[1]
        client.post(page, {"version": version, "iqa_comment": "From the second"})
        assert now(dip_sample).iqa_comment == "From the second"

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"iqa_comment": "Fine"}, "Enter a comment on the standard of the work"),
            ({"work_comment": "Fine"}, "Enter a comment on the standard of the IQA"),
            ({"iqa_comment": "bell\x07"}, "must not include characters that cannot be printed"),
        ],
    )
    def test_both_comments_are_required_and_what_was_typed_stays(self, client, sampler, dip_sample, said, words):
        html = text(client.post(of(dip_sample, "record"), {"version": "0", "record": "yes", **said}))
        assert words in html
        assert now(dip_sample).recorded_at is None

    def test_it_is_recorded_once_and_the_dcp_is_told(self, client, sampler, place, dip_sample):
        good = Tag.objects.create(kind=Tag.Kind.GOOD_PRACTICE, name="Clear reasons")
        sent = {
            "version": "0",
            "iqa_comment": "Fair",
            "work_comment": "Sound",
            "good_practice": [good.pk],
            "record": "yes",
        }
        response = client.post(of(dip_sample, "record"), sent, follow=True)
        assert f"Dip sample recorded, {place.dcp.name} will be told." in text(response)
        assert "Clear reasons" in text(response)
        assert client.post(of(dip_sample, "record"), sent).url == of(dip_sample)
        email = OutboxEmail.objects.get(subject="IQA: a dip sample of your IQA has an outcome")
        assert email.recipient == place.dcp
        assert f"/dip-samples/{dip_sample.pk}/" in email.body
        assert dip_sample.assessment.case.urn not in email.body
        late = text(client.post(of(dip_sample, "record"), {**sent, "iqa_comment": "Too late"}))
        assert "This dip sample has been recorded, so it can no longer be changed." in late
        assert "Too late" in late
        assert now(dip_sample).iqa_comment == "Fair"

    def test_reading_it_to_comment_is_logged(self, client, sampler, dip_sample, assessment):
        client.get(of(dip_sample, "record"))
        assert Read.objects.of(assessment).filter(by=sampler).exists()

    def test_a_tag_that_is_not_offered_is_refused_in_words(self, client, sampler, dip_sample):
        Tag.objects.create(kind=Tag.Kind.ISSUE, name="Late schedules")
        html = text(client.post(of(dip_sample, "record"), {"version": "0", "issues": ["999"]}))
        assert "Select tags from the list" in html
