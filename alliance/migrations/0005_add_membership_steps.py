import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import alliance.models.membership


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0004_judge_terms_by_time"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalMembershipStep",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("invite", "invite"),
                            ("apply", "application"),
                            ("review", "review"),
                            ("approve", "approve"),
                            ("admit", "admit"),
                            ("suspend", "suspend"),
                            ("reinstate", "reinstate"),
                            ("withdraw", "withdraw"),
                            ("remove", "remove"),
                            ("end", "end"),
                        ],
                        max_length=10,
                        verbose_name="act",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "invited"),
                            ("applied", "applied"),
                            ("under-review", "under review"),
                            ("approved", "approved"),
                            ("active", "active"),
                            ("suspended", "suspended"),
                            ("withdrawn", "withdrawn"),
                            ("removed", "removed"),
                            ("ended", "ended"),
                        ],
                        max_length=12,
                        verbose_name="state after it",
                    ),
                ),
                ("on", models.DateField(blank=True, null=True, verbose_name="day")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="recorded"
                    ),
                ),
                ("since_before", models.DateField(blank=True, null=True)),
                ("until_before", models.DateField(blank=True, null=True)),
                (
                    "taken_back_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken back"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical step of a membership",
                "verbose_name_plural": "historical steps of a membership",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MembershipStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("invite", "invite"),
                            ("apply", "application"),
                            ("review", "review"),
                            ("approve", "approve"),
                            ("admit", "admit"),
                            ("suspend", "suspend"),
                            ("reinstate", "reinstate"),
                            ("withdraw", "withdraw"),
                            ("remove", "remove"),
                            ("end", "end"),
                        ],
                        max_length=10,
                        verbose_name="act",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "invited"),
                            ("applied", "applied"),
                            ("under-review", "under review"),
                            ("approved", "approved"),
                            ("active", "active"),
                            ("suspended", "suspended"),
                            ("withdrawn", "withdrawn"),
                            ("removed", "removed"),
                            ("ended", "ended"),
                        ],
                        max_length=12,
                        verbose_name="state after it",
                    ),
                ),
                ("on", models.DateField(blank=True, null=True, verbose_name="day")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="recorded"
                    ),
                ),
                ("since_before", models.DateField(blank=True, null=True)),
                ("until_before", models.DateField(blank=True, null=True)),
                (
                    "taken_back_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken back"),
                ),
            ],
            options={
                "verbose_name": "step of a membership",
                "verbose_name_plural": "steps of a membership",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="historicalmembershipstep",
            name="by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="historicalmembershipstep",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalmembershipstep",
            name="membership",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="alliance.membership",
                verbose_name="membership",
            ),
        ),
        migrations.AddField(
            model_name="historicalmembershipstep",
            name="taken_back_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="taken back by",
            ),
        ),
        migrations.AddField(
            model_name="membershipstep",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="membershipstep",
            name="membership",
            field=models.ForeignKey(
                on_delete=alliance.models.membership.kept_once_admitted,
                related_name="steps",
                to="alliance.membership",
                verbose_name="membership",
            ),
        ),
        migrations.AddField(
            model_name="membershipstep",
            name="taken_back_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="taken back by",
            ),
        ),
        migrations.AddConstraint(
            model_name="membershipstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "act__in",
                        [
                            "invite",
                            "apply",
                            "review",
                            "approve",
                            "admit",
                            "suspend",
                            "reinstate",
                            "withdraw",
                            "remove",
                            "end",
                        ],
                    )
                ),
                name="membership_step_is_a_known_act",
                violation_error_message="Choose one of the listed values.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membershipstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "invited",
                            "applied",
                            "under-review",
                            "approved",
                            "active",
                            "suspended",
                            "withdrawn",
                            "removed",
                            "ended",
                        ],
                    )
                ),
                name="membership_step_leads_to_a_known_state",
                violation_error_message="Choose one of the listed values.",
            ),
        ),
    ]
