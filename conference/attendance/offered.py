"""What a form that was filled in a while ago says of things that are not offered (any more).

Nothing of it is dropped in silence: an answer that cannot be kept is told at its field, and the
rest of what was written stays in the form.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conference.attendance.fields import MOST_SHOWN


class AsOffered:
    """Mixin before a Form. `may_be_gone(name)` says which names are asked only while offered."""

    def may_be_gone(self, name: str) -> bool:
        return False

    def said_of_two(self, name: str) -> str:
        return _("This came twice, with different answers. Give one.")

    def clean(self):
        cleaned = super().clean()
        for name in self.fields:
            if name not in self.errors and self._came_twice(name):
                self.add_error(name, ValidationError(self.said_of_two(name), code="twice"))
        for name, answer in answers_to_nothing(self):
            self.add_error(
                None,
                ValidationError(
                    _(
                        "“%(answer)s” answers something that is no longer asked. Look through "
                        "your reply and send it again."
                    )
                    if name != "sessions"
                    else _(
                        "Sub-forums can no longer be chosen here. Look through your reply and "
                        "send it again."
                    ),
                    params={"answer": answer[:MOST_SHOWN]},
                    code="not_offered",
                ),
            )
        return cleaned

    def _came_twice(self, name):
        takes_many = isinstance(self.fields[name], forms.MultipleChoiceField)
        return not takes_many and len(set(self.data.getlist(self.add_prefix(name)))) > 1


def answers_to_nothing(form) -> list[tuple[str, str]]:
    """[(name, answer)] of what was sent to fields that the form does not have (any more); of a file
    its name.
    """
    files = form.files.lists() if hasattr(form.files, "lists") else ()
    named = [(name, [each.name for each in uploads]) for name, uploads in files]
    return [
        (name, answer)
        for name, answers in [*form.data.lists(), *named]
        if name not in form.fields and form.may_be_gone(name)
        for answer in dict.fromkeys(filter(str.strip, answers))
    ][:20]
