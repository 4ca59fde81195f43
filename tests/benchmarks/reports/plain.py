"""Each report's question in plain SQL on the base tables, by someone who knows the schema and nothing of the tallies.

`{where}` narrows it, in terms of `h`, the half day, `u`, its unit, and `y`, its activity; `{by}` is what is compared,
each followed by a comma.
"""

_WORK = """
 FROM assessments_assessment s JOIN assessments_halfday h ON h.id = s.half_day_id
 JOIN organisation_unit u ON u.id = h.unit_id JOIN questions_activity y ON y.id = h.activity_id"""
_ANSWERS = (
    _WORK + " JOIN assessments_answer a ON a.marking_id = s.marking_id JOIN questions_outcome o ON o.id = a.outcome_id"
)
_COUNTED = " WHERE s.state IN ('recorded', 'closed') AND {where}"
_GROUPED = " GROUP BY {by}()"
_NOT_MET = """EXISTS (SELECT 1 FROM assessments_answer a JOIN questions_outcome o ON o.id = a.outcome_id
 WHERE a.marking_id = s.marking_id AND o.counts_as = 'not_met')"""
_GIVEN = " LEFT JOIN assessments_feedback g ON g.assessment_id = s.id"
_ACTION = " LEFT JOIN assessments_feedbackaction t ON t.assessment_id = s.id"
_SAMPLE = "EXISTS (SELECT 1 FROM dipsamples_dipsample d WHERE d.assessment_id = s.id AND d.recorded_at IS NOT NULL"
_PAIRS = (
    _ANSWERS
    + """ JOIN dipsamples_dipsample d ON d.assessment_id = s.id AND d.recorded_at IS NOT NULL
 JOIN dipsamples_secondmarking m ON m.id = d.second_marking_id
 JOIN assessments_answer b ON b.marking_id = m.marking_id AND b.question_id = a.question_id
 JOIN questions_outcome p ON p.id = b.outcome_id"""
)
_EACH_PAIR = (
    "SELECT {by}a.question_id, o.counts_as, p.counts_as, count(*)"
    + _PAIRS
    + _COUNTED
    + " GROUP BY {by}a.question_id, o.counts_as, p.counts_as"
)

PLAIN: dict[str, str] = {
    "volumes": "SELECT {by}count(*),"
    " count(DISTINCT (h.assessor_id, h.prosecutor_id, h.activity_id, h.worked_on, h.half))"
    + _WORK
    + _COUNTED
    + _GROUPED,
    "timing": """SELECT {by}count(*), count(*) FILTER (WHERE extract(day FROM h.assessed_on) <= 10),
 count(*) FILTER (WHERE extract(day FROM h.assessed_on) BETWEEN 11 AND 20),
 count(*) FILTER (WHERE mod(extract(month FROM h.assessed_on)::int, 3) = 1),
 count(*) FILTER (WHERE mod(extract(month FROM h.assessed_on)::int, 3) = 2)"""
    + _WORK
    + _COUNTED
    + _GROUPED,
    "fully-met": "SELECT {by}a.question_id, o.counts_as, count(*)"
    + _ANSWERS
    + _COUNTED
    + " GROUP BY {by}a.question_id, o.counts_as",
    "reasons": "SELECT {by}a.question_id, r.reason_id, count(*)"
    + _ANSWERS
    + " JOIN assessments_answer_reasons r ON r.answer_id = a.id"
    + _COUNTED
    + " AND o.counts_as = 'not_met' GROUP BY {by}a.question_id, r.reason_id",
    "dip-samples": "SELECT {by}h.activity_id, u.area_id, date_trunc('quarter', h.assessed_on), count(*),"
    f" count(*) FILTER (WHERE {_SAMPLE} AND NOT d.targeted)), count(*) FILTER (WHERE {_SAMPLE} AND d.targeted))"
    + _WORK
    + _COUNTED
    + " GROUP BY {by}h.activity_id, u.area_id, date_trunc('quarter', h.assessed_on)",
    "feedback": """SELECT {by}count(*), count(*) FILTER (WHERE s.action_required), count(t.taken_at), count(g.id),
 count(*) FILTER (WHERE g.given_on <= s.feedback_due_on),
 count(*) FILTER (WHERE g.id IS NULL AND s.state = 'recorded' AND s.feedback_due_on < CURRENT_DATE)"""
    + _WORK
    + _GIVEN
    + _ACTION
    + _COUNTED
    + _GROUPED,
    "health": """SELECT {by}count(*), count(*) FILTER (WHERE s.finalised <> ''),
 count(*) FILTER (WHERE (s.recorded_at AT TIME ZONE 'Europe/London')::date > h.assessed_on + 1),
 count(*) FILTER (WHERE y.code = 'advice'),
 count(*) FILTER (WHERE y.code = 'advice' AND u.kind IN ('rasso', 'ccu', 'central'))"""
    + _WORK
    + _COUNTED
    + _GROUPED,
    "open": "SELECT {by}count(*), count(*) FILTER (WHERE s.state = 'draft'),"
    " count(*) FILTER (WHERE s.action_required AND s.state = 'recorded' AND t.taken_at IS NULL),"
    f" count(*) FILTER (WHERE g.id IS NULL AND s.state = 'recorded' AND {_NOT_MET})"
    + _WORK
    + _GIVEN
    + _ACTION
    + " WHERE s.state IN ('draft', 'recorded') AND {where}"
    + _GROUPED,
    "agreement": _EACH_PAIR,
    "robustness": _EACH_PAIR,
}
