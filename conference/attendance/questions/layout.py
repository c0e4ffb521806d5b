"""The questions on a page: sections, what belongs together, and what is asked only if."""

import json
from collections.abc import Iterable

from crispy_forms.layout import Div, LayoutObject
from django.forms import Form
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from conference.attendance.models import Question
from conference.attendance.questions.conditions import Condition, conditions, sections
from conference.attendance.questions.table import box_name, kind_of


class Group(LayoutObject):
    """Fields under a legend, with the sentence that says when they are asked. Crispy's own Fieldset
    takes its legend for a template.
    """

    def __init__(
        self,
        *fields: str | LayoutObject,
        legend: str = "",
        hint: str = "",
        condition: Condition | None = None,
        is_section: bool = False,
    ):
        self.fields = list(fields)
        self.legend, self.hint, self.condition = legend, hint, condition
        self.is_section = is_section

    def render(self, form: Form, context: dict, template_pack: str = "", **kwargs) -> SafeString:
        inside = mark_safe(
            self.get_rendered_fields(form, context, template_pack or "bootstrap5", **kwargs)
        )
        hint = format_html('<p class="form-text">{}</p>', self.hint) if self.hint else ""
        told, marks = "", ""
        if self.condition:
            told = format_html('<p class="only-if">{}</p>', str(self.condition))
            marks = format_html(
                ' data-only-if="{}" data-only-if-any="{}"',
                self.condition.box,
                json.dumps(self.condition.values),
            )
        kind = "section" if self.is_section else "question"
        if not self.legend:
            return format_html('<div class="{}"{}>{}{}{}</div>', kind, marks, told, hint, inside)
        return format_html(
            '<fieldset class="{}"{}><legend>{}</legend>{}{}{}</fieldset>',
            *(kind, marks, self.legend, told, hint, inside),
        )


def question_groups(questions: Iterable[Question]) -> list[Group]:
    """The layout of the boxes that `boxes` makes of these questions."""
    questions = list(questions)
    hangs_on = conditions(questions)
    found = []
    for heading, below in sections(questions):
        groups = [_group(question, hangs_on.get(question)) for question in below]
        found.append(
            Group(
                *groups,
                legend=str(heading) if heading else _("Questions"),
                hint=str(heading.hint) if heading else "",
                condition=hangs_on.get(heading) if heading else None,
                is_section=True,
            )
        )
    return found


def _group(question: Question, condition: Condition | None) -> Group:
    parts = list(kind_of(question).parts(question))
    if parts == [""]:
        return Group(box_name(question), condition=condition)
    rows: list[str | LayoutObject] = []
    for row in kind_of(question).rows:
        names = [box_name(question, part) for part in row if part in parts]
        rows += [Div(*names, css_class="form-pair")] if len(names) > 1 else names
    return Group(*rows, legend=str(question), hint=str(question.hint), condition=condition)
