"""What liaisons are written: the link of their unit, and that places are left."""

from collections.abc import Collection, Iterable

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, override

from conference.attendance import links
from conference.attendance.letters import said_to_all
from conference.attendance.models import Registration, UnitLiaison
from conference.letters.occasions import Occasion
from conference.models import Conference
from conference.wording.clocks import moment

ABOUT = "unit:"
OVER = gettext_noop("The link was taken back, or the deadline is over.")
USED_UP = gettext_noop("All places of the quota are taken.")

PLACEHOLDERS = {
    "name": _("the liaison’s name, or the unit"),
    "unit": _("the unit"),
    "conference": _("the name of the conference"),
    "when_and_where": _("days and venue"),
    "quota": _("how many people the unit may send"),
    "left": _("how many of these places are left"),
    "deadline": _("until when people can be named"),
    "link": _("the address of the unit’s list, put in when the letter leaves"),
}
TEXTS = {
    "unit": (
        _("Link to a liaison"),
        _("Please name your people: {conference}"),
        _(
            "Dear {name},\n\n"
            "{unit} is invited to {conference} ({when_and_where}) and may send {quota} people. "
            "Please name them by {deadline}, one by one or with a sheet, and tell them:\n"
            "{link}\n\n"
            "Until then you can also swap people there, and see how each of them stands.\n\n"
            "Please keep this letter: whoever has the address sees and changes the list.\n\n"
            "The organizers of {conference}"
        ),
    ),
    "unit-left": (
        _("Reminder to a liaison"),
        _("Places are left: {conference}"),
        _(
            "Dear {name},\n\n"
            "{left} of the {quota} places of {unit} at {conference} are not taken yet. Please name "
            "your people by {deadline}:\n"
            "{link}\n\n"
            "The organizers of {conference}"
        ),
    ),
}


def occasions() -> list[Occasion]:
    """For `letters.occasions.OCCASIONS`."""
    return [
        Occasion(
            name=name,
            label=label,
            subject=subject,
            text=text,
            placeholders=PLACEHOLDERS,
            about=unit_of,
            secrets=lambda unit, language: {
                "link": links.address_of(unit, language, page="attendance:unit")
            },
            still=still if name == "unit" else still_left,
            secret_names=frozenset({"link"}),
            sample=sample,
        )
        for name, (label, subject, text) in TEXTS.items()
    ]


def unit_of(about: str) -> UnitLiaison | None:
    key = about.removeprefix(ABOUT)
    rows = UnitLiaison.objects.select_related("conference")
    return rows.filter(pk=key).first() if key.isdecimal() else None


def still(unit: UnitLiaison) -> str:
    return "" if unit.is_open() else OVER


def still_left(unit: UnitLiaison) -> str:
    """The row may bring its `used`, as a list counts it; else one query."""
    used = unit.used if hasattr(unit, "used") else unit.members.counted().count()
    return still(unit) or ("" if used < unit.quota else USED_UP)


def with_used(units):
    """Rows that know how many places are taken: `used`."""
    gone = Q(members__registration__status__in=Registration.GONE)
    return units.annotate(used=Count("members", filter=~gone & Q(members__isnull=False)))


def values_of(
    conference: Conference, units: Collection[UnitLiaison], *, language: str = ""
) -> Iterable[tuple[UnitLiaison, dict[str, str]]]:
    """Three queries at most."""
    units = list(with_used(UnitLiaison.objects.filter(pk__in=[unit.pk for unit in units])))
    for unit in units:
        unit.language = language or unit.language
    said = {language: said_to_all(conference, language) for language in {u.language for u in units}}
    for unit in units:
        with override(unit.language):
            deadline = moment(unit.closes_at.astimezone(conference.zone))
        own = {
            "name": unit.liaison or unit.name,
            "unit": unit.name,
            "quota": str(unit.quota),
            "left": str(max(0, unit.quota - unit.used)),
            "deadline": deadline,
        }
        yield unit, said[unit.language] | own


def sample(conference: Conference, language: str) -> tuple[UnitLiaison, dict[str, str]] | None:
    unit = UnitLiaison.objects.filter(conference=conference).select_related("conference").first()
    if unit is None:
        return None
    ((_unit, values),) = values_of(conference, [unit], language=language)
    unit.language = language
    return unit, values
