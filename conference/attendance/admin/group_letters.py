"""Letters to groups in the admin: drafts that the team shares, and the log of what was sent."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from conference.admin import ConferenceScopedAdmin
from conference.attendance import group_letters
from conference.attendance.admin.phones import phone_list
from conference.attendance.group_letters import LANGUAGES, SIDES, GroupLetterRefused
from conference.attendance.models import GroupLetter
from conference.bilingual import html_lang_of
from conference.ids import possible_id
from conference.letters.admin.texts import LetterTextForm, on_page
from conference.letters.mail import is_address, is_configured
from conference.letters.models import Letter
from conference.letters.occasions import occasions
from conference.letters.sms import parts_of
from conference.letters.writing import Addressee, write_trial
from conference.permissions import Right, may

SHOWN = 30  # names on the page that asks


@admin.register(GroupLetter)
class GroupLetterAdmin(ConferenceScopedAdmin, admin.ModelAdmin):
    form = LetterTextForm
    shows_times = True
    change_form_template = "admin/attendance/groupletter/change_form.html"
    list_display = ("title", "occasion", "chosen_by", "state", "letters", "made_at")
    list_display_links = ("title",)
    list_select_related = ("conference", "sent_by", "made_by")
    ordering = ("-made_at", "-pk")
    actions = None
    fields = ("occasion", ("subject_zh", "subject_en"), ("text_zh", "text_en"))

    def has_add_permission(self, request):
        return False  # it begins with people, in their list

    def has_change_permission(self, request, obj=None):
        return (obj is None or not obj.is_sent) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return (obj is None or not obj.is_sent) and super().has_delete_permission(request, obj)

    @admin.display(description=gettext_lazy("subject"), ordering="subject_zh")
    def title(self, row):
        return str(row)

    @admin.display(description=gettext_lazy("state"), ordering="sent_at")
    def state(self, row):
        if not row.is_sent:
            return format_html('<span class="tag tag-todo">{}</span>', _("not sent yet"))
        tag = format_html(
            '<span class="tag tag-good">{}</span>', pgettext("state of a letter", "sent")
        )
        return format_html('{} <span class="quiet">{}</span>', tag, group_letters.was_sent(row))

    # --- One letter -----------------------------------------------------------------------------

    def object_rows(self, request):
        return super().object_rows(request).select_related("conference", "sent_by", "made_by")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name.startswith("text_"):
            field.widget.attrs["rows"] = 16
        return field

    def save_model(self, request, obj, form, change):
        """Another occasion brings its own words, where nobody has typed others."""
        if "occasion" in form.changed_data:
            for name, said in group_letters.begun_words(obj.conference, obj.occasion).items():
                if name not in form.changed_data:
                    setattr(obj, name, said)
        super().save_model(request, obj, form, change)

    def response_change(self, request, obj):
        answer = super().response_change(request, obj)
        if "_preview" in request.POST:
            return HttpResponseRedirect(self.page_of(obj, "preview"))
        return answer

    def page_of(self, letter, page):
        return reverse(f"admin:attendance_groupletter_{page}", args=[letter.pk])

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        rule = occasions()[obj.occasion]
        context |= {
            "placeholders": list(rule.placeholders.items()),
            "count": obj.addressed.count(),
            "told": group_letters.was_sent(obj) if obj.is_sent else "",
            "may_write": super().has_change_permission(request, obj),
            "may_export": may(request.user, Right.EXPORT, obj.conference),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # --- Looked at, and sent ----------------------------------------------------------------------

    def writable(self, request, group_letter_id):
        """The letter; 403 for those who write none."""
        letter = self.get_object(request, str(group_letter_id))
        if not super().has_change_permission(request, letter):
            raise PermissionDenied
        return letter

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def preview_view(self, request, group_letter_id):
        """The letter as real people get it, who they are, and who gets none; sent on POST."""
        letter = self.writable(request, group_letter_id)
        if request.method == "POST" and "trial" in request.POST:
            self.try_on_oneself(request, letter)
            return HttpResponseRedirect(request.get_full_path())
        if request.method == "POST":
            return self.send(request, letter)
        if letter.is_sent:
            return HttpResponseRedirect(self.change_page(letter))
        planned = group_letters.plan(letter)
        turn = (possible_id(request.GET.get("turn")) or 1) - 1
        context = {
            **self.admin_site.each_context(request),
            "title": _("Look at it and send it"),
            "opts": self.opts,
            "letter": letter,
            "conference": letter.conference,
            "plan": planned,
            "shown": samples(planned, turn),
            "short": short_samples(planned),
            "next": turn + 2,
            "without_address": planned.without_address[:SHOWN],
            "more": max(0, len(planned.without_address) - SHOWN),
            "speechless": group_letters.speechless_told(planned),
            "mark": group_letters.mark_of(letter),
            "email": request.user.email,
            "sends_mail": is_configured(),
            "may_export": may(request.user, Right.EXPORT, letter.conference),
        }
        return TemplateResponse(request, "admin/attendance/groupletter/preview.html", context)

    def change_page(self, letter):
        return reverse("admin:attendance_groupletter_change", args=[letter.pk])

    def send(self, request, letter):
        try:
            letter = group_letters.send(letter, by=request.user, seen=request.POST.get("mark", ""))
        except GroupLetterRefused as refusal:
            self.message_user(request, refusal.message, messages.WARNING)
            back = self.change_page(letter) if refusal.code == "sent" else request.path
            return HttpResponseRedirect(back)
        if is_configured():
            said = ngettext(
                "%(n)d letter is on its way.", "%(n)d letters are on their way.", letter.letters
            )
        else:
            said = ngettext(
                "This site sends no e-mail: %(n)d letter is held in the outbox.",
                "This site sends no e-mail: %(n)d letters are held in the outbox.",
                letter.letters,
            )
        level = messages.SUCCESS if is_configured() else messages.WARNING
        self.message_user(request, said % {"n": letter.letters}, level)
        return HttpResponseRedirect(self.change_page(letter))

    def try_on_oneself(self, request, letter):
        address = request.user.email
        if not is_address(address):
            said = _("Your account has no e-mail address. Enter it on your account’s page first.")
            self.message_user(request, said, messages.WARNING)
            return
        language = "en" if get_language() == "en" else "zh-hans"
        person = next(iter(group_letters.people_of(letter)), None)
        found = [
            (each, words)
            for each in (language, *(other for other in LANGUAGES if other != language))
            if person and (words := group_letters.trial_words(letter, each, person))
        ]
        if not found:
            said = _("The letter says nothing yet. Write what you want to tell them.")
            self.message_user(request, said, messages.WARNING)
            return
        spoken, words = found[0]
        me = Addressee(
            about="",
            name=request.user.get_full_name(),
            address=address,
            language=spoken,
            values={},
        )
        write_trial(letter.conference, letter.occasion, words, me)
        if is_configured():
            said = _("A trial is on its way to %(address)s.") % {"address": address}
            self.message_user(request, said, messages.SUCCESS)
        else:
            said = _("This site sends no e-mail: the trial is held in the outbox.")
            self.message_user(request, said, messages.WARNING)

    # --- Told by other means ----------------------------------------------------------------------

    @method_decorator(require_GET)
    def chat_view(self, request, group_letter_id):
        """The same for everybody at once, to be pasted into a chat."""
        letter = self.writable(request, group_letter_id)
        texts = []
        for language in SIDES.values():
            text, left = group_letters.chat_text(letter, language)
            if text:
                texts.append((html_lang_of(language), text, left))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Text for a chat group"),
            "opts": self.opts,
            "letter": letter,
            "conference": letter.conference,
            "texts": texts,
        }
        return TemplateResponse(request, "admin/attendance/groupletter/chat.html", context)

    @method_decorator(require_GET)
    def phones_view(self, request, group_letter_id):
        """The people of the letter as a list for a phone round; those without address on demand."""
        letter = self.get_object(request, str(group_letter_id))
        rows = letter.addressed.all()
        if "unreached" in request.GET:
            rows = rows.filter(email="")
        return phone_list(request, letter.conference, rows)

    def get_urls(self):
        own = [
            path(
                f"<int:group_letter_id>/{end}",
                self.admin_site.admin_view(view),
                name=f"attendance_groupletter_{name}",
            )
            for name, end, view in (
                ("preview", "preview/", self.preview_view),
                ("chat", "chat/", self.chat_view),
                ("phones", "phones.xlsx", self.phones_view),
            )
        ]
        return own + super().get_urls()


def samples(planned, turn: int) -> list:
    """[(HTML language, who, the letter)] of one person for each language, another each turn."""
    found = []
    for language in LANGUAGES:
        letters = [
            each
            for each in planned.letters
            if each.language == language and each.means == Letter.Means.MAIL
        ]
        if letters:
            letter = letters[turn % len(letters)]
            found.append((html_lang_of(language), letter.to_name, on_page(letter)))
    return found


def short_samples(planned) -> list:
    """[(HTML language, a short message, its length, in how many parts)], one for each language."""
    found = {}
    for letter in planned.letters:
        if letter.means == Letter.Means.SMS:
            found.setdefault(letter.language, letter.text)
    texts = [(language, found[language]) for language in LANGUAGES if language in found]
    return [(html_lang_of(language), text, *parts_of(text)) for language, text in texts]
