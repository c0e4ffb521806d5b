"""What the database gathers beside a row, so that a list is one statement whatever its length."""

from typing import Any

from django.db.models import (
    Aggregate,
    BigIntegerField,
    F,
    Func,
    Manager,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

from conference.attendance.models import Admission, CheckIn


class _Joined(Aggregate):
    """All texts of a group, with commas; their order does not matter to the readers below."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **extra)


class _EpochSeconds(Func):
    """A moment as whole seconds since 1970, which has no format to differ in."""

    output_field = BigIntegerField()
    template = "CAST(FLOOR(EXTRACT(EPOCH FROM %(expressions)s)) AS bigint)"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "CAST(strftime('%%%%s', %(expressions)s) AS integer)"
        return self.as_sql(compiler, connection, template=template, **extra)


def gathered(rows: QuerySet | Manager, value: Combinable) -> Subquery:
    """The comma-joined `value` of those `rows` that belong to the registration outside."""
    return Subquery(
        rows.filter(registration=OuterRef("pk"))
        .order_by()
        .values("registration")
        .annotate(gathered=_Joined(Cast(value, TextField())))
        .values("gathered")
    )


def _row_of(*values: Combinable) -> Concat:
    """The values of a row as texts, with spaces between them."""
    texts = [part for value in values for part in (Value(" "), Cast(value, TextField()))]
    return Concat(*texts[1:], output_field=TextField())


def admissions() -> Subquery:
    """'12 431 1744938067,15 502 1744950000': for each checkpoint at which somebody is signed in,
    the scan that did it and its second."""
    second = _EpochSeconds("signed_in_at")
    return gathered(Admission.objects, _row_of(F("checkpoint_id"), F("check_in_id"), second))


def ins_and_outs() -> Subquery:
    """'431 12 in 1744938067,440 12 out 1744950000': scans that let somebody in (again) or out."""
    scans = CheckIn.objects.ways()
    second = _EpochSeconds("scanned_at")
    return gathered(scans, _row_of(F("pk"), F("checkpoint_id"), F("direction"), second))


def parted(text: str | None) -> list[list[str]]:
    """Those rows again, each as its texts."""
    return [row.split(" ") for row in text.split(",")] if text else []
