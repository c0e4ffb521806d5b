"""The column of the language that a session is held in, and how it is chosen."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference import spoken
from conference.people.pinyin import sort_name


class LanguageSelect(forms.Select):
    """A tag that is not in the list (from another system's file) stands in it all the same."""

    def optgroups(self, name, value, attrs=None):
        groups = super().optgroups(name, value, attrs)
        known = {option["value"] for _name, options, _index in groups for option in options}
        for tag in value:
            if tag and tag not in known:
                label = spoken.name_of(tag)
                option = self.create_option(name, tag, label, True, len(groups), attrs=attrs)
                groups.append((None, [option], len(groups)))
        return groups


class LanguageChoice(forms.ChoiceField):
    """This site's two first, then the others by their names in the reader's language."""

    widget = LanguageSelect
    default_error_messages = {
        "invalid_choice": _("“%(value)s” is no language. Choose one from the list.")
    }

    def __init__(self, **options):
        super().__init__(choices=language_choices, **options)

    def valid_value(self, value):
        return super().valid_value(value) or spoken.canonical(value) == value


def language_choices():
    others = [(tag, str(name)) for tag, name in spoken.OTHERS.items()]
    return [
        ("", "---------"),
        *((tag, str(name)) for tag, name in spoken.COMMON.items()),
        (_("other languages"), sorted(others, key=lambda choice: sort_name(choice[1]))),
    ]


class LanguageField(models.CharField):
    """A tag of BCP 47, `both`, or ''."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"max_length": spoken.LONGEST_TAG, "blank": True} | options)

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if value and value != spoken.BOTH and spoken.canonical(value) != value:
            message = LanguageChoice.default_error_messages["invalid_choice"]
            raise ValidationError(message, code="invalid_choice", params={"value": value})

    def formfield(self, **options):
        options.pop("widget", None)  # the admin's box for text
        return super(models.CharField, self).formfield(**{"form_class": LanguageChoice} | options)

    def shown(self, value) -> str:
        """The value as people read it."""
        return spoken.name_of(value)
