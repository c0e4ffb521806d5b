"""The list of registrations in numbers: how many by category, status, organization, city and day.

Each number stands in a table beside its bar, so nothing is told by the bar alone.
"""

from collections import Counter
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from conference.attendance.models import Registration
from conference.bilingual import Text
from conference.program.models import Participation
from conference.wording.days import short_day

MOST = 12  # lines of a chart; the others stand in one
DAYS = 60


@dataclass(frozen=True)
class Line:
    label: str
    count: int
    percent: int  # of the longest bar of its chart
    is_rest: bool = False


@dataclass(frozen=True)
class Chart:
    title: str
    lines: list[Line]


def charts_of(rows, zone) -> list[Chart]:
    """The charts of a queryset of registrations. Five queries, whatever the number."""
    rows = rows.order_by()
    category, status = dict(Participation.Category.choices), dict(Registration.Status.choices)
    units = rows.values("organization_name").annotate(n=Count("pk"))
    cities = rows.values("organization__city_zh", "organization__city_en").annotate(n=Count("pk"))
    days = rows.annotate(day=TruncDate("registered_at", tzinfo=zone)).values("day")
    days = days.annotate(n=Count("pk")).order_by("-day")
    return [
        _chart(_("By category"), [(category[key], n) for key, n in _pairs(rows, "category")]),
        _chart(_("By status"), [(status[key], n) for key, n in _pairs(rows, "status")]),
        _chart(
            _("By organization"),
            [(row["organization_name"] or _("not stated"), row["n"]) for row in units],
        ),
        _chart(
            _("By city"),
            [
                (
                    str(
                        Text(row["organization__city_zh"] or "", row["organization__city_en"] or "")
                    )
                    or _("not known"),
                    row["n"],
                )
                for row in cities
            ],
        ),
        _by_day(days),
    ]


def _pairs(rows, name):
    return rows.values_list(name).annotate(n=Count("pk"))


def _chart(title, pairs) -> Chart:
    """The largest first; what is not among them stands in one line."""
    counted: Counter[str] = Counter()
    for label, n in pairs:  # what has the same words is one line
        counted[str(label)] += n
    pairs = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    shown, rest = pairs[:MOST], sum(n for _label, n in pairs[MOST:])
    most = max([n for _label, n in shown] + [1])
    lines = [Line(label, n, round(100 * n / most)) for label, n in shown]
    if rest:
        lines.append(Line(_("all others"), rest, min(100, round(100 * rest / most)), is_rest=True))
    return Chart(title, lines)


def _by_day(days) -> Chart:
    """The latest days, in their order."""
    found = [(row["day"], row["n"]) for row in days[: DAYS + 1]]
    most = max([n for _day, n in found] + [1])
    lines = [Line(short_day(day), n, round(100 * n / most)) for day, n in reversed(found[:DAYS])]
    return Chart(_("By day of registering"), lines)


class ChartPages:
    """Mixed into the registrations' admin."""

    def get_urls(self):
        own = path(
            "charts/",
            self.admin_site.admin_view(self.charts_view),
            name="attendance_registration_charts",
        )
        return [own, *super().get_urls()]

    def charts_view(self, request):
        """Of the rows that the list shows: its filters and search stand in the address."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_changelist_instance(request).queryset
        # Without what the list counts beside each row.
        rows = Registration.objects.filter(pk__in=rows.order_by().values("pk"))
        context = {
            **self.admin_site.each_context(request),
            **self.list_context(request),
            "title": _("Registrations in numbers"),
            "opts": self.opts,
            "charts": charts_of(rows, self.zone_of_list(request)),
            "total": rows.count(),
            "query": request.GET.urlencode(),
        }
        template = "admin/attendance/registration/charts.html"
        response = TemplateResponse(request, template, context)
        response["Cache-Control"] = "private, no-store"
        return response
