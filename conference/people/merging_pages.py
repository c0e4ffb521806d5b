"""Doubles of the directory in the admin: the list of possible ones, and merging two rows."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import ImageField
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from conference.ids import possible_id
from conference.images import file_address
from conference.meanwhile.authors import shown
from conference.people.careers import places_of
from conference.people.doubles import doubles_of
from conference.people.identities import Merged, ToldApart
from conference.people.merging import (
    FIELDS,
    LEFT,
    MergeRefused,
    fingerprint,
    merge,
    refuse_without_rights,
    uses_of,
)

MOST_DOUBLES = 200  # on the page of possible ones
TAKES = "take-"  # before the name of a field, in the form


@dataclass
class Line:
    """What the two rows say of one thing, and which is taken where they differ."""

    name: str
    label: str
    kept: list[str]
    other: list[str]
    differs: bool
    takes_other: bool


class MergePages:
    """Before a ModelAdmin of the directory."""

    actions = ("merge_rows",)

    def get_urls(self):
        def page(view, name, *methods):
            guarded = self.admin_site.admin_view(require_http_methods(methods)(view))
            return path(f"{name}/", guarded, name=self.page_name(name))

        return [
            page(self.doubles_view, "doubles", "GET", "POST"),
            page(self.merge_view, "merge", "GET", "POST"),
            *super().get_urls(),
        ]

    def page_name(self, name):
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def page_address(self, name, *args, **query):
        address = reverse(f"{self.admin_site.name}:{self.page_name(name)}", args=args)
        return f"{address}?{urlencode(query)}" if query else address

    def list_context(self, request):
        context = super().list_context(request)
        if self.has_add_permission(request):
            context["doubles_address"] = self.page_address("doubles")
        return context

    @admin.action(description=gettext_lazy("Make one of two rows …"))
    def merge_rows(self, request, queryset):
        rows = list(queryset.order_by("pk")[:3])
        if len(rows) != 2:
            said = _("Mark two rows that are the same one, then choose “Make one of two rows”.")
            self.message_user(request, said, messages.WARNING)
            return None
        kept, other = rows
        return HttpResponseRedirect(self.page_address("merge", keep=kept.pk, other=other.pk))

    # --- Possible doubles -------------------------------------------------------------------

    def doubles_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            one, other = self.two_rows(request, request.POST.get("one"), request.POST.get("other"))
            ToldApart.objects.tell(one, [other])
            said = _("Told apart: “%(one)s” and “%(other)s”. They are not asked about again.")
            self.message_user(request, said % {"one": one, "other": other}, messages.SUCCESS)
            return HttpResponseRedirect(self.page_address("doubles"))
        pairs = doubles_of(self.model)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Possible doubles"),
            "pairs": [
                (one, other, near, self.page_address("merge", keep=one.pk, other=other.pk))
                for one, other, near in pairs[:MOST_DOUBLES]
            ],
            "count": len(pairs),
        }
        return TemplateResponse(request, "admin/people/doubles.html", context)

    # --- Merging ----------------------------------------------------------------------------

    def two_rows(self, request, *named):
        """The two rows that an address or a form names; 404 where it does not name two."""
        keys = [possible_id(key or "") for key in named]
        rows = self.listed(request, self.object_rows(request)).in_bulk(filter(None, keys))
        if len(rows) != 2 or None in keys:
            raise Http404
        return [rows[key] for key in keys]

    def merge_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else request.GET
        try:
            kept, other = self.two_rows(request, sent.get("keep"), sent.get("other"))
        except Http404:
            if answer := self.merged_before(request, sent):
                return answer
            raise
        said = ""
        if request.method == "POST":
            taken = {line[0] for line in FIELDS[self.model] if sent.get(TAKES + line[0]) == "other"}
            try:
                kept = merge(
                    kept, other, taken=taken, by=request.user, reviewed=sent.get("reviewed", "")
                )
            except MergeRefused as refused:
                said = refused.message
                if refused.code == "gone":
                    self.message_user(request, said, messages.WARNING)
                    return HttpResponseRedirect(self.page_address("changelist"))
                kept, other = self.two_rows(request, kept.pk, other.pk)
            else:
                return self.tell_merged(request, kept, other)
        return self.merge_page(request, kept, other, said)

    def merge_page(self, request, kept, other, said):
        try:
            refuse_without_rights(kept, other, by=request.user)
            forbidden = ""
        except MergeRefused as refused:
            forbidden = refused.message
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Make one of two"),
            "kept": kept,
            "other": other,
            "lines": self.lines(kept, other),
            "sides": [(row, uses_of(row), places_of(row, request.user)) for row in (kept, other)],
            "swap": self.page_address("merge", keep=other.pk, other=kept.pk),
            "reviewed": fingerprint(kept, other),
            "refused": said,
            "forbidden": forbidden,
        }
        return TemplateResponse(request, "admin/people/merge.html", context)

    def lines(self, kept, other) -> list[Line]:
        found = []
        for names in FIELDS[self.model]:
            fields = [self.opts.get_field(name) for name in names]
            ours, theirs = ([f.value_from_object(row) for f in fields] for row in (kept, other))
            if not any(ours) and not any(theirs):
                continue
            found.append(
                Line(
                    names[0],
                    capfirst(fields[0].verbose_name),
                    said_of(kept, fields),
                    said_of(other, fields),
                    ours != theirs,
                    # What only the other one knows is not lost.
                    any(theirs) and not any(ours),
                )
            )
        return found

    def merged_before(self, request, sent):
        """The answer to a press that came second, or to an address of before: both are one now."""
        keys = [possible_id(sent.get(name, "")) for name in ("keep", "other")]
        merged = Merged.objects.filter(was__in=filter(None, keys)).order_by("-pk").first()
        row = merged and self.model.objects.filter(guid=merged.into).first()
        if row is None or not self.has_view_permission(request, row):
            return None
        said = format_html(
            _("“{}” has been made one with “{}” already."), merged.name, self.link_to(row)
        )
        self.message_user(request, said, messages.WARNING)
        return HttpResponseRedirect(self.page_address("change", row.pk))

    def tell_merged(self, request, kept, other):
        said = format_html(_("“{}” and “{}” are one now."), other, self.link_to(kept))
        self.message_user(request, said, messages.SUCCESS)
        for left in filter(None, LEFT.ask(kept, request.user)):
            self.message_user(request, left, messages.WARNING)
        return HttpResponseRedirect(self.page_address("change", kept.pk))

    def link_to(self, row):
        return format_html('<a href="{}">{}</a>', self.page_address("change", row.pk), row)

    # --- What it was made of ----------------------------------------------------------------

    def merged_into(self, row):
        """[(merged row, address of its history)]; one query."""
        rows = Merged.objects.filter(into=row.guid).select_related("by")
        return [(each, self.page_address("history", each.was)) for each in rows]

    def get_object(self, request, object_id, from_field=None):
        """Of a row that was merged the history stays, as that of the row it is now."""
        try:
            return super().get_object(request, object_id, from_field)
        except Http404:
            if request.resolver_match.url_name != self.page_name("history"):
                raise
            key = possible_id(object_id)
            merged = Merged.objects.filter(was=key).first() if key else None
            if merged is None or not self.model.objects.filter(guid=merged.into).exists():
                raise
            if not self.has_view_permission(request):
                raise PermissionDenied from None
            return self.model.history.filter(id=key).latest().instance

    def change_context(self, request, row) -> dict:
        return {
            "places": places_of(row, request.user),
            "merged_rows": self.merged_into(row),
        }


def said_of(row, fields) -> list[str]:
    """What a row says in some fields, for people; those that say nothing are left out."""
    found = []
    for field in fields:
        value = field.value_from_object(row)
        if not value:
            continue
        if isinstance(field, ImageField):
            found.append(format_html('<img src="{}" alt="">', file_address(value, 160)))
        elif value is True:
            found.append(capfirst(field.verbose_name))
        else:
            found.append(shown(field, value))
    return found
