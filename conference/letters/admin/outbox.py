"""The outbox: every letter with what became of it, its text to copy, and what a person decides."""

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Case, Count, Value, When
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override, pgettext_lazy

from conference.admin import ConferenceScopedAdmin
from conference.filters import ChoiceFilter
from conference.letters import leases, mail, sms
from conference.letters.mail import whole_text
from conference.letters.models import Letter
from conference.letters.occasions import occasions
from conference.letters.reading import SHOWN_IN_FULL
from conference.permissions import Right, contacts_seen_by, may
from conference.work import waking

State = Letter.State
TONES = {
    State.SENT: "good",
    State.WAITING: "plain",
    State.SENDING: "plain",
    State.HELD: "todo",
    State.UNCLEAR: "warning",
    State.FAILED: "error",
}


class StateFilter(ChoiceFilter):
    """By state, with the number of each; 'stuck' are those about which a person decides."""

    title = gettext_lazy("state")
    parameter_name = "is"

    def lookups(self, request, model_admin):
        rows = model_admin.rows_of_list(request).order_by().values_list("state")
        found = dict(rows.annotate(n=Count("pk")))
        stuck = found.get(State.FAILED, 0) + found.get(State.UNCLEAR, 0)
        return [
            ("stuck", _("to be decided (%(n)d)") % {"n": stuck}),
            *((state.value, f"{state.label} ({found.get(state, 0)})") for state in State),
        ]

    def queryset(self, request, queryset):
        if self.value() == "stuck":
            return queryset.filter(state__in=[State.FAILED, State.UNCLEAR])
        return queryset.filter(state=self.value()) if self.value() else queryset


class BatchFilter(ChoiceFilter):
    """Of one letter to a group, whose page leads here; offered while it is chosen."""

    title = pgettext_lazy("one", "letter to a group")
    parameter_name = "batch"

    def lookups(self, request, model_admin):
        if not (asked := request.GET.get(self.parameter_name)):
            return []
        letter = model_admin.rows_of_list(request).filter(batch=asked[:40]).first()
        return [(asked, str(letter))] if letter else []

    def queryset(self, request, queryset):
        return queryset.filter(batch=self.value()) if self.value() else queryset


class OccasionFilter(ChoiceFilter):
    title = gettext_lazy("occasion")
    parameter_name = "occasion"

    def lookups(self, request, model_admin):
        return [(name, rule.label) for name, rule in occasions().items()]

    def queryset(self, request, queryset):
        return queryset.filter(occasion=self.value()) if self.value() else queryset


