import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0022_keep_no_sample_in_a_notice"),
        ("conference", "0011_name_the_site"),
        ("program", "0026_fold_variants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Station",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "ends_at",
                    models.DateTimeField(
                        help_text="From then on its link opens nothing any more.",
                        verbose_name="works until",
                    ),
                ),
                (
                    "revoked_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="revoked"
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="made"
                    ),
                ),
            ],
            options={
                "verbose_name": "station",
                "verbose_name_plural": "stations",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="checkin",
            name="check_in_method_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="checkin",
            name="check_in_reason_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="checkin",
            name="a_reason_fits_its_result",
        ),
        migrations.AddField(
            model_name="checkin",
            name="code",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="Of an unknown code alone, so that somebody can judge it.",
                max_length=64,
                verbose_name="code as read",
            ),
        ),
        migrations.AddField(
            model_name="checkin",
            name="device_at",
            field=models.DateTimeField(
                editable=False,
                help_text="As it was sent; “scanned” is what became of it, measured by our clock.",
                null=True,
                verbose_name="by the clock of the device",
            ),
        ),
        migrations.AddField(
            model_name="checkin",
            name="typed_by",
            field=models.CharField(
                blank=True, editable=False, max_length=60, verbose_name="name typed at the station"
            ),
        ),
        migrations.AlterField(
            model_name="checkin",
            name="method",
            field=models.CharField(
                choices=[
                    ("search", "search"),
                    ("code", "code"),
                    ("walk-in", "walk-in"),
                    ("command", "command"),
                    ("camera", "camera"),
                    ("scanner", "scanner"),
                    ("self", "by themselves"),
                    ("kiosk", "kiosk"),
                    ("late", "entered later"),
                    ("paper", "from paper"),
                ],
                default="search",
                max_length=8,
                verbose_name="method",
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
                    ("counts_no_more", "that scan does not count any more"),
                    ("other_sub_forum", "chose another sub-forum"),
                    ("no_sub_forum", "chose no sub-forum"),
                    ("not_open", "not open at that time"),
                    ("other_category", "not for this category"),
                    ("other_checkpoint", "not a checkpoint of this station"),
                ],
                max_length=20,
                verbose_name="reason",
            ),
        ),
        migrations.AddField(
            model_name="station",
            name="checkpoints",
            field=models.ManyToManyField(
                blank=True,
                help_text="Where it signs people in; none chosen: everywhere.",
                related_name="stations",
                to="attendance.checkpoint",
                verbose_name="checkpoints",
            ),
        ),
        migrations.AddField(
            model_name="station",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="conference.conference",
                verbose_name="conference",
            ),
        ),
        migrations.AddField(
            model_name="station",
            name="made_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="made by",
            ),
        ),
        migrations.AddField(
            model_name="checkin",
            name="station_row",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="check_ins",
                to="attendance.station",
                verbose_name="station without an account",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        [
                            "",
                            "unknown_code",
                            "other_conference",
                            "cancelled",
                            "declined",
                            "not_confirmed",
                            "not_signed_in",
                            "other_sub_forum",
                            "no_sub_forum",
                            "counts_no_more",
                            "not_open",
                            "other_category",
                            "other_checkpoint",
                        ],
                    )
                ),
                name="check_in_reason_is_known",
                violation_error_message="Choose one of the listed values.",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "method__in",
                        [
                            "search",
                            "code",
                            "walk-in",
                            "command",
                            "camera",
                            "scanner",
                            "self",
                            "kiosk",
                            "late",
                            "paper",
                        ],
                    )
                ),
                name="check_in_method_is_known",
                violation_error_message="Choose one of the listed values.",
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
                                "counts_no_more",
                                "other_checkpoint",
                            ],
                        ),
                        ("result", "refused"),
                    ),
                    models.Q(
                        ("direction", "in"),
                        (
                            "reason__in",
                            ["other_sub_forum", "no_sub_forum", "not_open", "other_category"],
                        ),
                        ("result__in", ["question", "admitted"]),
                    ),
                    _connector="OR",
                ),
                name="a_reason_fits_its_result",
                violation_error_message="This reason does not belong to this result.",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(("code", ""), ("registration__isnull", True), _connector="OR"),
                name="only_an_unknown_code_is_kept_as_it_was_read",
            ),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True),
                name="station_has_a_name",
                violation_error_message="Give the station a name, such as Desk 1.",
            ),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("made_at"))),
                name="station_ends_after_it_was_made",
                violation_error_message="A station works for a while: choose a later end.",
            ),
        ),
    ]
