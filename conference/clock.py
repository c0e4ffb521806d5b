"""Days and times as organizers type them: a day that reads one way, a 24-hour clock, a named zone.

`MomentField` (day and time in two boxes) reads the zone that is active, which the admin sets to
the conference's. `LineMomentField` (one box, in lists whose rows may lie in different zones) is
told its zone. Both accept 9, 930, 9:30, 9.30, also in full width.
`DayField` is a day alone.
A time that comes twice in a night stands with its offset, 02:30 (UTC+1), and is read with it.
In all of them and in either language 2026-04-05, 2026/4/5, 2026.4.5, 2026年4月5日 and 5 April 2026
are one day; 04/05/2026 is refused with its two readings.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from datetime import timezone as fixed_zone

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from conference.wording import clocks

CLOCK = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?", re.ASCII)
# A day, then a time; behind 日 no space is needed.
LINE = re.compile(r"(?:(.+?)(?:[ T]+|(?<=[日号])))?(\d{1,2}(?:[:.]?\d{2})?)", re.ASCII)
# What `clocks.clock` puts behind a time that comes twice.
OFFSET = re.compile(r" *[(（]?UTC([+-])(\d{1,2})(?::(\d{2}))?[)）]? *$", re.ASCII | re.I)
YEAR_FIRST = re.compile(r"(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?[日号]?", re.ASCII)
YEAR_LAST = re.compile(r"(\d{1,2}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{4})", re.ASCII)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})[.,]? (\d{4})", re.ASCII | re.I)
MONTH_NAMED = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII | re.I)

FIRST_YEAR, LAST_YEAR = 1900, 2200  # beyond, a conversion between zones may not exist

BAD_CLOCK = _("Enter a time of the 24-hour clock, such as 09:30.")
BAD_DAY = _("Enter a day such as 2026-05-20.")
BAD_LINE = _("Enter a day and a time, such as 2026-05-20 09:30.")
TWO_DAYS = _(
    "“%(text)s” can be read as %(first)s or as %(second)s. Write %(first_iso)s or %(second_iso)s."
)
NO_CLOCK = _("Enter the time too, such as 09:30.")
NO_DAY = _("Enter the day too, such as 2026-05-20 09:30.")
BAD_YEAR = _("Check the year of this day.")
SKIPPED = _("This time does not exist on that day: the clock is put forward. Choose another.")
BAD_OFFSET = _("At that time the clock there is not at this distance from UTC. Leave it out.")


def read_offset(text: str) -> tuple[str, timedelta | None]:
    """'02:30 (UTC+1)' as ('02:30', one hour); None where no offset is named."""
    text = unicodedata.normalize("NFKC", text)
    found = OFFSET.search(text)
    if found is None:
        return text, None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    if offset >= timedelta(days=1):
        raise ValidationError(BAD_OFFSET, code="offset")
    return text[: found.start()], -offset if found[1] == "-" else offset


def read_clock(text: str) -> time:
    """'９：３０' to 09:30; ValidationError with a sentence for anything that is no time."""
    found = CLOCK.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        return time(int(found[1]), int(found[2] or 0))
    except (TypeError, ValueError):
        raise ValidationError(BAD_CLOCK, code="invalid") from None


def read_day(text: str) -> date:
    """The day of a text that can be read one way; ValidationError for all others."""
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    if found := YEAR_FIRST.fullmatch(text):
        readings = [found.groups()]
    elif found := YEAR_LAST.fullmatch(text):
        one, other, year = found.groups()
        readings = [(year, other, one), (year, one, other)]  # as in Europe, as in America
    elif found := DAY_NAMED.fullmatch(text):
        readings = [(found[3], _number_of_month(found[2]), found[1])]
    elif found := MONTH_NAMED.fullmatch(text):
        readings = [(found[3], _number_of_month(found[1]), found[2])]
    else:
        readings = []
    days = sorted({day for reading in readings if (day := _possible_day(*reading))})
    if len(days) == 2:
        first, second = days
        params = {"text": text, "first_iso": first, "second_iso": second} | {
            "first": date_format(first, "DATE_FORMAT"),
            "second": date_format(second, "DATE_FORMAT"),
        }
        raise ValidationError(TWO_DAYS, code="two_days", params=params)
    if not days:
        raise ValidationError(BAD_DAY, code="invalid")
    return days[0]


def _number_of_month(name) -> int:
    """0 for what begins like no English month."""
    return MONTHS.index(name[:3].lower()) + 1 if name[:3].lower() in MONTHS else 0


def _possible_day(year, month, day) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def in_zone(naive: datetime, zone, offset: timedelta | None = None) -> datetime:
    """The aware moment of a wall clock. Where the clock is put back `offset` says which of the two
    is meant, without it the earlier one; it is in UTC then, because moments of one zone are
    compared by their clocks.
    """
    check_year(naive)
    moment = naive.replace(tzinfo=zone)
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive:
        raise ValidationError(SKIPPED, code="skipped")
    if offset is not None and moment.utcoffset() != offset:
        moment = moment.replace(fold=1)
        if moment.utcoffset() != offset:
            raise ValidationError(BAD_OFFSET, code="offset")
    return moment.astimezone(UTC) if clocks.is_shown_twice(moment) else moment


def check_year(day) -> None:
    """Refuse a day (date or moment) that no conference can have."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(BAD_YEAR, code="year")


