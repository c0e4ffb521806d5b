"""The admin of rows that belong to a conference, and the conference in which a form stands."""

import re
from datetime import datetime, time
from functools import cache

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, QueryDict
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from conference.filters import ConferenceFilter
from conference.ids import possible_id
from conference.invitation_admin import InvitationAdmin
from conference.models import Conference, TeamInvitation
from conference.permissions import Right, may
from conference.scoped_admin import ScopedAdmin, ScopedInline
from conference.scoped_admin.one_at_a_time import (
    ALL,
    CONFERENCE,
    conferences_with,
    shown_in_list,
    working_in,
)


def conference_id_of(row) -> int | None:
    """The conference a row belongs to, by the path its queryset names; None when not yet set."""
    path = type(row)._default_manager.all().conference_path
    *steps, last = path.split("__")
    for step in steps:
        row = getattr(row, step)
    return row.pk if last == "pk" else getattr(row, f"{last}_id")


def zone_label(conference) -> str:
    """'Asia/Shanghai, UTC+08:00': the zone and what it meant on the conference's first day."""
    noon = datetime.combine(conference.starts_on, time(12), conference.zone)
    return f"{conference.time_zone}, UTC{noon.isoformat()[-6:]}"


@cache
def rights_of_rows(model) -> tuple[Right, Right]:
    """By which rows of a model are seen, and edited; asked a hundred times a page."""
    rows = model._default_manager.all()
    return rows.view_right, rows.edit_right


class ConferenceRights:
    """The answers of rows that belong to a conference: the roles of its team."""

    # A right of `conference.permissions`; None follows the queryset's own.
    view_right = None
    change_right = None
    add_right = None
    delete_right = None

    def right_to(self, act):
        view, edit = rights_of_rows(self.model)
        if act == "view":
            return self.view_right or view
        return getattr(self, f"{act}_right") or self.change_right or edit

    def right_to_choose(self, rows):
        # Who may see these rows may see what they point to.
        return self.right_to("view")

    def listed(self, request, rows):
        return rows.with_right(request.user, self.right_to("view"))

    def allows(self, request, act, row=None):
        conference = None if row is None else conference_id_of(row)
        return may(request.user, self.right_to(act), conference)


