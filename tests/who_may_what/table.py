"""Who may what: every URL, written out by hand from the scheme's table, to be checked by eye.

A record is in Portsmouth unless its name says otherwise: Winchester is another unit of the same Area, Bristol one of
another. Towards a record, people stand as its place has them:

- `recorders` may record IQAs in its unit, and see them;
- `readers` may see single IQAs there, and no more;
- `others` have the place, and may do neither: they learn that it is not theirs (403).

Whoever a row does not name, in whatever column, finds nothing (404). A name with a minus is taken out again.
"""

from dataclasses import dataclass, field

# Everyone: the roles of the scheme, by the names in tests/places.py, where a 2 is in Winchester (or, for an APM, in
# Bristol's Area) and a 3 in Bristol; and those whom the scheme makes a point of:
# granted        head of the business centre of Bristol's Area, with a grant to see the IQAs of Portsmouth
# lapsed         the same, with a grant that ended yesterday
# assessed_dcp   a DCP of Portsmouth who prosecutes there too, and whose own work the SDCP assesses
# moved_dcp      a DCP of Portsmouth until yesterday, of Bristol since
# moved_inspector  an inspector for Portsmouth's Area until yesterday, for Bristol's since
EVERYONE = """
prosecutor prosecutor2 prosecutor3 dcp dcp2 dcp3 sdcp dccp ccp apm apm2 businesscentre cat editor pmu director inspector
administrator granted lapsed assessed_dcp moved_dcp moved_inspector
"""

PLACES = {
    "Portsmouth": {
        "recorders": "dcp sdcp dccp assessed_dcp",
        "readers": "ccp apm cat director inspector granted",
        "others": "businesscentre pmu editor administrator",
    },
    "Winchester": {
        "recorders": "dcp2 sdcp dccp",
        "readers": "ccp apm cat director inspector",
        "others": "businesscentre pmu editor administrator",
    },
    "Bristol": {
        "recorders": "dcp3 moved_dcp",
        "readers": "apm2 cat director moved_inspector",
        "others": "granted lapsed pmu editor administrator",
    },
}

# The records: where, whose work, by whom; and who may read what is said in it, in words (comments, what is to be done).
#                     where      | whose work   | assessor  | who reads its words
RECORDS = """
released            | Portsmouth | prosecutor   | dcp       | recorders readers -apm -granted prosecutor
not released        | Portsmouth | prosecutor   | dcp       | recorders readers -apm -granted
withdrawn           | Portsmouth | prosecutor   | dcp       | recorders readers -apm -granted
draft               | Portsmouth | prosecutor   | dcp       | dcp
discarded           | Portsmouth | prosecutor   | dcp       | dcp
left draft          | Portsmouth | prosecutor   | moved_dcp | recorders
dcp's, released     | Portsmouth | assessed_dcp | sdcp      | recorders readers -apm -granted
dcp's, not released | Portsmouth | assessed_dcp | sdcp      | recorders readers -apm -granted -assessed_dcp
dcp's draft         | Portsmouth | assessed_dcp | sdcp      | sdcp
Winchester          | Winchester | prosecutor2  | dcp2      | recorders readers -apm prosecutor2
Winchester draft    | Winchester | prosecutor2  | dcp2      | dcp2
Bristol             | Bristol    | prosecutor3  | dcp3      | recorders readers -apm2 prosecutor3
Bristol draft       | Bristol    | prosecutor3  | dcp3      | dcp3
"""

# Tables: record | who may | who is refused (403).

SEES_THE_IQA = """
released            | recorders readers prosecutor    | others
not released        | recorders readers               | others
withdrawn           | recorders readers               | others
draft               | recorders readers               | others
discarded           | recorders readers               | others
left draft          | recorders readers               | others
dcp's, released     | recorders readers               | others
dcp's, not released | recorders readers -assessed_dcp | others
dcp's draft         | recorders readers -assessed_dcp | others
Winchester          | recorders readers prosecutor2   | others
Winchester draft    | recorders readers               | others
Bristol             | recorders readers prosecutor3   | others
Bristol draft       | recorders readers               | others
"""

# A draft has no version that anybody could read.
SEES_A_VERSION = """
released            | recorders readers prosecutor    | others
not released        | recorders readers               | others
withdrawn           | recorders readers               | others
draft               |                                 | others
dcp's, not released | recorders readers -assessed_dcp | others
Winchester          | recorders readers prosecutor2   | others
Bristol             | recorders readers prosecutor3   | others
"""

