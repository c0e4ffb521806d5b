"""The door asks about the wrong sub-forum; one id of a device is one act."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0002_fold_search"),
        ("conference", "0003_add_venue_and_afterwards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="checkin",
            name="check_in_result_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="checkin",
            name="only_a_refusal_has_a_reason",
        ),
        migrations.AddField(
            model_name="checkin",
            name="content",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="A digest of what was sent: one id is one act.",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="checkin",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", ""),
                    ("unknown_code", "unknown code"),
                    ("other_conference", "registered for another conference"),
                    ("cancelled", "registration cancelled"),
                    ("declined", "registration declined"),
                    ("not_confirmed", "registration not confirmed"),
                    ("not_signed_in", "not signed in"),
                    ("other_sub_forum", "chose another sub-forum"),
                    ("no_sub_forum", "chose no sub-forum"),
                ],
                max_length=20,
                verbose_name="reason",
            ),
        ),
        migrations.AlterField(
            model_name="checkin",
            name="result",
            field=models.CharField(
                choices=[
                    ("admitted", "admitted"),
                    ("already", "already signed in"),
                    ("refused", "refused"),
                    ("undone", "undone"),
                    ("question", "asked back"),
                ],
                max_length=8,
                verbose_name="result",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("result__in", ["admitted", "already", "refused", "undone", "question"])
                ),
                name="check_in_result_is_known",
                violation_error_message="Choose one of the listed results.",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), ("result__in", ["admitted", "already", "undone"])),
                    models.Q(
                        (
                            "reason__in",
                            [
                                "unknown_code",
                                "other_conference",
                                "cancelled",
                                "declined",
                                "not_confirmed",
                                "not_signed_in",
                            ],
                        ),
                        ("result", "refused"),
                    ),
                    models.Q(
                        ("direction", "in"),
                        ("reason__in", ["other_sub_forum", "no_sub_forum"]),
                        ("result__in", ["question", "admitted"]),
                    ),
                    _connector="OR",
                ),
                name="a_reason_fits_its_result",
                violation_error_message="This reason does not belong to this result.",
            ),
        ),
    ]
