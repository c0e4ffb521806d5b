"""The questions of a reply form in the admin: put in order by dragging, judged together, the usual
ones added with one press, and the form as people will see it.
"""

from adminsortable2.admin import CustomInlineFormSet, SortableStackedInline
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.decorators.http import require_safe

from conference.admin import ConferenceScopedInline
from conference.attendance.forms import PublicReplyForm
from conference.attendance.models import Question
from conference.attendance.questions.conditions import values_wanted
from conference.attendance.questions.options import option_lines
from conference.attendance.questions.other_kind import unread
from conference.attendance.questions.presets import PRESETS, USUAL, add_preset
from conference.attendance.questions.table import KINDS, questions_of
from conference.forms import ScopedModelForm
from conference.program.models import Participation
from conference.wording.labels import listed

NEEDS_OPTIONS = ("choice", "choices", "meals")


class QuestionForm(ScopedModelForm):
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("categories"),
        required=False,
        choices=Participation.Category.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: everybody is asked."),
    )
    # What may be chosen stands on the page: the formset knows.
    only_if = forms.ChoiceField(
        label=gettext_lazy("only if"),
        required=False,
        help_text=Question._meta.get_field("only_if").help_text,
    )


class QuestionFormSet(CustomInlineFormSet):
    """What is true of a question only beside the others."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "only_if" in form.fields:  # not for whoever may only read
            rows = self.get_queryset() if self.instance.pk else ()
            form.fields["only_if"].choices = [
                ("", _("always")),
                *(
                    # Emptied in a form that is refused, it is called by its kind.
                    (row.key, str(row) or row.get_kind_display())
                    for row in rows
                    if KINDS[row.kind].takes_conditions and row.pk != form.instance.pk
                ),
            ]

    def clean(self):
        super().clean()
        kept = [
            form
            for form in self.forms
            if not form.errors
            and not self._should_delete_form(form)
            and (form.instance.pk or form.has_changed())
        ]
        kept.sort(key=lambda form: form.cleaned_data.get("position") or 10**6)
        there, above = {form.instance.key for form in kept}, {}
        self.check_kinds([form for form in kept if form.instance.pk])
        for form in kept:
            self.check_options(form)
            self.check_limits(form)
            self.check_condition(form, above, there)
            above[form.instance.key] = form

    def check_kinds(self, forms):
        """What was answered has to be read as before. One query, where a kind changes, and one for
        each that does.
        """
        changed = {form.instance.pk: form for form in forms if "kind" in form.changed_data}
        for was in Question.objects.filter(pk__in=changed) if changed else ():
            form = changed[was.pk]
            if count := unread(was, form.instance):
                said = ngettext(
                    "%(n)d person has answered this as “%(kind)s”, and that could not be read any "
                    "more. Keep the kind, and add a new question for what you want to know now.",
                    "%(n)d people have answered this as “%(kind)s”, and that could not be read any "
                    "more. Keep the kind, and add a new question for what you want to know now.",
                    count,
                )
                form.add_error("kind", said % {"n": count, "kind": was.get_kind_display()})

    def check_options(self, form):
        said = form.cleaned_data
        if said.get("kind") not in Question.WITH_OPTIONS:
            return
        zh, en = (option_lines(said.get(name) or "") for name in ("options_zh", "options_en"))
        if not (zh or en) and said["kind"] in NEEDS_OPTIONS:
            form.add_error("options_zh", _("Write what can be chosen, one a line."))
        changed = {"options_zh", "options_en", "kind"} & {*form.changed_data}
        if zh and en and len(zh) != len(en) and changed:
            form.add_error(
                "options_zh",
                _(
                    "In Chinese these are %(zh)d options, in English %(en)d. Write the same ones "
                    "in the same order, or leave one language empty."
                )
                % {"zh": len(zh), "en": len(en)},
            )

    def check_limits(self, form):
        said = form.cleaned_data
        if said.get("kind") == Question.Kind.NUMBER:
            return
        for name in ("least", "greatest"):
            if said.get(name) is not None:
                form.add_error(
                    name, _("Only a number has limits. Empty this, or ask for a number.")
                )

    def check_condition(self, form, above, there):
        said = form.cleaned_data
        key, lines = said.get("only_if"), said.get("only_if_answer") or ""
        if not key:
            if lines.strip():
                form.add_error("only_if", _("Choose the question that is to be answered so."))
            return
        if key not in above:
            words = (
                _("The question of the condition has to stand above this one. Drag it there.")
                if key in there
                else _("The question of the condition is gone. Choose another, or “always”.")
            )
            form.add_error("only_if", words)
            return
        asked = above[key].instance
        wanted, unknown = values_wanted(asked, lines)
        if unknown or not wanted:
            form.add_error(
                "only_if_answer",
                _("“%(question)s” has no such answer: %(answers)s. Write one of those it has.")
                % {"question": asked, "answers": listed(unknown) or "–"},
            )


class QuestionInline(ConferenceScopedInline, SortableStackedInline):
    model = Question
    form, formset = QuestionForm, QuestionFormSet
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("label_zh", "label_en"),
                    ("kind", "is_required", "is_sensitive"),
                    ("options_zh", "options_en"),
                    "position",  # hidden: set by dragging
                )
            },
        ),
        (
            gettext_lazy("Condition, categories, hint, limits of a number"),
            {
                "fields": (
                    ("only_if", "only_if_answer"),
                    "categories",
                    ("hint_zh", "hint_en"),
                    ("least", "greatest"),
                ),
                "classes": ("collapse",),
            },
        ),
    )
    verbose_name_plural = gettext_lazy("questions, in the order they are asked")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name.startswith("options_"):
            field.widget.attrs["rows"] = 3
        if db_field.name == "only_if_answer":
            field.widget.attrs["rows"] = 2
        return field


class QuestionPages:
    """Before the admin of reply forms: the form as people see it, and the usual questions."""

    change_form_template = "admin/attendance/replyform/change_form.html"

    def get_urls(self):
        own = [
            ("<int:form_id>/preview/", require_safe(self.preview_view), "preview"),
            ("<int:form_id>/usual/", self.usual_view, "usual"),
        ]
        return [
            *(
                path(
                    route,
                    self.admin_site.admin_view(view),
                    name=f"attendance_replyform_{name}",
                )
                for route, view, name in own
            ),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        usual = [(name, preset.label) for name, preset in PRESETS.items()]
        more = {"usual_questions": usual} | (extra_context or {})
        return super().change_view(request, object_id, form_url, more)

    def preview_view(self, request, form_id):
        """In both languages, as somebody of one category is asked. Nothing can be sent."""
        offer = self.get_object(request, str(form_id))
        category = request.GET.get("category", Participation.Category.DELEGATE)
        if category not in Participation.Category.values:
            raise Http404
        questions = list(questions_of(offer.conference))
        shown = []
        for language in ("zh-hans", "en"):
            with override(language):
                form = PublicReplyForm(
                    choices=(),
                    questions=questions,
                    category=category,
                    auto_id=f"{language}-%s",
                )
                shown.append((language, self.drawn(request, offer, form)))
        context = {
            "offer": offer,
            "conference": offer.conference,
            "shown": shown,
            "categories": Participation.Category.choices,
            "category": category,
        }
        response = render(request, "attendance/form_preview.html", context)
        response["Cache-Control"] = "private, no-store"
        return response

    def drawn(self, request, offer, form):
        return render(
            request, "attendance/_form_preview.html", {"offer": offer, "form": form}
        ).content.decode()

    def usual_view(self, request, form_id):
        """Add the questions of one preset, or of those that a reply usually has."""
        offer = self.get_object(request, str(form_id))
        if not self.has_change_permission(request, offer):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])  # only buttons lead here
        wanted = request.POST.get("preset", "")
        names = USUAL if wanted == "usual" else (wanted,)
        if any(name not in PRESETS for name in names):
            raise Http404
        new = add_preset(offer, *names, by=request.user)
        if new:
            said = ngettext(
                "%(n)d question was added at the end. Look through it, and drag it to its place.",
                "%(n)d questions were added at the end. Look through them, and drag them to their "
                "places.",
                len(new),
            ) % {"n": len(new)}
            self.message_user(request, said, messages.SUCCESS)
        else:
            self.message_user(request, _("These questions stand on the form already."))
        there = reverse("admin:attendance_replyform_change", args=[offer.pk])
        return HttpResponseRedirect(f"{there}#questions-group")
