"""Names for what stands in a form without a label of its own: cells of tables, clocks, choosers.

Django's inlines and lists show the label of a column in its head alone. Who hears a page, or
speaks to it, meets the field by itself.
"""

import re
from copy import copy

from django.forms import BoundField, MultiWidget
from django.forms import ColorInput as _ColorInput
from django.utils.html import format_html
from django.utils.translation import gettext as _

LANGUAGES = {"_zh": "zh-Hans", "_en": "en"}  # of a field, by the end of its name
# What boxes of a kind can show. A browser leaves such a box empty, or black, at anything else.
SHOWABLE = {
    "number": re.compile(r"-?(\d+|\d*\.\d+)(e[-+]?\d+)?", re.ASCII | re.IGNORECASE),
    "color": re.compile(r"#[0-9a-f]{6}", re.ASCII | re.IGNORECASE),
}


class NamedBoundField(BoundField):
    """A field that carries its label, wherever it is drawn, and the language it is written in.

    A form whose rows are those of a table sets `is_in_table`: the help stands in the column's head
    there, and nothing beside the field can describe it.
    """

    def as_widget(self, widget=None, attrs=None, only_initial=False):
        drawn = widget or self.field.widget
        attrs = dict(attrs or {})
        if not drawn.is_hidden:
            is_row = self.form.prefix and not self.use_fieldset
            if self.label and (is_row or isinstance(drawn, MultiWidget)):
                attrs.setdefault("aria-label", self.label)
            language = LANGUAGES.get(self.name[-3:])
            if language:
                attrs.setdefault("lang", language)
        if not self.is_showable_in(drawn):  # so that it can be seen and mended
            drawn = copy(drawn)
            drawn.input_type = "text"
        return super().as_widget(drawn, attrs, only_initial)

    def is_showable_in(self, widget):
        showable = SHOWABLE.get(getattr(widget, "input_type", None))
        if showable is None or not self.form.is_bound:
            return True
        value = widget.format_value(self.value())
        return value in (None, "") or bool(showable.fullmatch(str(value)))

    def __str__(self):
        drawn = super().__str__()
        if not self.lost_its_file:
            return drawn
        said = _("Choose the file once more: a page that comes back cannot keep it.")
        return drawn + format_html('<p class="choose-again">{}</p>', said)

    __html__ = __str__

    @property
    def lost_its_file(self) -> bool:
        """Whether a file was chosen here, and the page asks once more (browsers forget it)."""
        return self.form.is_bound and self.html_name in self.form.files

    @property
    def aria_describedby(self):
        described = super().aria_describedby
        if described and getattr(self.form, "is_in_table", False):
            described = described.replace(f"{self.auto_id}_helptext", "").strip()
        return described

    def label_tag(self, *args, **kwargs):
        # What is hidden has nothing to point at.
        return "" if self.is_hidden else super().label_tag(*args, **kwargs)


class ColorInput(_ColorInput):
    """A color can be neither too long nor missing; HTML refuses to hear of either."""

    def use_required_attribute(self, initial):
        return False

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"].pop("maxlength", None)
        return context