class ConferenceScopedAdmin(ConferenceRights, ScopedAdmin):
    """For a model of a `ConferenceScopedQuerySet`. A new row's conference is fixed by the page.

    It comes from `?conference=<id>`, from the list's address, or is the one that the user works in
    (`scoped_admin.one_at_a_time`); whoever works in all is asked by a small page.
    """

    shows_times = False  # the list then names the time zone

    @property
    def stands_in_conference(self):
        """Whether the row itself names its conference (and not its parent's row)."""
        return self.model._default_manager.all().conference_path == "conference"

    @property
    def is_listed_by_conference(self):
        return self.stands_in_conference

    def object_rows(self, request):
        rows = super().object_rows(request)
        path = rows.conference_path
        return rows if path == "pk" else rows.select_related(path)

    def conference_of(self, row) -> Conference:
        path = type(row)._default_manager.all().conference_path
        if path != "pk":
            for step in path.split("__"):
                row = getattr(row, step)
        return row

    def conferences(self, request, act="view"):
        """The conferences at which the user may `act`; one query a request."""
        return conferences_with(request, self.right_to(act))

    def zone_of(self, request, row):
        conference = self.conference_of(row) if row else self.form_conference(request)
        return conference and conference.zone

    def list_conferences(self, request):
        if not self.stands_in_conference or not self.has_view_permission(request):
            return []
        return shown_in_list(request, self.conferences(request))

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        is_list = request.resolver_match.url_name.endswith("_changelist")
        return self.narrowed(request, rows) if is_list else rows

    def rows_of_list(self, request):
        return self.narrowed(request, super().rows_of_list(request))

    def narrowed(self, request, rows):
        """Of the rows that the user may see those of the conference that the list shows."""
        shown = self.list_conferences(request)
        if not self.stands_in_conference or len(shown) == len(self.conferences(request)):
            return rows
        return rows.filter(conference__in=[c.pk for c in shown])

    def zone_of_list(self, request):
        """The zone that the list's conferences share; None when they are in several."""
        zones = {c.time_zone: c.zone for c in self.list_conferences(request)}
        return zones.popitem()[1] if len(zones) == 1 else None

    def list_context(self, request):
        conferences = self.list_conferences(request)
        return {
            "conference": conferences[0] if len(conferences) == 1 else None,
            "zone_label": zone_label(conferences[0]) if self.zone_of_list(request) else "UTC",
            "shows_times": self.shows_times,
            "shown": {CONFERENCE: conferences[0].pk if len(conferences) == 1 else ALL},
        }

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        if len(self.list_conferences(request)) > 1:
            return [*columns, "conference"]
        return columns

    def get_list_select_related(self, request):
        related = super().get_list_select_related(request) or ()
        return [*related, "conference"] if self.stands_in_conference else related

    # --- Two at work ------------------------------------------------------------------------

    def hold(self, request, key):
        self.hold_conferences([key])
        super().hold(request, key)

    def hold_list(self, request):
        sent = re.compile(rf"form-\d+-{self.opts.pk.name}")
        self.hold_conferences(v for name, v in request.POST.items() if sent.fullmatch(name))

    def hold_conferences(self, keys):
        """First of all what publishing, restoring and importing hold first: none of them reads or
        writes half of what is saved here, and two never wait for one another.

        Two queries a conference on PostgreSQL; none on SQLite, which has one writer at a time.
        """
        connection = transaction.get_connection()
        if not (connection.features.has_select_for_update and connection.in_atomic_block):
            return
        rows = self.model._default_manager.all()
        held = rows.filter(pk__in=filter(None, map(possible_id, map(str, keys)))).order_by()
        for conference in sorted(set(held.values_list(rows.conference_path, flat=True))):
            Conference.objects.lock(conference)

    def hold_for_new(self, request):
        """The same for a new row, whose conference is then read as it is now; 404 when it is gone.

        One query, each time that Django asks for the form.
        """
        if self.stands_in_conference and transaction.get_connection().in_atomic_block:
            try:
                key = self.form_conference(request).pk
                request.form_conference = Conference.objects.lock(key)
            except Conference.DoesNotExist:
                raise Http404 from None

    def lock_for_revert(self, key):
        path = self.model._default_manager.all().conference_path
        rows = self.model._default_manager.filter(pk=possible_id(key))
        for conference in rows.values_list(path, flat=True):
            Conference.objects.lock(conference)

    # --- The conference of the form ---------------------------------------------------------

    def add_view(self, request, form_url="", extra_context=None):
        if self.stands_in_conference:
            if not self.has_add_permission(request):
                raise PermissionDenied
            conference = self.conference_to_add_to(request)
            if conference is None:
                return self.choose_conference(request)
            request.form_conference = conference
        return super().add_view(request, form_url, extra_context)

    def conference_to_add_to(self, request) -> Conference | None:
        """None when it has to be asked for; 404 and 403 as for any row."""
        named = request.GET.get("conference") or request.POST.get("conference")
        if not named:
            kept = QueryDict(request.GET.get("_changelist_filters", ""))
            named = kept.get(CONFERENCE)
        open_to = self.conferences(request, "add")
        if not named or named == ALL:
            worked_in = open_to[0] if len(open_to) == 1 else working_in(request)
            return worked_in if worked_in in open_to else None
        for conference in open_to:
            if conference.pk == possible_id(named):
                return conference
        if Conference.objects.visible_to(request.user).filter(pk=possible_id(named)).exists():
            raise PermissionDenied
        raise Http404

    def choose_conference(self, request):
        query = request.GET.copy()
        links = []
        for conference in self.conferences(request, "add"):
            query["conference"] = conference.pk
            links.append((conference, f"?{query.urlencode()}"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Add %s") % self.opts.verbose_name,
            "opts": self.opts,
            "links": links,
            "is_popup": "_popup" in request.GET,
        }
        return TemplateResponse(request, "admin/choose_conference.html", context)

    def get_exclude(self, request, obj=None):
        excluded = list(super().get_exclude(request, obj) or ())
        return [*excluded, "conference"] if self.stands_in_conference else excluded

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is not None:
            request.form_conference = self.conference_of(obj)
        elif request.method == "POST":
            self.hold_for_new(request)
        form = super().get_form(request, obj, change, **kwargs)
        if self.stands_in_conference:
            form.conference = self.form_conference(request)
        return form

    def render_change_form(self, request, context, *args, **kwargs):
        context["conference"] = self.form_conference(request)
        return super().render_change_form(request, context, *args, **kwargs)

    # --- Autocomplete -----------------------------------------------------------------------

    def get_search_results(self, request, queryset, search_term):
        """Within the conference that the asking form named, when it named one."""
        named = request.GET.get("conference")
        if named is not None and request.resolver_match.url_name == "autocomplete":
            path = queryset.conference_path
            queryset = queryset.filter(**{path: possible_id(named) or 0})
        return super().get_search_results(request, queryset, search_term)

    def get_list_filter(self, request):
        filters = super().get_list_filter(request)
        return [ConferenceFilter, *filters] if self.stands_in_conference else filters


class ConferenceScopedInline(ConferenceRights, ScopedInline):
    """For rows of a `ConferenceScopedQuerySet` on the page of a row that belongs to one, too."""

    def get_formset(self, request, obj=None, **kwargs):
        if obj is not None:
            request.form_conference = self.conference_of_page(obj)
        return super().get_formset(request, obj, **kwargs)

    def conference_of_page(self, obj):
        if isinstance(obj, Conference):
            return obj
        path = type(obj)._default_manager.all().conference_path
        for step in path.split("__"):
            obj = getattr(obj, step)
        return obj

    def allows(self, request, act, row=None):
        if row is None:
            conference = self.form_conference(request)
            return may(request.user, self.right_to(act), conference)
        return may(request.user, self.right_to(act), conference_id_of(row))


@admin.register(TeamInvitation)
class TeamInvitationAdmin(InvitationAdmin, ConferenceScopedAdmin, admin.ModelAdmin):
    view_right = Right.EDIT_SETTINGS
    shows_times = True
    fields = ("email", "role", "sees_contacts")
    initial_from_address = ("role",)
