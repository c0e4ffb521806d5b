"""What certificates say, and each that was issued."""

import conference.attendance.models.certificates
import conference.images
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0037_sort_units_by_pinyin"),
        ("conference", "0011_name_the_site"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalCertificateDesign",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "needs",
                    models.CharField(
                        choices=[
                            ("days", "days on which somebody came"),
                            ("sessions", "sessions at whose door somebody came in"),
                            ("minutes", "minutes that somebody was there"),
                            ("hours", "hours by the rule for hours"),
                        ],
                        default="days",
                        max_length=8,
                        verbose_name="who gets one: by",
                    ),
                ),
                (
                    "least",
                    models.DecimalField(
                        decimal_places=1,
                        default=Decimal("1"),
                        help_text="So many of them.",
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.5")),
                            django.core.validators.MaxValueValidator(Decimal("50000")),
                        ],
                        verbose_name="at least",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("both", "Chinese and English"),
                            ("zh", "Chinese"),
                            ("en", "English"),
                        ],
                        default="both",
                        max_length=4,
                        verbose_name="language",
                    ),
                ),
                (
                    "prefix",
                    models.CharField(
                        blank=True,
                        help_text="Such as LN2025. Empty: made from the short address and the year.",
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9]{0,8}\\Z",
                                "Use capital letters A to Z and digits, eight at most.",
                            )
                        ],
                        verbose_name="beginning of the numbers",
                    ),
                ),
                (
                    "title_zh",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="title (Chinese)"
                    ),
                ),
                (
                    "title_en",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="title (English)"
                    ),
                ),
                (
                    "text_zh",
                    models.TextField(
                        blank=True,
                        default="",
                        max_length=1000,
                        validators=[conference.attendance.models.certificates.known_placeholders],
                        verbose_name="text (Chinese)",
                    ),
                ),
                (
                    "text_en",
                    models.TextField(
                        blank=True,
                        default="",
                        max_length=1000,
                        validators=[conference.attendance.models.certificates.known_placeholders],
                        verbose_name="text (English)",
                    ),
                ),
                (
                    "issuer_zh",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="issuing organization (Chinese)",
                    ),
                ),
                (
                    "issuer_en",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="issuing organization (English)",
                    ),
                ),
                (
                    "signer_zh",
                    models.CharField(
                        blank=True, default="", max_length=120, verbose_name="who signs (Chinese)"
                    ),
                ),
                (
                    "signer_en",
                    models.CharField(
                        blank=True, default="", max_length=120, verbose_name="who signs (English)"
                    ),
                ),
                (
                    "signer_title_zh",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="title of who signs (Chinese)",
                    ),
                ),
                (
                    "signer_title_en",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="title of who signs (English)",
                    ),
                ),
                (
                    "logo",
                    models.TextField(
                        blank=True,
                        help_text="Empty: the logo of the conference, if it has one.",
                        max_length=100,
                        verbose_name="logo",
                    ),
                ),
                (
                    "seal",
                    models.TextField(
                        blank=True,
                        help_text="A PNG with a transparent ground, printed over the line of the signature. No page shows it, and no address hands it out.",
                        max_length=100,
                        verbose_name="image of the seal",
                    ),
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
                (
                    "conference",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="conference.conference",
                        verbose_name="conference",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical design of certificates",
                "verbose_name_plural": "historical designs of certificates",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True, verbose_name="number")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=120, verbose_name="English name"),
                ),
                (
                    "organization",
                    models.CharField(blank=True, max_length=200, verbose_name="organization"),
                ),
                ("days", models.PositiveSmallIntegerField(default=0, verbose_name="days")),
                (
                    "sessions",
                    models.PositiveSmallIntegerField(default=0, verbose_name="sessions attended"),
                ),
                (
                    "minutes",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="minutes"),
                ),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=1, default=Decimal("0"), max_digits=6, verbose_name="hours"
                    ),
                ),
                ("said", models.JSONField(default=dict, editable=False)),
                (
                    "issued_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="issued"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("valid", "valid"),
                            ("replaced", "replaced by a newer one"),
                            ("revoked", "revoked"),
                        ],
                        default="valid",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="replaced or revoked"),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="conference.conference",
                        verbose_name="conference",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="replaced or revoked by",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="attendance.registration",
                        verbose_name="registration",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="replaces",
                        to="attendance.certificate",
                        verbose_name="replaced by",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate",
                "verbose_name_plural": "certificates",
                "ordering": ["-issued_at", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["conference", "-issued_at"], name="certificates_of_a_conference"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["valid", "replaced", "revoked"])),
                        name="certificate_state_is_known",
                        violation_error_message="Choose one of the listed values.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "valid")),
                        fields=("registration",),
                        name="person_has_one_valid_certificate",
                        violation_error_message="This person has a valid certificate already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "valid")),
                            models.Q(
                                models.Q(("state", "valid"), _negated=True),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="certificate_that_is_not_valid_ended_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "replaced"), ("replaced_by__isnull", True), _connector="OR"
                        ),
                        name="only_a_replaced_certificate_names_a_newer_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "revoked"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="certificate_is_revoked_for_a_reason",
                        violation_error_message="Say why it is revoked.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="certificate_has_a_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CertificateDesign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "needs",
                    models.CharField(
                        choices=[
                            ("days", "days on which somebody came"),
                            ("sessions", "sessions at whose door somebody came in"),
                            ("minutes", "minutes that somebody was there"),
                            ("hours", "hours by the rule for hours"),
                        ],
                        default="days",
                        max_length=8,
                        verbose_name="who gets one: by",
                    ),
                ),
                (
                    "least",
                    models.DecimalField(
                        decimal_places=1,
                        default=Decimal("1"),
                        help_text="So many of them.",
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.5")),
                            django.core.validators.MaxValueValidator(Decimal("50000")),
                        ],
                        verbose_name="at least",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("both", "Chinese and English"),
                            ("zh", "Chinese"),
                            ("en", "English"),
                        ],
                        default="both",
                        max_length=4,
                        verbose_name="language",
                    ),
                ),
                (
                    "prefix",
                    models.CharField(
                        blank=True,
                        help_text="Such as LN2025. Empty: made from the short address and the year.",
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9]{0,8}\\Z",
                                "Use capital letters A to Z and digits, eight at most.",
                            )
                        ],
                        verbose_name="beginning of the numbers",
                    ),
                ),
                (
                    "title_zh",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="title (Chinese)"
                    ),
                ),
                (
                    "title_en",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="title (English)"
                    ),
                ),
                (
                    "text_zh",
                    models.TextField(
                        blank=True,
                        default="",
                        max_length=1000,
                        validators=[conference.attendance.models.certificates.known_placeholders],
                        verbose_name="text (Chinese)",
                    ),
                ),
                (
                    "text_en",
                    models.TextField(
                        blank=True,
                        default="",
                        max_length=1000,
                        validators=[conference.attendance.models.certificates.known_placeholders],
                        verbose_name="text (English)",
                    ),
                ),
                (
                    "issuer_zh",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="issuing organization (Chinese)",
                    ),
                ),
                (
                    "issuer_en",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="issuing organization (English)",
                    ),
                ),
                (
                    "signer_zh",
                    models.CharField(
                        blank=True, default="", max_length=120, verbose_name="who signs (Chinese)"
                    ),
                ),
                (
                    "signer_en",
                    models.CharField(
                        blank=True, default="", max_length=120, verbose_name="who signs (English)"
                    ),
                ),
                (
                    "signer_title_zh",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="title of who signs (Chinese)",
                    ),
                ),
                (
                    "signer_title_en",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="title of who signs (English)",
                    ),
                ),
                (
                    "logo",
                    conference.images.CheckedImageField(
                        blank=True,
                        help_text="Empty: the logo of the conference, if it has one.",
                        upload_to=conference.images.public_name,
                        verbose_name="logo",
                    ),
                ),
                (
                    "seal",
                    conference.images.CheckedImageField(
                        blank=True,
                        help_text="A PNG with a transparent ground, printed over the line of the signature. No page shows it, and no address hands it out.",
                        upload_to=conference.images.private_name,
                        verbose_name="image of the seal",
                    ),
                ),
                (
                    "conference",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="certificate_design",
                        to="conference.conference",
                        verbose_name="conference",
                    ),
                ),
            ],
            options={
                "verbose_name": "design of certificates",
                "verbose_name_plural": "designs of certificates",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("needs__in", ["days", "sessions", "minutes", "hours"])),
                        name="certificate_design_need_is_known",
                        violation_error_message="Choose one of the listed values.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["both", "zh", "en"])),
                        name="certificate_design_language_is_known",
                        violation_error_message="Choose one of the listed values.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("least__gt", 0)),
                        name="certificate_is_given_for_something",
                        violation_error_message="Who was there for nothing gets no certificate.",
                    ),
                ],
            },
        ),
    ]
