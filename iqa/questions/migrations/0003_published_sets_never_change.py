"""The database, too, refuses to change a published question set: what was asked, and under which words, stays known.

Taking a set back before the day that it is in force from is the one thing allowed. SQLite, which the demonstration uses,
does not refuse deleting: Django empties its tables so between tests.
"""

from django.db import migrations

REFUSAL = "published question sets never change"

# Each table, and how a row (NEW or OLD) leads to its set.
PARTS = {
    "questions_wording": "{row}.question_set_id",
    "questions_outcome": "{row}.question_set_id",
    "questions_questionset_activities": "{row}.questionset_id",
    "questions_reason": "(SELECT question_set_id FROM questions_wording WHERE id = {row}.wording_id)",
}
IS_PUBLISHED = "EXISTS (SELECT 1 FROM questions_questionset WHERE id = {set} AND published_at IS NOT NULL)"


def fill_activities(apps, schema_editor):
    """Sets that were loaded before they named their activities."""
    QuestionSet = apps.get_model("questions", "QuestionSet")
    Activity = apps.get_model("questions", "Activity")
    for question_set in QuestionSet.objects.all():
        question_set.activities.add(*Activity.objects.filter(wordings__question_set=question_set).distinct())


def add_triggers(apps, schema_editor):
    add = {"postgresql": _add_on_postgresql, "sqlite": _add_on_sqlite}[schema_editor.connection.vendor]
    for statement in add():
        schema_editor.execute(statement)


def _add_on_postgresql():
    yield f"""
        CREATE FUNCTION published_set_stays() RETURNS trigger AS $$
        BEGIN
            IF OLD.published_at IS NULL THEN RETURN COALESCE(NEW, OLD); END IF;
            IF TG_OP = 'UPDATE' AND NEW.published_at IS NULL AND OLD.in_force_from > CURRENT_DATE THEN RETURN NEW; END IF;
            RAISE EXCEPTION '{REFUSAL}';
        END; $$ LANGUAGE plpgsql"""
    yield (
        "CREATE TRIGGER questions_questionset_stays BEFORE UPDATE OR DELETE ON questions_questionset "
        "FOR EACH ROW EXECUTE FUNCTION published_set_stays()"
    )
    for table, path in PARTS.items():
        old, new = (IS_PUBLISHED.format(set=path.format(row=row)) for row in ("OLD", "NEW"))
        yield f"""
            CREATE FUNCTION {table}_stays() RETURNS trigger AS $$
            BEGIN
                IF TG_OP <> 'INSERT' THEN IF {old} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; END IF;
                IF TG_OP <> 'DELETE' THEN IF {new} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; END IF;
                RETURN COALESCE(NEW, OLD);
            END; $$ LANGUAGE plpgsql"""
        yield (
            f"CREATE TRIGGER {table}_stays BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_stays()"
        )


def _add_on_sqlite():
    yield f"""
        CREATE TRIGGER questions_questionset_stays BEFORE UPDATE ON questions_questionset
        WHEN OLD.published_at IS NOT NULL
            AND NOT (NEW.published_at IS NULL AND OLD.in_force_from > date('now'))
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""
    for table, path in PARTS.items():
        for operation, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"])):
            is_published = " OR ".join(IS_PUBLISHED.format(set=path.format(row=row)) for row in rows)
            yield f"""
                CREATE TRIGGER {table}_stays_{operation.lower()} BEFORE {operation} ON {table}
                WHEN {is_published} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""


def drop_triggers(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in ("questions_questionset", *PARTS):
        for name in [f"{table}_stays"] if on_postgresql else _names_on_sqlite(table):
            schema_editor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if on_postgresql else ""))
        if on_postgresql:
            function = "published_set_stays" if table == "questions_questionset" else f"{table}_stays"
            schema_editor.execute(f"DROP FUNCTION {function}")


def _names_on_sqlite(table):
    whole = table == "questions_questionset"
    return [f"{table}_stays"] if whole else [f"{table}_stays_insert", f"{table}_stays_update"]


class Migration(migrations.Migration):
    dependencies = [("questions", "0002_rules_without_a_developer")]
    operations = [
        migrations.RunPython(fill_activities, migrations.RunPython.noop),
        migrations.RunPython(add_triggers, drop_triggers),
    ]
