"""Names for what stands in a form without a label of its own: cells of tables, clocks, choosers.

Django's inlines and lists show the label of a column in its head alone. Who hears a page, or
speaks to it, meets the field by itself.
"""

from django.forms import BoundField, MultiWidget
from django.forms import ColorInput as _ColorInput

LANGUAGES = {"_zh": "zh-Hans", "_en": "en"}  # of a field, by the end of its name


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
        return super().as_widget(drawn, attrs, only_initial)

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
