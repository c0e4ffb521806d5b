"""Saved views of the list of registrations: filters, search, order and columns under a name, which
the conference's team shares.
"""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import label_for_field
from django.http import (
    Http404,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    QueryDict,
)
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from conference.attendance.admin.charts import ChartPages
from conference.attendance.cleaning import clean_line
from conference.attendance.models import SavedView
from conference.permissions import Right, may
from conference.scoped_admin.one_at_a_time import CONFERENCE

VIEW = "view"  # in the address: which one is looked at
NAME = "who"  # the column that leads to the page of a row; it always stands
MORE = ("source", "shown_email", "remarks")  # columns beside those that stand without a view
MOST = 40  # views of one conference
NOT_OF_A_VIEW = {VIEW, CONFERENCE, "p", "all", "e"}


class ViewForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("of a view of a list", "Name"), max_length=60, strip=True
    )
    query = forms.CharField(required=False, max_length=1_000, widget=forms.HiddenInput)
    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Columns"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, columns, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["columns"].choices = columns

    def clean_name(self):
        return clean_line(self.cleaned_data["name"])

    def clean_query(self):
        """Filters, search and order; not the page, and no view in a view."""
        said = QueryDict(self.cleaned_data["query"].lstrip("?"), mutable=True)
        for name in list(said):
            if name in NOT_OF_A_VIEW or name.startswith("_"):
                del said[name]
        return said.urlencode()


class SavedViews(ChartPages):
    """Mixed into the registrations' admin, before what else chooses its columns."""

    def get_urls(self):
        guard = self.admin_site.admin_view
        own = [
            ("views/<int:conference_id>/", self.save_view, "save_view"),
            ("views/<int:conference_id>/<int:view_id>/", self.forget_view, "forget_view"),
        ]
        urls = [
            path(route, guard(view), name=f"attendance_registration_{name}")
            for route, view, name in own
        ]
        return urls + super().get_urls()

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        view = self.view_of(request)
        if view is None or not view.columns:
            return columns
        known = (*columns, *(name for name in MORE if name not in columns))
        return tuple(name for name in known if name == NAME or name in view.columns)

    def get_changelist(self, request, **kwargs):
        base = super().get_changelist(request, **kwargs)
        return type("ViewedList", (_Viewed, base), {}) if VIEW in request.GET else base

    def view_of(self, request) -> SavedView | None:
        """The view that the address names, if the account may see it. Asked once a request."""
        if not hasattr(request, "saved_view"):
            key = request.GET.get(VIEW, "")
            rows = SavedView.objects.visible_to(request.user) if key.isdecimal() else None
            request.saved_view = rows.filter(pk=int(key[:15])).first() if rows is not None else None
        return request.saved_view

    def list_context(self, request):
        context = super().list_context(request)
        conferences = self.list_conferences(request)
        if len(conferences) != 1:
            return context
        (conference,) = conferences
        shown = self.view_of(request)
        standing = set(
            shown.columns if shown and shown.columns else super().get_list_display(request)
        )
        return context | {
            "views": list(SavedView.objects.filter(conference=conference)),
            "view": shown,
            "may_save_views": may(request.user, Right.EDIT_REGISTRATIONS, conference),
            "view_columns": [
                (name, label, name in standing) for name, label in self.view_columns(request)
            ],
            "views_of": conference,
            "query": request.GET.urlencode(),
        }

    def view_columns(self, request) -> list[tuple[str, str]]:
        """[(name, heading)] of what a view may show."""
        standing = super().get_list_display(request)
        names = (*standing, *(name for name in MORE if name not in standing))
        return [(name, label_for_field(name, self.model, self)) for name in names if name != NAME]

    def save_view(self, request, conference_id):
        """Under a new name, or under one that there is: then as it is now."""
        conference = self.conference_for(request, conference_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = ViewForm(request.POST, columns=self.view_columns(request))
        back = reverse("admin:attendance_registration_changelist")
        if not form.is_valid():
            said = " ".join(str(error) for errors in form.errors.values() for error in errors)
            self.message_user(request, _("The view was not saved.") + " " + said, messages.ERROR)
            return HttpResponseRedirect(back)
        given = form.cleaned_data
        others = SavedView.objects.filter(conference=conference).exclude(name=given["name"])
        if others.count() >= MOST:
            said = _("A conference has at most %(most)d views. Delete one first.") % {"most": MOST}
            self.message_user(request, said, messages.ERROR)
            return HttpResponseRedirect(back)
        view, _is_new = SavedView.objects.update_or_create(
            conference=conference,
            name=given["name"],
            defaults={
                "query": given["query"],
                "columns": given["columns"],
                "made_by": request.user,
            },
        )
        said = _("The view “%(name)s” is saved. Everybody of the team finds it above the list.")
        self.message_user(request, said % {"name": view.name}, messages.SUCCESS)
        query = f"{view.query}&" if view.query else ""
        return HttpResponseRedirect(f"{back}?{query}{VIEW}={view.pk}")

    def forget_view(self, request, conference_id, view_id):
        conference = self.conference_for(request, conference_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        view = SavedView.objects.filter(conference=conference, pk=view_id).first()
        if view is None:
            raise Http404
        view.delete()
        said = _("The view “%(name)s” is deleted; the rows that it showed are as they were.")
        self.message_user(request, said % {"name": view.name}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:attendance_registration_changelist"))


class _Viewed:
    """A list whose address names a view, which is no filter."""

    def get_filters_params(self, params=None):
        found = super().get_filters_params(params)
        found.pop(VIEW, None)
        return found
