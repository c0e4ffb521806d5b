"""Who gets a certificate by the organizer's rule, and why the others do not."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.attendance.hours import number
from conference.attendance.lists.attendance import SCANS
from conference.attendance.lists.days import counted, expected, with_scans
from conference.attendance.lists.wishes import NO_WISH
from conference.attendance.models import Certificate, CertificateDesign

Needs = CertificateDesign.Needs
COUNTS = ("days", "sessions", "minutes", "hours")
PERSON = ("pk", "number", "name", "name_en", "organization_name")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the list with what their attendance counts; `why_not` is '' for who gets one.

    `has` is their valid certificate, `differs` whether it says other words than one issued now.
    """

    pk: int
    no: int
    name: str
    name_en: str
    organization: str
    days: int
    sessions: int
    minutes: int | None
    hours: Decimal
    why_not: str
    has: Certificate | None = None

    @property
    def differs(self) -> bool:
        return self.has is not None and self.as_printed != (
            *(self.has.name, self.has.name_en, self.has.organization),
            *(self.has.days, self.has.sessions, self.has.minutes, self.has.hours),
        )

    @property
    def as_printed(self) -> tuple[object, ...]:
        return (
            *(self.name, self.name_en, self.organization),
            *(self.days, self.sessions, self.minutes, self.hours),
        )


def candidates(
    design: CertificateDesign, *, people: Collection[int] | None = None
) -> list[Candidate]:
    """Everybody who was expected or came, in the order of lists; of `people`, those alone. At most
    six queries, whatever the number.
    """
    conference = design.conference
    counts = counted(conference, None, NO_WISH)
    rows = expected(conference, None).known()
    valid = Certificate.objects.filter(conference=conference).valid().defer("said")
    if people is not None:
        rows, valid = rows.filter(pk__in=people), valid.filter(registration__in=people)
    has = {row.registration_id: row for row in valid}
    found = []
    for row in with_scans(rows).in_order().values(*PERSON, *SCANS).iterator(2_000):
        told = counts(row)
        said = told["minutes"]
        one = Candidate(
            pk=row["pk"],
            no=row["number"],
            name=row["name"],
            name_en=row["name_en"],
            organization=row["organization_name"],
            days=told["days"],
            sessions=told["sessions"],
            minutes=None if said == "" else said,
            hours=Decimal(str(told["hours"])),
            why_not=why_not(design, told),
            has=has.get(row["pk"]),
        )
        found.append(one)
    return found


def why_not(design: CertificateDesign, told: dict) -> str:
    """'' for who gets one; else the reason, for organizers."""
    if not told["days"]:
        return _("was not signed in")
    if design.needs == Needs.MINUTES and told["minutes"] == "":
        return _("nobody signed them out, so the minutes are not known")
    there = Decimal(str(told[design.needs]))
    if there >= design.least:
        return ""
    return _("has %(there)s, needs %(least)s") % {
        "there": counted_in_words(design.needs, there),
        "least": counted_in_words(design.needs, design.least),
    }


def counted_in_words(what: str, many: Decimal) -> str:
    """'2 days', '4.5 hours'."""
    said = {
        Needs.DAYS: ngettext("%(n)s day", "%(n)s days", _plural(many)),
        Needs.SESSIONS: ngettext("%(n)s session", "%(n)s sessions", _plural(many)),
        Needs.MINUTES: ngettext("%(n)s minute", "%(n)s minutes", _plural(many)),
        Needs.HOURS: ngettext("%(n)s hour", "%(n)s hours", _plural(many)),
    }[Needs(what)]
    return said % {"n": number(many)}


def _plural(many: Decimal) -> int:
    return 1 if many == 1 else 2


def rule_in_words(design: CertificateDesign) -> str:
    """'at least 2 days'."""
    return _("at least %(least)s") % {"least": counted_in_words(design.needs, design.least)}
