"""Many people pasted as lines: into a committee, or among the participants of a conference."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext
from django.views.decorators.http import require_http_methods

from conference.acts import act
from conference.forms import LinesField
from conference.history import create_rows
from conference.models import Conference
from conference.people.many import Many, digest, printed_over, read_lines
from conference.permissions import Right
from conference.program.admin.pages import conference_for
from conference.program.models import CommitteeMember, Participation
from conference.scoped_admin.one_at_a_time import CONFERENCE

LONGEST_PASTE = 40_000


class PasteForm(forms.Form):
    lines = LinesField(
        label=gettext_lazy("One person a line"),
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 10, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "Name, organization, title: with commas or spaces between, or copied from a sheet."
        ),
    )
    role = forms.ChoiceField(choices=())

    def __init__(self, data=None, *, column):
        super().__init__(data, label_suffix="", initial={"role": column.default})
        self.fields["role"].choices = column.choices
        self.fields["role"].label = column.verbose_name

    def clean_lines(self):
        if not read_lines(self.cleaned_data["lines"]):
            raise forms.ValidationError(_("Write at least one name."))
        return self.cleaned_data["lines"]


class AddsMany:
    """Mixed into an admin. `many_context` says to what is added; `add_many` adds."""

    def many_view(self, request, **named):
        context, there, column = self.many_context(request, **named)
        form = PasteForm(request.POST or None, column=column)
        many = None
        if form.is_bound and form.is_valid():
            with transaction.atomic(), act(by=request.user, words=self.many_words):
                Conference.objects.lock(context["conference"].pk)
                many = Many(read_lines(form.cleaned_data["lines"]), request.POST)
                known = there()
                for line in many.lines:
                    line.takes_part = line.person is not None and line.person.pk in known
                is_seen = request.POST.get("seen") == digest(form.cleaned_data["lines"])
                if "apply" in request.POST and is_seen and many.may_be_made:
                    added = self.add_many(context, many, known, form.cleaned_data["role"])
                    return self.many_added(request, context, added, len(many.lines))
        page = {
            **self.admin_site.each_context(request),
            **context,
            "title": _("Add several people"),
            "opts": self.opts,
            "form": form,
            "many": many,
            "is_unanswered": "apply" in request.POST and many is not None and many.is_open,
            "seen": digest(form.cleaned_data["lines"]) if many else "",
            "open": _open_questions(many) if many else [],
        }
        return TemplateResponse(request, "admin/program/many.html", page)

    def many_added(self, request, context, added, lines):
        said = ngettext("%(n)d person was added.", "%(n)d people were added.", added)
        said %= {"n": added}
        if lines > added:
            rest = lines - added
            said += " " + ngettext(
                "%(n)d was there already.", "%(n)d were there already.", rest
            ) % {"n": rest}
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(context["back"])


def _put_last(rows, others) -> int:
    """Written after those that stand there, in the order of the lines; how many. Three queries."""
    last = others.aggregate(last=Max("position"))["last"] or 0
    for position, row in enumerate(rows, start=last + 1):
        row.position = position
    if rows:
        create_rows(type(rows[0]), rows)
    return len(rows)


def _open_questions(many) -> list:
    """Those of organizations once for all the lines that name one; first, because who somebody is
    depends on it.
    """
    found = {}
    for line in many.lines:
        for question in (line.employer, line.asked):
            if question and not line.wrong and not question.is_answered:
                found[question.name] = question
    return sorted(found.values(), key=lambda q: not q.is_of_an_organization)


class AddsManyMembers(AddsMany):
    """Before the admin of committees."""

    many_words = gettext_noop("Members were added to a committee")

    def get_urls(self):
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.many_view))
        own = path("<int:committee_id>/many/", view, name="program_committee_many")
        return [own, *super().get_urls()]

    def many_context(self, request, committee_id):
        committee = self.get_object(request, str(committee_id))
        if not self.has_change_permission(request, committee):
            raise PermissionDenied

        def there():
            return set(committee.members.values_list("person_id", flat=True))

        context = {
            "conference": committee.conference,
            "owner": committee,
            "back": reverse("admin:program_committee_change", args=[committee.pk]),
        }
        return context, there, CommitteeMember._meta.get_field("role")

    def add_many(self, context, many, known, role) -> int:
        committee = context["owner"]
        rows = [
            CommitteeMember(
                committee=committee, person=person, role=role, **printed_over(line, person)
            )
            for line, person in many.make()
            if person.pk not in known
        ]
        return _put_last(rows, committee.members.all())


class AddsManyParticipants(AddsMany):
    """Before the admin of the program's people."""

    many_words = gettext_noop("People were added to the program")

    def get_urls(self):
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.many_view))
        own = path("many/<int:conference_id>/", view, name="program_participation_many")
        return [own, *super().get_urls()]

    def many_context(self, request, conference_id):
        conference = conference_for(request, conference_id, Right.EDIT_DRAFT)

        def there():
            rows = Participation.objects.filter(conference=conference)
            return set(rows.values_list("person_id", flat=True))

        listed = reverse("admin:program_participation_changelist")
        context = {"conference": conference, "back": f"{listed}?{CONFERENCE}={conference.pk}"}
        return context, there, Participation._meta.get_field("category")

    def add_many(self, context, many, known, category) -> int:
        rows = [
            Participation(
                conference=context["conference"],
                person=person,
                category=category,
                **printed_over(line, person),
            )
            for line, person in many.make()
            if person.pk not in known
        ]
        return _put_last(rows, context["conference"].participations.all())