@admin.register(Letter)
class LetterAdmin(ConferenceScopedAdmin, admin.ModelAdmin):
    shows_times = True
    change_form_template = "admin/letters/letter/change_form.html"
    list_display = ("written_at", "who", "about_what", "state_shown", "sent_at")
    list_display_links = ("who",)
    list_filter = (StateFilter, OccasionFilter, "means", "language", BatchFilter)
    list_per_page = 100
    show_full_result_count = False
    search_fields = ("to_name", "subject")
    search_help_text = gettext_lazy("Name, or subject of the letter.")
    ordering = ("-written_at", "-pk")
    actions = ("again", "arrived", "hold_back")
    fields = (
        ("who", "address"),
        ("about_what", "language"),
        ("state_shown", "attempts"),
        ("written_at", "due_at", "sent_at"),
    )
    readonly_fields = ("who", "address", "about_what", "state_shown")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_decide_permission(self, request, obj=None):
        """Whether the account decides what becomes of letters, of this one or of any."""
        return may(request.user, Right.EDIT_REGISTRATIONS, obj and obj.conference_id)

    def get_queryset(self, request):
        return self.with_sight(request, super().get_queryset(request))

    def object_rows(self, request):
        return self.with_sight(request, super().object_rows(request))

    def with_sight(self, request, rows):
        """With `sees_contacts` of each: whether the account may read its address. One query."""
        seen = contacts_seen_by(request.user)
        sees = Value(True) if seen is None else Case(When(conference__in=seen, then=True))
        return rows.annotate(sees_contacts=sees)

    # --- What is shown ------------------------------------------------------------------------

    @admin.display(description=pgettext_lazy("of a letter", "to"), ordering="to_name")
    def who(self, row):
        shown = self.address(row)
        return format_html('{} <span class="quiet">{}</span>', row.to_name or "-", shown)

    @admin.display(description=gettext_lazy("address"))
    def address(self, row):
        return (row.to_address if row.sees_contacts else row.masked_address) or "-"

    @admin.display(description=gettext_lazy("occasion"), ordering="occasion")
    def about_what(self, row):
        rule = occasions().get(row.occasion)
        return rule.label if rule else row.occasion

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_shown(self, row):
        label = row.get_state_display()
        tag = format_html('<span class="tag tag-{}">{}</span>', TONES[row.state], label)
        if not row.reason:
            return tag
        return format_html('{} <span class="quiet">{}</span>', tag, row.reason)

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if request.method == "GET" and "cl" in shown:
            self.note_shown(request, shown["cl"].result_list)
        return response

    def note_shown(self, request, letters):
        seen = [letter for letter in letters if letter.sees_contacts]
        if seen:
            SHOWN_IN_FULL.ask(seen, request.user)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        letter = self.get_object(request, object_id)
        self.note_shown(request, [letter])
        decides = self.has_decide_permission(request, letter)
        by = sms if letter.means == Letter.Means.SMS else mail
        context = {
            "letter": letter,
            "decides": decides,
            "may_go": by.is_configured() and letter.to_address and letter.state in leases.STUCK,
            "may_be_done": letter.state in leases.STUCK,
            "may_be_held": letter.state == State.WAITING,
            "has_link": decides and letter.about and "{link}" in letter.text,
        }
        return super().change_view(request, object_id, form_url, (extra_context or {}) | context)

    # --- What a person decides ------------------------------------------------------------------

    @admin.action(permissions=["decide"], description=gettext_lazy("Send (again)"))
    def again(self, request, queryset):
        n = leases.send_again(self.decidable(request, queryset))
        if n:
            waking.wake()
        said = ngettext("%(n)d letter will be sent.", "%(n)d letters will be sent.", n)
        self.tell(request, queryset, n, said)

    @admin.action(permissions=["decide"], description=gettext_lazy("It has arrived"))
    def arrived(self, request, queryset):
        n = leases.arrived(self.decidable(request, queryset))
        said = ngettext("%(n)d letter is taken for sent.", "%(n)d letters are taken for sent.", n)
        self.tell(request, queryset, n, said)

    @admin.action(permissions=["decide"], description=gettext_lazy("Hold back"))
    def hold_back(self, request, queryset):
        n = leases.stop(self.decidable(request, queryset))
        said = ngettext("%(n)d letter is held back.", "%(n)d letters are held back.", n)
        self.tell(request, queryset, n, said)

    def decidable(self, request, queryset):
        """The same rows, all of which the account decides about; else 403."""
        rows = Letter.objects.filter(pk__in=queryset.values("pk"))
        if rows.exclude(pk__in=rows.editable_by(request.user).values("pk")).exists():
            raise PermissionDenied
        return rows

    def tell(self, request, queryset, n, said):
        self.message_user(request, said % {"n": n}, messages.SUCCESS if n else messages.WARNING)
        if left := queryset.count() - n:
            text = ngettext(
                "%(n)d letter stays as it is: this is not possible in its state, or it has no "
                "address.",
                "%(n)d letters stay as they are: this is not possible in their state, or they have "
                "no address.",
                left,
            )
            self.message_user(request, text % {"n": left}, messages.WARNING)

    def decide_view(self, request, letter_id):
        """What the buttons of a letter's page do; with `link` its text as it would leave."""
        letter = self.get_object(request, str(letter_id))
        if not self.has_decide_permission(request, letter):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if "link" in request.POST:
            return self.whole_page(request, letter)
        for name in self.actions:
            if name in request.POST:
                getattr(self, name)(request, Letter.objects.filter(pk=letter.pk))
                address = reverse("admin:letters_letter_change", args=[letter.pk])
                return HttpResponseRedirect(address)
        raise BadRequest

    def whole_page(self, request, letter):
        """The text with the personal link in it, for whoever passes it on by other means."""
        rule = occasions().get(letter.occasion)
        row = rule and rule.about(letter.about)
        text = ""
        if row is not None:
            with override(letter.language):
                text = whole_text(letter, rule, row)
            self.log_change(request, letter, "personal link")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Text to pass on"),
            "opts": self.opts,
            "letter": letter,
            "conference": letter.conference,
            "text": text,
        }
        page = TemplateResponse(request, "admin/letters/letter/whole.html", context)
        page["Cache-Control"] = "no-store"
        return page

    def get_urls(self):
        own = [
            path(
                "<int:letter_id>/decide/",
                self.admin_site.admin_view(self.decide_view),
                name="letters_letter_decide",
            )
        ]
        return own + super().get_urls()