class DayField(forms.DateField):
    """A day, as `read_day` takes it."""

    def to_python(self, value):
        if isinstance(value, datetime):
            return value.date()
        if value in self.empty_values or isinstance(value, date):
            return value or None
        return read_day(str(value))


class ClockField(forms.TimeField):
    """A time of the day; with the offset that was written behind it as its zone."""

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, time):
            return value or None
        text, offset = read_offset(str(value))
        zone = fixed_zone(offset) if offset is not None else None
        return read_clock(text).replace(tzinfo=zone)


class MomentWidget(forms.MultiWidget):
    """A day (with the calendar, and the conference's days to choose from) and a time."""

    template_name = "admin/widgets/moment.html"
    days = ()

    def __init__(self, attrs=None):
        day = AdminDateWidget(attrs={"size": 11, "autocomplete": "off"}, format="%Y-%m-%d")
        clock = forms.TimeInput(
            attrs={
                "size": 6,
                "class": "clock",
                "inputmode": "numeric",
                "placeholder": "09:00",
                "autocomplete": "off",
            },
            format="%H:%M",
        )
        super().__init__([day, clock], attrs)

    def decompress(self, value):
        if not value:
            return [None, None]
        if timezone.is_aware(value):
            value = timezone.localtime(value)
            if clocks.is_shown_twice(value):
                return [value.date(), clocks.clock(value)]
        return [value.date(), value.time()]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        day, clock = (widget["attrs"] for widget in context["widget"]["subwidgets"])
        label = context["widget"]["attrs"].get("aria-label")
        if label:  # of the pair; each box is told apart
            day["aria-label"] = _("%(field)s: day") % {"field": label}
            clock["aria-label"] = _("%(field)s: time") % {"field": label}
        clock["size"] = max(
            int(clock["size"]), len(context["widget"]["subwidgets"][1]["value"] or "")
        )
        context["days"] = self.days
        if self.days:
            context["widget"]["subwidgets"][0]["attrs"]["list"] = f"{name}-days"
        return context


class MomentField(forms.SplitDateTimeField):
    widget = MomentWidget

    def __init__(self, **kwargs):
        fields = (
            DayField(),
            ClockField(error_messages={"invalid": BAD_CLOCK}),
        )
        kwargs.pop("input_date_formats", None)
        kwargs.pop("input_time_formats", None)
        kwargs["error_messages"] = {"invalid_date": NO_DAY, "invalid_time": NO_CLOCK}
        super(forms.SplitDateTimeField, self).__init__(fields, **kwargs)

    def has_changed(self, initial, data):
        # The boxes show no seconds: who leaves them alone has not changed any.
        if isinstance(initial, datetime):
            initial = initial.replace(second=0, microsecond=0)
        return super().has_changed(initial, data)

    def compress(self, data_list):
        if not data_list:
            return None
        for value, code in zip(data_list, ("invalid_date", "invalid_time"), strict=True):
            if value in self.empty_values:
                raise ValidationError(self.error_messages[code], code=code)
        day, clock = data_list
        naive = datetime.combine(day, clock.replace(tzinfo=None))
        return in_zone(naive, timezone.get_current_timezone(), clock.utcoffset())


class LineMomentField(forms.CharField):
    """'2026-05-20 09:30' in `zone`; the time alone where `day` is known. Cleans to a moment.

    `own_day` is the day of the row: a time alone is taken on it, but shown with its day.
    """

    def __init__(self, **kwargs):
        self.zone, self.day, self.own_day = UTC, None, None
        super().__init__(**kwargs)
        self.widget.attrs.update(
            {"size": 15, "class": "clock-line", "autocomplete": "off", "placeholder": "–"}
        )

    def prepare_value(self, value):
        if isinstance(value, datetime):
            local = value.astimezone(self.zone)
            is_known = local.date() == self.day
            return clocks.clock(local) if is_known else clocks.day_and_clock(local)
        return value

    def to_python(self, value):
        if isinstance(value, datetime) or value in self.empty_values:
            return value or None
        text = " ".join(unicodedata.normalize("NFKC", str(value)).split())
        text, offset = read_offset(text)
        found = LINE.fullmatch(text)
        if found is None:
            raise ValidationError(BAD_LINE, code="invalid")
        clock = read_clock(found[2])
        day = self.day or self.own_day
        if found[1]:
            day = self.read_day(found[1])
        if day is None:
            raise ValidationError(NO_DAY, code="no_day")
        return in_zone(datetime.combine(day, clock), self.zone, offset)

    @staticmethod
    def read_day(text):
        try:
            return read_day(text)
        except ValidationError as error:
            if error.code == "two_days":
                raise
            raise ValidationError(BAD_LINE, code="invalid") from None

    def run_validators(self, value):
        """None of CharField's: the value is a moment by now."""

    def has_changed(self, initial, data):
        if self.disabled:
            return False
        try:
            new = self.to_python(data)
        except ValidationError:
            return True
        old = initial.replace(second=0, microsecond=0) if initial else None
        # Of two zones Python calls no time equal that comes twice.
        return (new and new.astimezone(UTC)) != (old and old.astimezone(UTC))
