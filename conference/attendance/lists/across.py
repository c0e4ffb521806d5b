"""Organizations over several conferences."""

from collections.abc import Iterable, Iterator

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.attendance.lists.columns import Cells, Row, Told, number_in_list
from conference.attendance.lists.counts import Units, count_column, text_column
from conference.attendance.lists.days import expected
from conference.attendance.lists.scopes import Scope
from conference.attendance.lists.wishes import Wish
from conference.attendance.models import Admission, Checkpoint
from conference.models import Conference


def conferences(
    conference: Conference, checkpoint: Checkpoint | None, scope: Scope, wish: Wish
) -> tuple[list[Told], Cells]:
    """A row for each organization: who of it was expected and came, in all and at each conference,
    this one and those beside it in `scope`, by their days. A query for each of them.
    """
    compared = sorted(
        [(conference, scope), *scope.beside], key=lambda pair: (pair[0].starts_on, pair[0].pk)
    )
    columns = [
        number_in_list(),
        text_column("organization", pgettext("list column", "Organization"), 34),
        count_column("conferences", pgettext("list column", "Conferences attended"), total=""),
        count_column("expected", pgettext("list column", "Expected")),
        count_column("came", pgettext("list column", "Came")),
    ]
    for other, _scope in compared:
        slug = _slug(other)
        name = str(other.short_name) or str(other.name)
        for key, header in (
            ("expected", _("%(conference)s: expected")),
            ("came", _("%(conference)s: came")),
        ):
            columns.append(count_column(f"{slug}_{key}", header % {"conference": name}, width=16))

    def rows(_none: Iterator[Row]) -> Iterable[Row]:
        found = Units()
        keys = [column.key for column in columns[2:]]
        for other, own in compared:
            slug = _slug(other)
            for pk, name, invited, came in _counts(other, own):
                unit = found.of(pk, name)
                unit.update({"people": invited, "expected": invited, "came": came})
                unit.update({f"{slug}_expected": invited, f"{slug}_came": came})
        for name, _pk, unit in found.in_order():
            counts = {key: unit[key] for key in keys}
            attended = sum(unit[f"{_slug(other)}_came"] > 0 for other, _scope in compared)
            yield counts | {"conferences": attended, "organization": name}

    # Each conference is read in one statement of its own, not in that of the list.
    return columns, Cells(Checkpoint.objects.none(), columns, through=rows, of="")


def _slug(conference: Conference) -> str:
    """Of the keys of its columns."""
    return conference.slug.replace("-", "_")


def _counts(conference: Conference, scope: Scope) -> Iterable[tuple[int | None, str, int, int]]:
    """[(id of an organization, its name as written, expected, came)]."""
    came = Admission.objects.filter(registration=OuterRef("pk"))
    people = scope.within(expected(conference, None)).annotate(is_here=Exists(came))
    return (
        people.order_by()
        .values_list("organization_id", "organization_name")
        .annotate(count=Count("pk"), here=Count("pk", filter=Q(is_here=True)))
    )
