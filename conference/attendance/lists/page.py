"""A list before it leaves: its first rows as they will stand, columns chosen, presets kept."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from conference.attendance.access import PRIVATE
from conference.attendance.hours import number
from conference.attendance.lists.asking import asked_for, opened, session_of
from conference.attendance.lists.columns import Told
from conference.attendance.lists.exporting import AT_ONCE, FORMATS
from conference.attendance.lists.listing import (
    BY_DAY,
    BY_HOTEL,
    LISTS,
    ORDERED,
    PRINTED,
    RECEPTION,
    SENSITIVE,
    Listing,
    listing_of,
    parted_by,
)
from conference.attendance.lists.presets import Preset, presets_of, suited
from conference.attendance.lists.reception import Asked, asked_of
from conference.attendance.lists.scopes import PEOPLE, Scope
from conference.attendance.lists.sheets import forums, hotel_named, title_block, when
from conference.attendance.lists.wishes import ORDERS, SHEETS, BadWish, Wish
from conference.attendance.models import HoursRule, ListPreset
from conference.ids import possible_id
from conference.models import Conference
from conference.permissions import Right, may
from conference.program.models import Session
from conference.tabular import Tally, as_text

SHOWN = 20  # rows
MOST_COUNTS = 60
MADE_OF_ALL = ("sessions", "units", *RECEPTION)  # their first row is known when all people are read


@dataclass(frozen=True, slots=True)
class Choice:
    """A list and what is wanted of it, as the page's form asks."""

    list_name: str
    wish: Wish
    session: Session | None
    of: str

    def query(self, **but: str) -> str:
        """Of its own address, or a file's."""
        pairs = [*self.wish.as_query(), ("of", self.of)]
        pairs.append(("session", self.session.code if self.session else ""))
        return urlencode([(k, v) for k, v in [*but.items(), *pairs] if v])


class PresetForm(forms.ModelForm):
    class Meta:
        model = ListPreset
        fields = ("conference", "name", "list_name")


class RuleForm(forms.ModelForm):
    class Meta:
        model = HoursRule
        fields = ("counts", "hours", "minutes", "least", "most")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("hours", "most"):
            if value := getattr(self.instance, name):
                self.initial[name] = number(value)
        for name, field in self.fields.items():
            is_list = name == "counts"
            field.widget.attrs["class"] = "form-select" if is_list else "form-control"


@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest, slug: str) -> HttpResponse:
    """The page; a POST keeps or deletes a preset, or sets the rule for hours."""
    answer = opened(request, slug)
    if isinstance(answer, HttpResponse):
        return answer
    user, conference, scope = answer
    with timezone.override(conference.zone):
        if request.method == "POST":
            with transaction.atomic():
                Conference.objects.lock(conference.pk)  # two who keep one name at once
                response = changed(request, user, conference, scope)
        else:
            response = page(request, user, conference, scope, request.GET)
    response["Cache-Control"] = PRIVATE
    return response


