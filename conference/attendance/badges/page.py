"""The page where one chooses whose badges, how large, and sees what they will be."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, pgettext_lazy

from conference.attendance.badges import orders
from conference.attendance.badges.colors import COLOR, USUAL, colors_of
from conference.attendance.badges.people import (
    LONGEST_NUMBERS,
    MOST,
    BadChoice,
    Wanted,
    left_out,
)
from conference.attendance.badges.sizes import SIZES
from conference.attendance.models import BadgeStyle, Registration
from conference.attendance.models.badges import A4, OWN
from conference.chinese import has_chinese
from conference.models import Conference
from conference.permissions import Right, may
from conference.printable import lacking
from conference.program.models import Kind, Participation, Session

NAMED = 20  # people who are named where something is missing
SHEETS = {
    OWN: gettext_lazy("one on each page, on paper of its size"),
    A4: gettext_lazy("A4, with lines to cut along"),
}
ORDERS = {
    "name": pgettext_lazy("an order", "name"),
    "unit": pgettext_lazy("an order", "organization, then name"),
    "number": pgettext_lazy("an order", "number"),
}


class StyleForm(forms.ModelForm):
    """Size, paper, and a color for each category."""

    class Meta:
        model = BadgeStyle
        fields = ("size", "paper", "shows_forums")
        widgets = {
            "size": forms.Select(attrs={"class": "form-select"}),
            "paper": forms.Select(attrs={"class": "form-select"}),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, labels in (
            ("size", [(key, size.label) for key, size in SIZES[orders.BADGES].items()]),
            ("paper", list(SHEETS.items())),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = labels
        shown = colors_of(self.instance.colors)
        for category, label in Participation.Category.choices:
            self.fields[f"color-{category}"] = forms.RegexField(
                COLOR,
                label=capfirst(str(label)),
                initial=shown[category],
                max_length=7,
                widget=forms.TextInput(attrs={"type": "color", "class": "badge-color"}),
            )

    def save(self, commit: bool = True) -> BadgeStyle:
        # Only what differs, so that better usual colors reach who never chose.
        told = {category: self.cleaned_data[f"color-{category}"] for category in USUAL}
        self.instance.colors = {c: color for c, color in told.items() if color != USUAL[c]}
        return super().save(commit)


def shown(
    request: HttpRequest,
    conference: Conference,
    *,
    paper: str = "",
    alert: str = "",
    status: int = 200,
    style_form: StyleForm | None = None,
) -> HttpResponse:
    """The page with what the address asks for; what cannot be chosen is said and left out."""
    data: QueryDict = request.GET
    paper = paper or data.get("paper", "")
    if paper not in SIZES:
        paper = orders.BADGES
    style = orders.style_of(conference)
    is_refused = False
    try:
        order = orders.order_of(paper, data.dict(), style)
        rows = orders.people_of(order, conference)
    except BadChoice as refused:
        alert, status = alert or refused.message, status if status >= 400 else 422
        order, rows, is_refused = _asked(paper, data, style), [], True
    is_too_many = len(rows) > MOST
    may_set = may(request.user, Right.EDIT_SETTINGS, conference)
    query = urlencode(order.as_query())
    via = {"via": "admin"} if data.get("via") == "admin" else {}
    context = {
        "conference": conference,
        "alert": alert,
        "order": order,
        "papers": {name: capfirst(str(label)) for name, label in orders.LABELS.items()},
        "sizes": SIZES[paper],
        "sheets": SHEETS,
        "orders": ORDERS,
        "categories": Participation.Category.choices,
        "forums": _forums(conference),
        "rows": rows,
        "count": len(rows),
        "too_many": orders.too_many() % {"most": MOST} if is_too_many else "",
        "is_refused": is_refused,
        "left_out": 0 if is_refused else left_out(conference, order.wanted),
        "unprintable": _unprintable(order, rows, conference),
        "no_english": _without_english(rows),
        "may_edit": may(request.user, Right.EDIT_REGISTRATIONS, conference),
        "may_desk": may(request.user, Right.OPEN_DESK, conference),
        "file": f"{_address('print_file', conference, paper)}?{urlencode(order.as_query() | via)}",
        "preview": f"{_address('print_preview', conference, paper)}?{query}" if rows else "",
        "style_form": style_form
        or (StyleForm(instance=style, auto_id="style-%s") if may_set else None),
        "via": via.get("via", ""),
        "place": None,
    }
    return render(request, "attendance/badges.html", context, status=status)


def _asked(paper: str, data: QueryDict, style: BadgeStyle) -> orders.Order:
    """What was asked for as it was written, for the boxes of the page: one slip costs none of the
    rest. Nothing is looked up by it.
    """
    usual = orders.order_of(paper, {}, style)
    wanted = Wanted(
        category=data.get("category", ""),
        session=data.get("session", ""),
        numbers=data.get("numbers", "")[:LONGEST_NUMBERS],
        is_new=data.get("new", "") not in ("", "0"),
        order=data.get("order", ""),
    )
    size, sheet = data.get("size", ""), data.get("sheet", "")
    return replace(
        usual,
        size=size if size in SIZES[paper] else usual.size,
        sheet=sheet if sheet in SHEETS else usual.sheet,
        wanted=wanted,
        is_bare=data.get("about", "") == "no",
        has_forums=data.get("forums", "") == "yes",
    )


def kept(request: HttpRequest, conference: Conference) -> HttpResponse:
    """The style as a row; the page with what is wrong with it."""
    with transaction.atomic():
        Conference.objects.lock(conference.pk)  # two at once are one row
        form = StyleForm(request.POST, instance=orders.style_of(conference), auto_id="style-%s")
        if form.is_valid():
            form.save()
            return HttpResponseRedirect(request.get_full_path())
    return shown(request, conference, style_form=form, status=400)


def _address(name: str, conference: Conference, paper: str) -> str:
    return reverse(f"attendance:{name}", args=[conference.slug, paper])


def _forums(conference: Conference) -> list[Session]:
    rows = Session.objects.filter(conference=conference, kind=Kind.SUB_FORUM)
    return list(rows.in_order())


def _unprintable(
    order: orders.Order, rows: list[Registration], conference: Conference
) -> dict[str, list[tuple[str, str]]]:
    """{whose one is: [(a character that the font lacks, 'U+20C0B')]}."""
    if not rows:
        return {}
    found = lacking(orders.said_of(order, rows, conference=conference))
    return {
        name or str(conference): [(character, f"U+{ord(character):04X}") for character in lacks]
        for name, lacks in found.items()
    }


def _without_english(rows: list[Registration]) -> dict[str, Any]:
    lacks = [row for row in rows if not row.name_en and has_chinese(row.name)]
    return {"count": len(lacks), "rows": lacks[:NAMED], "has_more": len(lacks) > NAMED}
