"""A set says in which order its activities come; and what an activity is stays so once a set that has it is published."""

import django.db.models.deletion
from django.db import migrations, models

PLACES = "questions_questionset_activities"
REFUSAL = "published question sets never change"
WHAT_IT_IS = ("code", "name", "base", "is_optional")
IS_PUBLISHED = (
    "EXISTS (SELECT 1 FROM questions_questionset_activities places JOIN questions_questionset sets "
    "ON sets.id = places.questionset_id WHERE places.activity_id = OLD.id AND sets.published_at IS NOT NULL)"
)


def add_trigger(apps, schema_editor):
    add = {"postgresql": _add_on_postgresql, "sqlite": _add_on_sqlite}[schema_editor.connection.vendor]
    for statement in add():
        schema_editor.execute(statement)


def _add_on_postgresql():
    yield f"""
        CREATE FUNCTION questions_activity_stays() RETURNS trigger AS $$
        BEGIN
            IF {IS_PUBLISHED} THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
            RETURN COALESCE(NEW, OLD);
        END; $$ LANGUAGE plpgsql"""
    yield (
        f"CREATE TRIGGER questions_activity_stays BEFORE UPDATE OF {', '.join(WHAT_IT_IS)} OR DELETE "
        "ON questions_activity FOR EACH ROW EXECUTE FUNCTION questions_activity_stays()"
    )


def _add_on_sqlite():
    yield f"""
        CREATE TRIGGER questions_activity_stays BEFORE UPDATE OF {", ".join(WHAT_IT_IS)} ON questions_activity
        WHEN {IS_PUBLISHED} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""


def drop_trigger(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER questions_activity_stays ON questions_activity")
        schema_editor.execute("DROP FUNCTION questions_activity_stays")
    else:
        schema_editor.execute("DROP TRIGGER questions_activity_stays")


class Migration(migrations.Migration):
    dependencies = [("questions", "0003_published_sets_never_change")]
    operations = [
        # The table is there, and so are its triggers, which a table made anew would lose on SQLite. Rows of before have
        # no place of their own (0): their activities come in the order that they have among all.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f'ALTER TABLE {PLACES} ADD COLUMN "order" smallint DEFAULT 0 NOT NULL CHECK ("order" >= 0)',
                    f'ALTER TABLE {PLACES} DROP COLUMN "order"',
                )
            ],
            state_operations=[
                migrations.CreateModel(
                    name="SetActivity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(db_default=0, default=0)),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="places",
                                to="questions.activity",
                            ),
                        ),
                        (
                            "question_set",
                            models.ForeignKey(
                                db_column="questionset_id",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="activity_places",
                                to="questions.questionset",
                            ),
                        ),
                    ],
                    options={
                        "db_table": PLACES,
                        "unique_together": {("question_set", "activity")},
                    },
                ),
                migrations.AlterField(
                    model_name="questionset",
                    name="activities",
                    field=models.ManyToManyField(
                        related_name="question_sets", through="questions.SetActivity", to="questions.activity"
                    ),
                ),
            ],
        ),
        migrations.RunPython(add_trigger, drop_trigger),
    ]
