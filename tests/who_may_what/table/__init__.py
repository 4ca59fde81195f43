"""Who may what: every URL, written out by hand from the scheme's table, to be checked by eye."""

from dataclasses import dataclass, field

from tests.who_may_what.table.dips import (
    ACKNOWLEDGES_THE_OUTCOME,
    KEEPS_THE_TAG,
    SAMPLES_THE_IQA,
    SEES_THE_DIP_SAMPLE,
    SUBSTITUTES_THE_IQA,
    TAKES_THE_DIP_SAMPLE,
)
from tests.who_may_what.table.draws import SEES_THE_DRAW, SEES_THE_NUMBERS, TAKES_FROM_THE_DRAW, TOPS_UP_THE_DRAW
from tests.who_may_what.table.everyone import EVERYONE
from tests.who_may_what.table.exercises import (
    BEGINS_A_REFERENCE,
    MAKES_THE_REFERENCE,
    MARKS_IN_THE_EXERCISE,
    RUNS_THE_EXERCISE,
    SEES_THE_EXERCISE,
    SEES_THE_REFERENCE,
)
from tests.who_may_what.table.iqas import (
    ADDS_TO_THE_HALF_DAY,
    CHANGES_THE_IQA,
    CHANGES_WHAT_IS_BEHIND,
    EDITS_THE_DRAFT,
    REMOVES_OPTIONAL_QUESTIONS,
    SEES_A_VERSION,
    SEES_THE_IQA,
    SEES_THE_PERSON,
    SEES_WHAT_IS_BEHIND,
)
from tests.who_may_what.table.sets import CHANGES_THE_TERM, DRAFTS, PUBLISHES, SEES_THE_TERM
from tests.who_may_what.table.staff import (
    APPLIES_THE_STAFF_LIST,
    CHANGES_THE_ACCOUNT,
    CHANGES_THE_POSTING,
    MANAGES_THE_AREA,
    MANAGES_THE_PERSON,
    MANAGES_THE_UNIT,
    SEES_THE_GRANT,
)
from tests.who_may_what.table.targets import FOLLOWS_THE_IMPORT, READS_THE_TARGET
from tests.who_may_what.table.views import HAS_THE_VIEW

# Pages about no record: who may; everyone else is refused.
ALL = EVERYONE
FINDS = """
prosecutor prosecutor2 prosecutor3 dcp dcp2 dcp3 sdcp dccp ccp apm apm2 cat director inspector
granted assessed_dcp moved_dcp moved_inspector
"""
STARTS = "dcp dcp2 dcp3 sdcp dccp assessed_dcp moved_dcp"
DRAFTS_SETS = "cat editor"
SAMPLES_OR_IS_SAMPLED = "dcp dcp2 dcp3 sdcp dccp cat assessed_dcp moved_dcp"
MANAGES_PEOPLE = "dccp administrator"
ADMINISTERS = "administrator"
SEES_DRAWS = "sdcp dccp cat"
MAKES_DRAWS = "dccp"
FINDS_EXERCISES = "dcp dcp2 dcp3 sdcp dccp cat assessed_dcp moved_dcp"
RUNS_EXERCISES = "dccp cat"
MARKS_FOR_REFERENCE = "inspector moved_inspector"
SAMPLES = "sdcp dccp"
PUBLISHES_SETS = "cat"
# Whoever holds the permission somewhere; and prosecutors, of their own work.
READS_REPORTS = """
prosecutor prosecutor2 prosecutor3 dcp dcp2 dcp3 sdcp dccp ccp apm apm2 businesscentre cat pmu director inspector
granted lapsed assessed_dcp moved_dcp moved_inspector
"""
HAS_DASHBOARD = """
dcp dcp2 dcp3 sdcp dccp ccp apm apm2 businesscentre cat pmu director inspector
granted lapsed assessed_dcp moved_dcp moved_inspector
"""
EXPORTS_COMMENTS = "dcp dcp2 dcp3 sdcp dccp ccp cat director inspector assessed_dcp moved_dcp moved_inspector"
READS_TARGETS = """
dcp dcp2 dcp3 sdcp dccp ccp apm apm2 businesscentre cat pmu director inspector granted lapsed assessed_dcp moved_dcp
moved_inspector
"""
SETS_TARGETS = "pmu"
# Whoever sets targets, manages people or imports records may import files of that kind.
IMPORTS_FILES = "cat pmu dccp administrator"