# Who may record there may change what is recorded, but never on their own work.
CHANGES_THE_IQA = """
released            | recorders                       | readers others prosecutor
not released        | recorders                       | readers others
draft               | recorders                       | readers others
dcp's, released     | recorders -assessed_dcp         | readers others assessed_dcp
dcp's, not released | recorders -assessed_dcp         | readers others
Winchester          | recorders                       | readers others prosecutor2
Bristol             | recorders                       | readers others prosecutor3
"""

# A draft is its assessor's; where they have moved, whoever may record there may finish it.
EDITS_THE_DRAFT = """
released            | dcp                             | recorders readers others prosecutor -dcp
draft               | dcp                             | recorders readers others -dcp
discarded           | dcp                             | recorders readers others -dcp
left draft          | recorders                       | readers others
dcp's draft         | sdcp                            | recorders readers others -sdcp -assessed_dcp
Winchester draft    | dcp2                            | recorders readers others -dcp2
Bristol draft       | dcp3                            | recorders readers others -dcp3
"""

# The half day and the case behind an IQA are there for whoever sees it in their place, to read; a prosecutor has their
# IQAs and no more.
SEES_WHAT_IS_BEHIND = """
released            | recorders readers               | others
not released        | recorders readers               | others
draft               | recorders readers               | others
dcp's, released     | recorders readers -assessed_dcp | others
dcp's draft         | recorders readers -assessed_dcp | others
Winchester          | recorders readers               | others
Bristol             | recorders readers               | others
"""

# Who may record there may do something with them.
CHANGES_WHAT_IS_BEHIND = """
released            | recorders                       | readers others
not released        | recorders                       | readers others
draft               | recorders                       | readers others
dcp's, released     | recorders -assessed_dcp         | readers others
dcp's draft         | recorders -assessed_dcp         | readers others
Winchester          | recorders                       | readers others
Bristol             | recorders                       | readers others
"""

# Adding to a half day is its assessor's.
ADDS_TO_THE_HALF_DAY = """
released            | dcp                             | recorders readers others -dcp
left draft          |                                 | recorders readers others
dcp's, released     | sdcp                            | recorders readers others -sdcp -assessed_dcp
Winchester          | dcp2                            | recorders readers others -dcp2
Bristol             | dcp3                            | recorders readers others -dcp3
"""

# One's own list; whoever manages people has the list of all IQAs.
SEES_THE_PERSON = """
released            | prosecutor                      |
dcp's, released     | assessed_dcp                    |
"""

# Pages about no record: who may; everyone else is refused.
ALL = EVERYONE
FINDS = """
prosecutor prosecutor2 prosecutor3 dcp dcp2 dcp3 sdcp dccp ccp apm apm2 cat director inspector
granted assessed_dcp moved_dcp moved_inspector
"""
STARTS = "dcp dcp2 dcp3 sdcp dccp assessed_dcp moved_dcp"


@dataclass(frozen=True)
class Page:
    """What a page answers to those who may: to GET, and to POST of an empty form (405 where it takes none).

    `who` is a table above where the page is `about` a record, else those who may. `but` has the (GET, POST) of records
    whose state makes it answer otherwise: it leads away, or refuses in words.
    """

    who: str
    about: str = ""
    get: int = 200
    post: int = 405
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
    "assessments:version_detail": Page(SEES_A_VERSION, "assessment"),
    "assessments:assessment_mark": Page(EDITS_THE_DRAFT, "assessment", post=200, but=_NOT_A_DRAFT),
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
    "accounts:stay": Page(ALL, post=204),
    "accounts:sign_in": PublicPage(anonymous=(200, 200), signed_in=(302, 302)),
    "accounts:sign_out": PublicPage(anonymous=(405, 302), signed_in=(405, 302)),
    "accounts:help": PublicPage(anonymous=(200, 405), signed_in=(200, 405)),
    "accounts:accessibility": PublicPage(anonymous=(200, 405), signed_in=(200, 405)),
    "accounts:health": PublicPage(anonymous=(200, 405), signed_in=(200, 405)),
    # In demonstration mode alone.
    "notifications:mailbox": PublicPage(anonymous=(200, 405), signed_in=(200, 405)),
}