def page(
    request: HttpRequest,
    user: User,
    conference: Conference,
    scope: Scope,
    data: QueryDict,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    choice, scope = chosen(user, conference, scope, data)
    wanted = choice.wish.columns
    choice, listing, columns = listed(conference, choice, scope)
    formats = [f for f in FORMATS if f != "pdf" or choice.list_name in PRINTED]
    if choice.wish.sheets:
        formats = [
            f for f in formats if f == "xlsx" or (f == "pdf" and choice.list_name in RECEPTION)
        ]
    if choice.wish.columns:
        formats = [f for f in formats if f != "pdf"]
    days, hotels = days_and_hotels(listing)
    rows, tally, is_long = shown(listing)
    keys = [column.key for column in listing.columns]
    context = {
        "conference": conference,
        "place": None,
        "choice": choice,
        "listing": listing,
        "lacks_columns": bool(wanted) and not listing.named(wanted),
        "title_block": title_block(listing)[1:],
        "rows": rows,
        "totals": tally,
        "counts": counts_shown(listing),
        "is_long": is_long,
        "has_more": len(rows) == SHOWN,
        "lists": LISTS,
        "days": days,
        "hotels": [(hotel, hotel_named(hotel)) for hotel in hotels],
        "sessions": forums(conference) if choice.list_name != "conferences" else [],
        "people": PEOPLE,
        "orders": ORDERS if choice.list_name in ORDERED else {},
        "sheets": sheets_for(choice),
        "columns": sorted(columns, key=lambda c: keys.index(c.key) if c.key in keys else len(keys)),
        "keys": keys,
        "files": [
            (
                f,
                f"{reverse('attendance:export', args=[conference.slug, choice.list_name, f])}"
                f"?{choice.query()}",
            )
            for f in formats
        ],
        "query": choice.query(list=choice.list_name),
        "presets": [(p, address_of(p, choice)) for p in presets_of(conference)],
        "others": others_of(user, conference) if choice.list_name == "conferences" else [],
        "may_see_sensitive": choice.list_name in SENSITIVE and scope.may_see_sensitive,
        "may_keep": may(user, Right.EXPORT, conference),
        "may_desk": may(user, Right.OPEN_DESK, conference),
        "rule": HoursRule.objects.filter(conference=conference).first() or HoursRule(),
        "when": when(conference, choice.session, choice.wish.day),
    } | more
    if may(user, Right.EDIT_SETTINGS, conference):
        context.setdefault("rule_form", RuleForm(instance=context["rule"], auto_id="rule-%s"))
    return render(request, "attendance/lists.html", context, status=status)


def sheets_for(choice: Choice) -> dict:
    chosen = {"day": choice.wish.day, "hotel": choice.wish.hotel}
    keys = [key for key in parted_by(choice.list_name) if not chosen.get(key)]
    return {key: SHEETS[key] for key in keys}


def days_and_hotels(listing: Listing) -> tuple[list[date], list[str]]:
    """What the list can be narrowed to, and is; of a reception list by the answers."""
    wish, found = listing.wish, Asked(listing.conference.days, [])
    if listing.name not in BY_DAY:
        return [], []
    if listing.name in RECEPTION:
        found = asked_of(listing.conference, listing.checkpoint, listing.scope, listing.name)
    days, hotels = list(found.days), found.hotels if listing.name in BY_HOTEL else []
    if wish.day and wish.day not in days:
        days = sorted([wish.day, *days])
    if wish.hotel and wish.hotel not in hotels:
        hotels = [wish.hotel, *hotels]
    return days, hotels


def chosen(
    user: User, conference: Conference, scope: Scope, data: QueryDict
) -> tuple[Choice, Scope]:
    """What the address asks for; a part that this list cannot do is left out. 404 for what is no
    part of any.
    """
    list_name = data.get("list") or "sheet"
    if list_name not in LISTS:
        raise Http404
    wish, scope = asked_for(user, conference, scope, data)
    wish = suited(list_name, wish)
    session = session_of(conference, data)
    if wish.sheets == "forum" or list_name == "conferences":
        session = None
    return Choice(list_name, wish, session, scope.of), scope


def listed(
    conference: Conference, choice: Choice, scope: Scope
) -> tuple[Choice, Listing, list[Told]]:
    """(the choice without columns that are none, or all, of this list; the list; its columns)."""
    bare = replace(choice.wish, columns=(), sheets="")
    listing = listing_of(
        conference, choice.list_name, scope=scope, session=choice.session, wish=bare
    )
    columns = list(listing.columns)
    if choice.wish.columns and choice.wish.columns != tuple(column.key for column in columns):
        with suppress(BadWish):  # of the list that was chosen before, or of other days: all
            listing.show(choice.wish.columns)
    if listing.columns == columns:
        choice = replace(choice, wish=replace(choice.wish, columns=()))
    return choice, listing, columns


def shown(listing: Listing) -> tuple[list[list[str]], list[str], bool]:
    """(the first rows as texts, what they add up to, whether the list is too long to show)."""
    if listing.rows.count(at_most=AT_ONCE) > AT_ONCE and listing.name in MADE_OF_ALL:
        return [], [], True
    tally, rows = Tally(listing.columns), []
    for row in islice(listing.rows, SHOWN):
        tally.add(row)
        rows.append([as_text(cell) for cell in row])
    listing.rows.close()
    has_totals = listing.has_totals and rows and len(rows) < SHOWN
    has_totals = has_totals and any(column.total for column in listing.columns)
    totals = (
        [as_text(cell) for cell in tally.row(pgettext("below a list", "Total"))]
        if has_totals
        else []
    )
    return rows, totals, False


def counts_shown(listing: Listing) -> tuple[list[str], list[list[str]], list[str]] | None:
    """(headers, the first rows, totals of all) of the counts beside a list that was read."""
    counts = listing.rows.counts
    if not counts or not counts.rows:
        return None
    tally = Tally(counts.columns)
    for row in counts.rows:
        tally.add(row)
    total = tally.row(pgettext("below a list", "Total"))
    *rows, totals = [[as_text(cell) for cell in row] for row in (*counts.rows[:MOST_COUNTS], total)]
    return [column.header for column in counts.columns], rows, totals


def address_of(preset: Preset, choice: Choice) -> str:
    """The page with the preset, of the same day and session where they make sense."""
    wish = replace(preset.wish, day=choice.wish.day)
    wish = suited(preset.list_name, wish)
    there = replace(choice, list_name=preset.list_name, wish=wish, of="")
    return f"?{there.query(list=preset.list_name)}"


def others_of(user: User, conference: Conference) -> list[Conference]:
    """Other conferences whose lists this account may take, the newest first."""
    rows = Conference.objects.with_right(user, Right.EXPORT).exclude(pk=conference.pk)
    return list(rows.order_by("-starts_on", "-pk")[:50])


# --- What is kept ---------------------------------------------------------------------------------


def changed(request: HttpRequest, user: User, conference: Conference, scope: Scope) -> HttpResponse:
    query = QueryDict(request.POST.get("query", "")[:4000])
    there = HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
    if "rule" in request.POST:
        if not may(user, Right.EDIT_SETTINGS, conference):
            return HttpResponse(status=403)
        return set_rule(request, user, conference, scope, query) or there
    if not may(user, Right.EXPORT, conference):
        return HttpResponse(status=403)
    if "delete" in request.POST:
        pk = possible_id(request.POST["delete"])
        ListPreset.objects.filter(conference=conference, pk=pk or 0).delete()
        return there
    return keep(request, user, conference, scope, query) or there


def keep(
    request: HttpRequest, user: User, conference: Conference, scope: Scope, query: QueryDict
) -> HttpResponse | None:
    """The preset as a row; the page with what is wrong with it, else None."""
    choice, own = chosen(user, conference, scope, query)
    choice, _listing, _columns = listed(conference, choice, own)
    # A day is chosen each time.
    wish = replace(choice.wish, day=None)
    values = {"conference": conference.pk, "name": request.POST.get("name", "")}
    form = PresetForm(values | {"list_name": choice.list_name})
    if form.is_valid():
        form.instance.wish = wish.as_json()
        form.save()
        return None
    (error, *_more) = [text for found in form.errors.values() for text in found]
    return page(request, user, conference, scope, query, status=400, alert=error)


def set_rule(
    request: HttpRequest, user: User, conference: Conference, scope: Scope, query: QueryDict
) -> HttpResponse | None:
    with transaction.atomic():
        Conference.objects.lock(conference.pk)  # two at once are one row
        row = HoursRule.objects.filter(conference=conference).first()
        row = row or HoursRule(conference=conference)
        form = RuleForm(request.POST, instance=row, auto_id="rule-%s")
        if form.is_valid():
            form.save()
            return None
    return page(request, user, conference, scope, query, status=400, rule_form=form)