@dataclass(frozen=True)
class Page:
    """What a page answers to those who may: to GET, and to POST of an empty form (405 where it takes none).

    `who` is a table of this package where the page is `about` a record, else those who may, with `args` in its address.
    `but` has the (GET, POST) of records whose state makes it answer otherwise: it leads away, or refuses in words.
    """

    who: str
    about: str = ""
    get: int = 200
    post: int = 405
    query: str = ""
    args: tuple[str, ...] = ()
    but: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class PublicPage:
    """What a page answers to those who are not signed in, and to everyone who is: (GET, POST)."""

    anonymous: tuple[int, int]
    signed_in: tuple[int, int]


_NOT_A_DRAFT = {"released": (302, 200), "discarded": (302, 200)}

PAGES: dict[str, Page | PublicPage] = {
    "assessments:home": Page(ALL),
    "assessments:assessment_list": Page(FINDS),
    "assessments:person_assessments": Page(SEES_THE_PERSON, "prosecutor"),
    "assessments:half_day_start": Page(STARTS, post=200),
    "assessments:half_day_detail": Page(SEES_WHAT_IS_BEHIND, "half_day"),
    "assessments:half_day_feedback_record": Page(CHANGES_WHAT_IS_BEHIND, "half_day", post=200),
    "assessments:case_add": Page(ADDS_TO_THE_HALF_DAY, "half_day", post=200),
    "assessments:case_detail": Page(SEES_WHAT_IS_BEHIND, "case"),
    "assessments:case_edit": Page(CHANGES_WHAT_IS_BEHIND, "case", post=200),
    "assessments:assessment_detail": Page(SEES_THE_IQA, "assessment"),
    "assessments:version_detail": Page(SEES_A_VERSION, "version"),
    "assessments:assessment_mark": Page(EDITS_THE_DRAFT, "assessment", post=200, but=_NOT_A_DRAFT),
    "assessments:activity_remove": Page(REMOVES_OPTIONAL_QUESTIONS, "activity", post=200),
    "assessments:action_edit": Page(EDITS_THE_DRAFT, "assessment", post=200, but=_NOT_A_DRAFT),
    "assessments:assessment_record": Page(
        EDITS_THE_DRAFT, "assessment", post=302, but={"released": (302, 302), "discarded": (200, 200)}
    ),
    "assessments:assessment_recorded": Page(EDITS_THE_DRAFT, "assessment", get=302, but={"released": (200, 405)}),
    "assessments:assessment_discard": Page(
        EDITS_THE_DRAFT, "assessment", post=302, but={"released": (200, 200), "discarded": (200, 200)}
    ),
    "assessments:assessment_restore": Page(EDITS_THE_DRAFT, "assessment", post=200, but={"discarded": (200, 302)}),
    "assessments:assessment_correct": Page(CHANGES_THE_IQA, "assessment", post=200, but={"draft": (302, 200)}),
    "assessments:assessment_withdraw": Page(CHANGES_THE_IQA, "assessment", post=200),
    "assessments:assessment_reopen": Page(CHANGES_THE_IQA, "assessment", post=200),
    "assessments:assessment_close": Page(CHANGES_THE_IQA, "assessment", post=200),
    "assessments:feedback_record": Page(CHANGES_THE_IQA, "assessment", post=200),
    "assessments:action_take": Page(CHANGES_THE_IQA, "assessment", post=302, but={"draft": (200, 200)}),
    "assessments:question_set_preview": Page(DRAFTS, "question_set"),
    "dipsamples:draw_list": Page(SEES_DRAWS),
    "dipsamples:draw_make": Page(MAKES_DRAWS, post=200),
    "dipsamples:draw_detail": Page(SEES_THE_DRAW, "draw"),
    "dipsamples:draw_top_up": Page(TOPS_UP_THE_DRAW, "draw", get=405, post=302),
    "dipsamples:draw_take": Page(TAKES_FROM_THE_DRAW, "draw", get=405, post=200),
    "dipsamples:draw_steps": Page(SEES_THE_NUMBERS, "draw"),
    "dipsamples:reference_list": Page(MARKS_FOR_REFERENCE),
    "dipsamples:reference_add": Page(
        BEGINS_A_REFERENCE, "assessment", post=302, but={"released": (302, 302), "Bristol": (302, 302)}
    ),
    "dipsamples:reference_detail": Page(SEES_THE_REFERENCE, "reference"),
    "dipsamples:reference_mark": Page(
        MAKES_THE_REFERENCE, "reference", get=302, post=200, but={"unfinished reference": (200, 200)}
    ),
    "dipsamples:reference_finish": Page(
        MAKES_THE_REFERENCE, "reference", get=302, post=302, but={"unfinished reference": (200, 302)}
    ),
    "dipsamples:exercise_list": Page(FINDS_EXERCISES),
    "dipsamples:exercise_create": Page(RUNS_EXERCISES, post=200),
    "dipsamples:exercise_guidance": Page(PUBLISHES_SETS),
    "dipsamples:exercise_detail": Page(SEES_THE_EXERCISE, "exercise"),
    # One that has closed stays closed; before, nobody has finished, and it is refused in words.
    "dipsamples:exercise_close": Page(RUNS_THE_EXERCISE, "exercise", post=200, but={"closed exercise": (200, 302)}),
    "dipsamples:exercise_agree": Page(RUNS_THE_EXERCISE, "exercise", post=200),
    "dipsamples:exercise_case": Page(SEES_THE_EXERCISE, "exercise_case"),
    "dipsamples:exercise_mark": Page(
        MARKS_IN_THE_EXERCISE, "exercise_case", post=200, but={"closed exercise": (302, 200)}
    ),
    "dipsamples:exercise_finish": Page(
        MARKS_IN_THE_EXERCISE, "exercise_case", post=302, but={"closed exercise": (302, 302)}
    ),
    "dipsamples:exercise_reference": Page(
        RUNS_THE_EXERCISE, "exercise_case", get=302, post=200, but={"closed exercise": (200, 200)}
    ),
    "dipsamples:dip_sample_list": Page(SAMPLES_OR_IS_SAMPLED),
    "dipsamples:dip_sample_pick": Page(SAMPLES),
    "dipsamples:dip_sample_add": Page(SAMPLES_THE_IQA, "assessment", post=200),
    "dipsamples:dip_sample_detail": Page(SEES_THE_DIP_SAMPLE, "dip_sample"),
    "dipsamples:dip_sample_mark": Page(TAKES_THE_DIP_SAMPLE, "dip_sample", post=200, but={"begun sample": (200, 302)}),
    "dipsamples:dip_sample_finish": Page(TAKES_THE_DIP_SAMPLE, "dip_sample", post=200),
    "dipsamples:dip_sample_stop": Page(TAKES_THE_DIP_SAMPLE, "dip_sample", post=200),
    "dipsamples:dip_sample_compare": Page(SEES_THE_DIP_SAMPLE, "dip_sample", get=302),
    "dipsamples:dip_sample_record": Page(
        TAKES_THE_DIP_SAMPLE, "dip_sample", get=302, post=200, but={"begun sample": (200, 302)}
    ),
    "dipsamples:dip_sample_substitute": Page(SUBSTITUTES_THE_IQA, "dip_sample", post=200),
    "dipsamples:dip_sample_acknowledge": Page(ACKNOWLEDGES_THE_OUTCOME, "dip_sample", post=302),
    "dipsamples:tag_list": Page(PUBLISHES_SETS),
    "dipsamples:tag_add": Page(PUBLISHES_SETS, post=200),
    "dipsamples:tag_edit": Page(KEEPS_THE_TAG, "tag", post=200),
    "dipsamples:tag_retire": Page(KEEPS_THE_TAG, "tag", post=200),
    "reporting:report_list": Page(READS_REPORTS),
    "reporting:report_detail": Page(READS_REPORTS, args=("fully-met",)),
    "reporting:report_export": Page(READS_REPORTS, args=("fully-met",)),
    "reporting:dashboard": Page(HAS_DASHBOARD),
    "reporting:view_list": Page(READS_REPORTS),
    "reporting:view_save": Page(READS_REPORTS, post=200, query="?report=fully-met"),
    "reporting:view_open": Page(HAS_THE_VIEW, "view", get=302),
    "reporting:view_rename": Page(HAS_THE_VIEW, "view", post=200),
    "reporting:view_delete": Page(HAS_THE_VIEW, "view", post=302),
    "reporting:comments_export": Page(EXPORTS_COMMENTS, post=200),
    "questions:set_list": Page(DRAFTS_SETS),
    "questions:set_detail": Page(DRAFTS, "question_set"),
    "questions:set_copy": Page(DRAFTS, "question_set", post=200),
    "questions:set_compare": Page(DRAFTS, "question_set"),
    "questions:set_publish": Page(PUBLISHES, "question_set", post=200),
    "questions:set_take_back": Page(PUBLISHES, "question_set", get=302, post=302, but={"coming set": (200, 302)}),
    "questions:question_add": Page(DRAFTS, "question_set", post=200, query="?activity=advice"),
    "questions:question_edit": Page(DRAFTS, "question", post=200),
    "questions:question_move": Page(DRAFTS, "question", get=405, post=302),
    "questions:question_retire": Page(DRAFTS, "question", post=200),
    "questions:activity_add": Page(DRAFTS, "question_set", post=200),
    "questions:activity_edit": Page(DRAFTS, "activity", post=200),
    "questions:activity_move": Page(DRAFTS, "activity", get=405, post=302),
    "questions:activity_retire": Page(DRAFTS, "activity", post=200),
    "questions:outcome_add": Page(DRAFTS, "question_set", post=200),
    "questions:outcome_edit": Page(DRAFTS, "outcome", post=200),
    "questions:outcome_move": Page(DRAFTS, "outcome", get=405, post=302),
    "questions:outcome_retire": Page(DRAFTS, "outcome", post=200),
    "reporting:target_list": Page(READS_TARGETS),
    "reporting:target_set": Page(SETS_TARGETS, post=200),
    "reporting:target_detail": Page(READS_THE_TARGET, "target"),
    "reporting:import_list": Page(IMPORTS_FILES),
    "reporting:import_add": Page(IMPORTS_FILES, post=200),
    "reporting:import_detail": Page(FOLLOWS_THE_IMPORT, "record_import"),
    "reporting:import_errors": Page(FOLLOWS_THE_IMPORT, "record_import"),
    "terms:term_list": Page(ALL),
    "terms:term_detail": Page(SEES_THE_TERM, "term"),
    "terms:term_change": Page(CHANGES_THE_TERM, "term", post=200),
    "organisation:person_list": Page(MANAGES_PEOPLE),
    "organisation:person_add": Page(MANAGES_PEOPLE, post=200),
    "organisation:person_detail": Page(MANAGES_THE_PERSON, "person"),
    "organisation:person_edit": Page(CHANGES_THE_ACCOUNT, "person", post=200),
    "organisation:person_leave": Page(CHANGES_THE_ACCOUNT, "person", post=200),
    "organisation:person_disable": Page(CHANGES_THE_ACCOUNT, "person", post=302),
    "organisation:person_enable": Page(CHANGES_THE_ACCOUNT, "person", post=302),
    "organisation:posting_add": Page(MANAGES_THE_PERSON, "person", post=200),
    "organisation:posting_end": Page(CHANGES_THE_POSTING, "posting", post=200),
    "organisation:posting_move": Page(CHANGES_THE_POSTING, "posting", post=200),
    "organisation:posting_withdraw": Page(CHANGES_THE_POSTING, "posting", post=302),
    "organisation:absence_add": Page(MANAGES_THE_PERSON, "person", post=200),
    "organisation:absence_end": Page(MANAGES_THE_PERSON, "absence", post=200),
    "organisation:staff_list_import": Page(MANAGES_PEOPLE, post=200),
    "organisation:staff_list_preview": Page(APPLIES_THE_STAFF_LIST, "staff_list", post=200),
    "organisation:area_list": Page(MANAGES_PEOPLE),
    "organisation:unit_open": Page(MANAGES_THE_AREA, "area", post=200),
    "organisation:unit_detail": Page(MANAGES_THE_UNIT, "unit"),
    "organisation:unit_close": Page(MANAGES_THE_UNIT, "unit", post=200),
    "organisation:unit_merge": Page(MANAGES_THE_UNIT, "unit", post=200),
    "organisation:grant_list": Page(ALL),
    "organisation:grant_request": Page(ALL, post=200),
    "organisation:grant_approve": Page(SEES_THE_GRANT, "grant", post=200),
    # Django's own, all that there is under it.
    "admin": Page(ADMINISTERS),
    "accounts:password_reset": PublicPage(anonymous=(200, 200), signed_in=(200, 200)),
    "accounts:password_reset_sent": PublicPage(anonymous=(200, 405), signed_in=(200, 405)),
    "accounts:password_set": PublicPage(anonymous=(200, 200), signed_in=(200, 200)),
    "accounts:stay": Page(ALL, post=204),
    "accounts:sign_in": PublicPage(anonymous=(200, 200), signed_in=(302, 302)),
    # As where no sign-on is configured: there is none.
    "accounts:sign_on": PublicPage(anonymous=(404, 405), signed_in=(404, 405)),
    "accounts:sign_on_callback": PublicPage(anonymous=(404, 405), signed_in=(404, 405)),
    "accounts:sign_out": PublicPage(anonymous=(405, 302), signed_in=(405, 302)),
    "accounts:help": PublicPage(anonymous=(200, 405), signed_in=(200, 405)),
    "accounts:accessibility": PublicPage(anonymous=(200, 405), signed_in=(200, 405)),
    "accounts:health": PublicPage(anonymous=(200, 405), signed_in=(200, 405)),
    # In demonstration mode alone.
    "notifications:mailbox": PublicPage(anonymous=(200, 405), signed_in=(200, 405)),
}
