from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("terms", "0002_rules_without_a_developer"),
    ]

    operations = [
        migrations.AlterField(
            model_name="term",
            name="name",
            field=models.CharField(
                choices=[
                    ("hours_before_email", "Hours between recording and the email to the prosecutor"),
                    ("feedback_working_days", "Working days in which feedback is given"),
                    ("recording_days", "Days after the assessment in which it is recorded in time"),
                    ("email_every_iqa", "An email for every IQA, whatever its marks"),
                    ("dip_sample_percent", "Percentage of IQAs that are dip sampled"),
                    ("half_days_other", "Half days a year: office-based work in other units"),
                    ("half_days_rasso", "Half days a year: office-based work in RASSO units"),
                    ("half_days_ccu", "Half days a year: office-based work in CCU and central casework"),
                    ("half_days_advocacy", "Half days a year: advocacy"),
                    ("half_days_contested", "Half days a year: advocacy on a contested case, among these"),
                    ("iqas_advice", "IQAs expected in a half day: advice"),
                    ("iqas_charging", "IQAs expected in a half day: charging and review"),
                    ("iqas_progression", "IQAs expected in a half day: case progression"),
                    ("iqas_presentation", "IQAs expected in a half day: case presentation"),
                ],
                max_length=40,
            ),
        ),
    ]
