"""What the letters of a conference say: every occasion with its words, ours or the organizer's."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.defaultfilters import linebreaks
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from simple_history.admin import SimpleHistoryAdmin

from conference.admin import ConferenceScopedAdmin
from conference.forms import ScopedModelForm
from conference.letters import sms
from conference.letters.mail import is_address, is_configured
from conference.letters.models import LetterText
from conference.letters.occasions import Occasion, occasions
from conference.letters.placeholders import NAME, filled, unknown
from conference.letters.texts import Words, own_sms, own_words, sms_of, texts_of, words_of
from conference.letters.writing import Addressee, write_trial

SIDES = {"zh": "zh-hans", "en": "en"}
WORDS = ("subject_zh", "subject_en", "text_zh", "text_en")
SHORT = ("sms_zh", "sms_en")


class LetterTextForm(ScopedModelForm):
    """Refuses a placeholder that the occasion does not have, by its name."""

    def clean(self):
        cleaned = super().clean()
        rule = occasions().get(cleaned.get("occasion") or self.instance.occasion)
        for name in (*WORDS, *SHORT):
            if rule is not None and name in cleaned:
                self.check(rule, name, cleaned[name])
        day = cleaned.get("on_day")
        if day and "on_day" in self.changed_data:
            zone = (self.conference or self.instance.conference).zone
            if day < timezone.localdate(timezone=zone):
                self.add_error("on_day", ValidationError(_("Choose today or a later day.")))
        return cleaned

    def check(self, rule: Occasion, name: str, text: str):
        known = set(rule.placeholders)
        if name in SHORT:
            known -= rule.secret_names
            if hidden := sorted(rule.secret_names & set(unknown(text, known))):
                said = _("%(names)s cannot stand in a short message, which others pass on.")
                self.add_error(name, ValidationError(said % {"names": braced(hidden)}))
                return
        if name.startswith("subject"):
            known -= rule.secret_names
            if hidden := sorted(rule.secret_names & set(unknown(text, known))):
                said = _("%(names)s cannot stand in the subject, which everybody on the way reads.")
                self.add_error(name, ValidationError(said % {"names": braced(hidden)}))
                return
        if wrong := unknown(text, known):
            said = _("This letter knows nothing called %(names)s. It knows: %(known)s.")
            said %= {"names": braced(wrong), "known": braced(rule.placeholders)}
            self.add_error(name, ValidationError(said, code="unknown"))


def on_page(words: Words) -> Words:
    """As HTML, in which the names in braces stand apart from the sentence."""
    return Words(_apart(escape(words.subject)), _apart(linebreaks(words.text, autoescape=True)))


def _apart(html: str) -> str:
    return mark_safe(NAME.sub(r'<code lang="en">\g<0></code>', html))  # it was escaped before


def braced(names) -> str:
    return " ".join(f"{{{name}}}" for name in names)


@dataclass(frozen=True)
class Line:
    """One occasion of the page of all: its words and whose they are."""

    rule: Occasion
    row: LetterText | None
    address: str
    preview: str

    @property
    def is_off(self):
        return self.row is not None and not self.row.is_sent

    @property
    def is_own(self):
        return self.row is not None and any(getattr(self.row, name) for name in WORDS)

    @property
    def sides(self) -> list[tuple[str, Words]]:
        """[(lang, words)], ours where the organizer wrote none."""
        found = []
        for side, language in SIDES.items():
            ours = own_words(self.rule, language)
            subject = (self.row and getattr(self.row, f"subject_{side}")) or ours.subject
            text = (self.row and getattr(self.row, f"text_{side}")) or ours.text
            found.append(("zh-Hans" if side == "zh" else "en", on_page(Words(subject, text))))
        return found


@admin.register(LetterText)
class LetterTextAdmin(ConferenceScopedAdmin, SimpleHistoryAdmin):
    form = LetterTextForm
    change_form_template = "admin/letters/lettertext/change_form.html"
    list_display = ("occasion_label", "is_sent")
    list_display_links = ("occasion_label",)
    ordering = ("conference", "occasion")
    initial_from_address = ("occasion",)
    fieldsets = (
        (None, {"fields": ("occasion", "is_sent")}),
        (
            gettext_lazy("What it says"),
            {
                "fields": (("subject_zh", "subject_en"), ("text_zh", "text_en")),
                "description": gettext_lazy(
                    "What is left empty says what we say. Words in braces are filled in for each "
                    "person."
                ),
            },
        ),
        (
            gettext_lazy("Short message"),
            {
                "fields": ("by_sms", SHORT),
                "description": gettext_lazy("What is left empty says what we say."),
            },
        ),
    )

    @admin.display(description=gettext_lazy("occasion"), ordering="occasion")
    def occasion_label(self, row):
        return str(row)

    # --- All occasions ------------------------------------------------------------------------

    def changelist_view(self, request, extra_context=None):
        """Of one conference every occasion, whether an organizer wrote words for it or not."""
        shown = self.list_conferences(request)
        if request.method == "POST" or len(shown) != 1:
            return super().changelist_view(request, extra_context)
        conference = shown[0]
        rows = texts_of(conference, occasions())
        context = {
            **self.admin_site.each_context(request),
            "title": self.opts.verbose_name_plural,
            "opts": self.opts,
            "conference": conference,
            "lines": [self.line(conference, rule, rows.get(n)) for n, rule in occasions().items()],
            "sends_mail": is_configured(),
        }
        return TemplateResponse(request, "admin/letters/lettertext/all.html", context)

    def line(self, conference, rule, row) -> Line:
        if row is not None:
            address = reverse("admin:letters_lettertext_change", args=[row.pk])
        else:
            address = reverse("admin:letters_lettertext_add")
            address += f"?conference={conference.pk}&occasion={rule.name}"
        preview = reverse("admin:letters_lettertext_preview", args=[conference.pk, rule.name])
        return Line(rule, row, address, preview)

    # --- The words of one -----------------------------------------------------------------------

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "occasion_label"] if obj is not None else fields

    def get_fieldsets(self, request, obj=None):
        (name, _first), words, short = super().get_fieldsets(request, obj)
        of_row = "occasion_label" if obj is not None else "occasion"
        rule = occasions().get(obj.occasion if obj else request.GET.get("occasion", ""))
        is_dated = rule is not None and rule.everybody is not None
        fields = (of_row, "is_sent", "on_day") if is_dated else (of_row, "is_sent")
        return [(name, {"fields": fields}), words, *([short] if rule and rule.sms else [])]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "occasion":
            there = LetterText.objects.filter(conference=self.form_conference(request))
            taken = set(there.values_list("occasion", flat=True))
            free = [(name, r.label) for name, r in occasions().items() if name not in taken]
            return forms.ChoiceField(label=db_field.verbose_name, choices=free)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name.startswith("text_"):
            field.widget.attrs["rows"] = 16
        return field

    def get_changeform_initial_data(self, request):
        """Our own words, to be changed."""
        initial = super().get_changeform_initial_data(request)
        rule = occasions().get(initial.get("occasion"))
        if rule is not None:
            for side, language in SIDES.items():
                ours = own_words(rule, language)
                initial |= {f"subject_{side}": ours.subject, f"text_{side}": ours.text}
                initial |= {f"sms_{side}": own_sms(rule, language)}
        return initial

    def save_model(self, request, obj, form, change):
        """Words that are ours are not kept as the organizer's: they get better with ours."""
        rule = occasions().get(obj.occasion)
        for side, language in SIDES.items() if rule else ():
            ours = own_words(rule, language)
            short = ("sms", own_sms(rule, language))
            for name, said in (("subject", ours.subject), ("text", ours.text), short):
                if getattr(obj, f"{name}_{side}") == said:
                    setattr(obj, f"{name}_{side}", "")
        super().save_model(request, obj, form, change)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        name = obj.occasion if obj is not None else request.GET.get("occasion", "")
        rule, conference = occasions().get(name), self.form_conference(request)
        if rule is not None:
            context |= {
                "placeholders": list(rule.placeholders.items()),
                "ours": [(side, on_page(own_words(rule, lang))) for side, lang in SIDES.items()],
                "preview": reverse(
                    "admin:letters_lettertext_preview", args=[conference.pk, rule.name]
                ),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # --- Tried ----------------------------------------------------------------------------------

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def preview_view(self, request, conference_id, occasion):
        """The letter as a real person would get it, in both languages; sent to oneself on POST."""
        conference = self.conference_at(request, conference_id)
        rule = occasions().get(occasion)
        if rule is None:
            raise Http404
        row = texts_of(conference, [occasion]).get(occasion)
        if request.method == "POST":
            self.try_on_oneself(request, conference, rule, row)
            return HttpResponseRedirect(request.path)
        person, shown, short = "", [], []
        for side, language in SIDES.items():
            name, words = tried(conference, rule, row, language)
            person = person or name
            if text := short_tried(conference, rule, row, language):
                lang = "zh-Hans" if side == "zh" else "en"
                short.append((lang, text, *sms.parts_of(text)))
            shown.append(("zh-Hans" if side == "zh" else "en", on_page(words)))
        context = {
            **self.admin_site.each_context(request),
            "title": rule.label,
            "opts": self.opts,
            "conference": conference,
            "person": person,
            "shown": shown,
            "is_off": row is not None and not row.is_sent,
            "short": short,
            "sends_sms": sms.is_configured(),
            "email": request.user.email,
            "line": self.line(conference, rule, row),
        }
        return TemplateResponse(request, "admin/letters/lettertext/preview.html", context)

    def conference_at(self, request, conference_id):
        """404 outside the account's scope, 403 without the right."""
        asked = request.GET.copy()
        asked["conference"] = str(conference_id)
        request.GET = asked
        return self.conference_to_add_to(request)

    def try_on_oneself(self, request, conference, rule, row):
        address = request.user.email
        if not is_address(address):
            said = _("Your account has no e-mail address. Enter it on your account’s page first.")
            self.message_user(request, said, messages.WARNING)
            return
        language = "en" if get_language() == "en" else "zh-hans"
        _name, words = tried(conference, rule, row, language)
        me = Addressee(
            about="",
            name=request.user.get_full_name(),
            address=address,
            language=language,
            values={},
        )
        write_trial(conference, rule.name, words, me)
        if is_configured():
            said = _("A trial is on its way to %(address)s.") % {"address": address}
            self.message_user(request, said, messages.SUCCESS)
        else:
            said = _("This site sends no e-mail: the trial is held in the outbox.")
            self.message_user(request, said, messages.WARNING)

    def get_urls(self):
        own = [
            path(
                "<int:conference_id>/<slug:occasion>/preview/",
                self.admin_site.admin_view(self.preview_view),
                name="letters_lettertext_preview",
            )
        ]
        return own + super().get_urls()


def tried(conference, rule: Occasion, row, language: str) -> tuple[str, Words]:
    """(name of the person, the letter to them); without anybody the placeholders stay."""
    with override(language):
        words = words_of(rule, language, row) or own_words(rule, language)
        secret = {name: f"[{rule.placeholders[name]}]" for name in rule.secret_names}
    found = rule.sample(conference, language)
    if found is None:
        return "", words
    person, values = found
    values = values | secret
    return str(person), Words(filled(words.subject, values), filled(words.text, values))


def short_tried(conference, rule: Occasion, row, language: str) -> str:
    """The short message to the same person; '' where none is sent."""
    said = sms_of(rule, language, row)
    found = rule.sample(conference, language) if said else None
    return sms.plain(filled(said, found[1]) if found else said)
