"""The page of all texts, a press that saves, and the sheet that goes out and comes back."""

import io
from dataclasses import dataclass
from itertools import islice

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_safe

from conference.permissions import Right, may
from conference.program.admin.pages import conference_for
from conference.scoped_admin.one_at_a_time import CONFERENCE
from conference.tabular import CONTENT_TYPES, SheetRefused
from conference.waiting_file import WaitingFiles
from config.office.texts import sheet
from config.office.texts.saving import Given, Outcome, judged, save
from config.office.texts.units import SIDES, Unit, groups_of

A_PAGE = 60  # texts
STARS = "stars"  # the name of the press that doubles them
MAX_BYTES = 8 * 1024 * 1024
SHEETS = WaitingFiles("texts")


class SheetForm(forms.Form):
    sheet = forms.FileField(
        label=gettext_lazy("Filled sheet"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )


@dataclass(frozen=True)
class Side:
    """One side of a text on the page: its boxes, and what was not saved."""

    unit: Unit
    side: str
    left: object = None

    @property
    def stamp(self):
        return self.unit.stamp(self.side)

    @property
    def lang(self):
        return {"zh": "zh-Hans", "en": "en"}[self.side]

    @property
    def boxes(self):
        """[(name, value, label)]"""
        unit = self.unit
        columns = unit.columns[self.side]
        values = self.left.given.values if self.left else unit.values(self.side)
        return [
            (
                f"{unit.key}:{self.side}:{number}",
                value,
                str(unit.row._meta.get_field(column).verbose_name),
            )
            for number, (column, value) in enumerate(zip(columns, values, strict=True))
        ]

    @cached_property
    def stars(self) -> list[str]:
        """`*several words*` that readers see so, each cut short."""
        return [f"*{Truncator(words).chars(40)}*" for words in self.unit.stars(self.side)]

    @property
    def now(self):
        """What stands there, where somebody else wrote it."""
        return self.unit.text(self.side) if self.left else ""

    @property
    def rows(self):
        longest = max(len(self.unit.text(side)) for side in SIDES)
        return min(max(2, longest // 34 + 1), 14)


@dataclass(frozen=True)
class Shown:
    unit: Unit
    kind: str
    is_first: bool
    sides: list[Side]


class TextPages:
    """Views of one admin site; `urls()` goes before the site's own."""

    def __init__(self, site):
        self.site = site

    def urls(self):
        base, view = "texts/<int:conference_id>/", self.site.admin_view
        return [
            path(base, view(self.page), name="both_languages"),
            path("translations/<int:conference_id>/", view(self.former), name="translations"),
            path(f"{base}sheet/", view(require_safe(self.sheet)), name="texts_sheet"),
            path(f"{base}return/", view(self.returned), name="texts_return"),
        ]

    def former(self, request, conference_id):
        """Where what lacks a translation was listed: its address leads on."""
        conference_for(request, conference_id, Right.VIEW_DRAFT)
        return HttpResponseRedirect(reverse("admin:both_languages", args=[conference_id]))

    # --- The page -------------------------------------------------------------------------------

    def page(self, request, conference_id):
        """Gaps first. A press saves what was written in the boxes; a script asks for JSON and saves
        text by text.
        """
        right = Right.EDIT_DRAFT if request.method == "POST" else Right.VIEW_DRAFT
        conference = conference_for(request, conference_id, right)
        outcome = None
        if request.method == "POST":
            with transaction.atomic():
                groups = groups_of(conference, request.user)
                outcome = save(
                    with_stars_doubled(request.POST[STARS], groups)
                    if STARS in request.POST
                    else written_in(request.POST, groups),
                    by=request.user,
                )
            if request.headers.get("Accept") == "application/json":
                return JsonResponse(_told(outcome))
            self._say(request, outcome)
            if not outcome.left:
                return HttpResponseRedirect(request.get_full_path())
        groups = groups_of(conference, request.user)
        only_gaps = request.GET.get("all") != "1"
        units = [(unit, group.name) for group in groups for unit in group.units]
        chosen = [pair for pair in units if pair[0].is_gap or not only_gaps]
        starred = {unit.key for unit, _kind in units if unit.has_stars}
        # Gaps first, then stars that readers see, else as they stand.
        chosen.sort(key=lambda pair: (not pair[0].is_gap, pair[0].key not in starred))
        number = _number(request.GET.get("page"), most=max(1, -(-len(chosen) // A_PAGE)))
        shown = list(islice(chosen, (number - 1) * A_PAGE, number * A_PAGE))
        if outcome:  # with what was not saved, wherever it stands now
            beside = {left.given.unit.key for left in outcome.left}
            listed = {unit.key for unit, _kind in shown}
            shown = [p for p in units if p[0].key in beside - listed] + shown
        context = {
            **self.site.each_context(request),
            "title": _("Both languages"),
            "conference": conference,
            "texts": _shown(shown, outcome),
            "gaps": sum(group.gaps for group in groups),
            "starred": len(starred),
            "count": len(units),
            "only_gaps": only_gaps,
            "page_number": number,
            "is_last": number * A_PAGE >= len(chosen),
            "pages": max(1, -(-len(chosen) // A_PAGE)),
            "form": SheetForm(label_suffix=""),
            "going_on": next_of(request.user, conference),
            "may_edit": any(unit.may_edit for unit, _kind in units),
        }
        return self._answer(request, "admin/texts/page.html", context)

    def _say(self, request, outcome):
        if count := len(outcome.saved):
            text = ngettext("%(count)d text was saved.", "%(count)d texts were saved.", count)
            messages.success(request, text % {"count": count})
        elif not outcome.left:
            messages.success(request, _("Everything on this page is saved."))
        if count := len(outcome.left):
            text = ngettext(
                "%(count)d text was not saved. It stands first, with the reason.",
                "%(count)d texts were not saved. They stand first, each with its reason.",
                count,
            )
            messages.error(request, text % {"count": count})

    # --- The sheet ------------------------------------------------------------------------------

    def sheet(self, request, conference_id):
        conference = conference_for(request, conference_id, Right.VIEW_DRAFT)
        file = io.BytesIO()
        sheet.write(
            file,
            groups_of(conference, request.user),
            only_gaps=request.GET.get("all") != "1",
            title=_("Texts"),
        )
        response = HttpResponse(file.getvalue(), content_type=CONTENT_TYPES["xlsx"])
        name = f"{conference.slug}-texts.xlsx"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def returned(self, request, conference_id):
        """What a filled sheet would change; nothing is written before the second press."""
        conference = conference_for(request, conference_id, Right.EDIT_DRAFT)
        if request.method != "POST":
            return HttpResponseRedirect(reverse("admin:both_languages", args=[conference.pk]))
        if token := request.POST.get("token", ""):
            return self._take(request, conference, token)
        form = SheetForm(request.POST, request.FILES, label_suffix="")
        context = {
            **self.site.each_context(request),
            "title": _("Check this sheet"),
            "conference": conference,
            "form": form,
        }
        if form.is_valid():
            upload = form.cleaned_data["sheet"]
            try:
                if upload.size > MAX_BYTES:
                    raise SheetRefused("too_large", _("The file is larger than 8 MB."))
                raw = upload.read()
                groups = groups_of(conference, request.user)
                told = sheet.read(io.BytesIO(raw), upload.name, groups)
            except SheetRefused as refusal:
                form.add_error("sheet", str(refusal))
            else:
                context |= {
                    "outcome": judged(told.given),
                    "unknown": told.unknown,
                    "token": SHEETS.keep(request.user, conference, raw),
                }
        return self._answer(request, "admin/texts/sheet.html", context)

    def _take(self, request, conference, token):
        raw = SHEETS.fetch(request.user, conference, token)
        here = reverse("admin:both_languages", args=[conference.pk])
        if raw is None:
            if SHEETS.answer_of(request.user, conference, token) is None:
                messages.error(
                    request, _("The sheet is not kept any more. Choose the file once more.")
                )
            return HttpResponseRedirect(here)
        with transaction.atomic():
            groups = groups_of(conference, request.user)
            outcome = save(sheet.read(io.BytesIO(raw), "", groups).given, by=request.user)
        SHEETS.finish(request.user, conference, token, len(outcome.saved))
        text = ngettext(
            "%(count)d text was saved.", "%(count)d texts were saved.", len(outcome.saved)
        )
        messages.success(request, text % {"count": len(outcome.saved)})
        return HttpResponseRedirect(here)

    def _answer(self, request, template, context):
        response = TemplateResponse(request, template, context)
        response["Cache-Control"] = "private, no-store"
        return response


def next_of(user, conference) -> list[tuple[str, str]]:
    """[(label, address)] of what is done with a program that is in both languages."""
    found = []
    if may(user, Right.PUBLISH, conference):
        found.append((_("Publish"), reverse("admin:program_publish", args=[conference.pk])))
    if may(user, Right.PAPERS, conference):
        papers = reverse("admin:program_papers", args=[conference.pk])
        found.append((pgettext("title of a page", "Papers"), papers))
    home = f"{reverse('admin:index')}?{CONFERENCE}={conference.pk}"
    return [*found, (_("What it still needs"), home)]


def written_in(posted, groups) -> list[Given]:
    """What the boxes of a page hold; names that stand for no text here are passed over."""
    units = {unit.key: unit for group in groups for unit in group.units}
    given = []
    for name, stamp in posted.items():
        key, _dot, side = name.removesuffix(":was").rpartition(":")
        if not name.endswith(":was") or side not in SIDES or key not in units:
            continue
        unit = units[key]
        count = len(unit.columns[side])
        values = tuple(posted.get(f"{key}:{side}:{at}", "") for at in range(count))
        given.append(Given(unit, side, _as_sent(values, unit, side), stamp))
    return given


def with_stars_doubled(pressed: str, groups) -> list[Given]:
    """The side of a text that a press names (`key:side:stamp`), its several words stressed."""
    key, side, stamp = [*pressed.split(":"), "", ""][:3]
    units = {unit.key: unit for group in groups for unit in group.units}
    if key not in units or side not in SIDES:
        return []
    return [Given(units[key], side, units[key].with_two_stars(side), stamp)]


def _as_sent(values, unit, side):
    """A box sends other ends of lines than it was given; where nothing else differs, it is as it
    was.
    """
    plain = tuple(value.replace("\r\n", "\n") for value in values)
    kept = tuple(value.replace("\r\n", "\n") for value in unit.values(side))
    return unit.values(side) if plain == kept else plain


def _told(outcome: Outcome) -> dict:
    return {
        "saved": [_where(given) for given in (*outcome.saved, *outcome.same)],
        "left": [
            _where(left.given)
            | {"message": left.message, "reason": left.reason, "now": left.given.now}
            | {"values": left.given.unit.values(left.given.side)}
            for left in outcome.left
        ],
    }


def _where(given) -> dict:
    """Which side, and the stamp of what stands there now."""
    return {"name": f"{given.unit.key}:{given.side}", "stamp": given.unit.stamp(given.side)}


def _number(text, *, most) -> int:
    return min(max(int(text), 1), most) if (text or "").isdecimal() and len(text) < 8 else 1


def _shown(pairs, outcome):
    left = {(one.given.unit.key, one.given.side): one for one in outcome.left} if outcome else {}
    shown, last = [], None
    for unit, kind in pairs:
        sides = [Side(unit, side, left.get((unit.key, side))) for side in SIDES]
        shown.append(Shown(unit, kind, (unit.row._meta.label, unit.row.pk) != last, sides))
        last = (unit.row._meta.label, unit.row.pk)
    return shown
