from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("attendance", "0006_give_places_in_line")]

    operations = [
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "waitlisted"), ("waits_as__isnull", False)),
                    models.Q(
                        models.Q(("status", "waitlisted"), _negated=True),
                        ("waits_as__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="who_waits_and_nobody_else_has_a_place_in_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("held_as_double", False), ("status", "pending"), _connector="OR"
                ),
                name="only_a_pending_reply_is_held_as_a_double",
            ),
        ),
    ]
