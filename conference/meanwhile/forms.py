"""One form of the admin that writes what its person changed, on the row as it is now.

It carries what its page was made with as one hidden value of plain JSON (`made-with`): a claim of
the browser about what a person saw. It decides only which boxes they changed; rights, choices and
rules are asked as ever. Where two changed one field to different values nothing is written: the
page comes back with both, and asks.
"""

import json

from django.core.exceptions import ValidationError
from django.db.models import CharField as CharColumn
from django.db.models import TextField
from django.forms import CharField
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from conference.accessible import NamedBoundField
from conference.added_once import FORM_ID
from conference.meanwhile.again import SavedPage
from conference.meanwhile.authors import FILES, author_of, shown
from conference.merging import merged_set, plain, restored, token

CLAIM = "made-with"


def written_texts(opts, data, *, prefix="") -> list:
    """[(label, text)] of what a form's page sent otherwise than it was made; texts alone."""
    try:
        claimed = dict(json.loads(data.get(f"{prefix}{CLAIM}") or "{}").items())
    except (AttributeError, ValueError, RecursionError):
        return []
    columns = {column.name: column for column in opts.concrete_fields}
    return [
        (columns[name].verbose_name, data[f"{prefix}{name}"])
        for name, was in claimed.items()
        if name in columns
        and isinstance(columns[name], CharColumn | TextField)
        and data.get(f"{prefix}{name}", "").strip() not in ("", str(was).strip())
    ]


class MergingBoundField(NamedBoundField):
    """A box that shows what it will hold, and carries what its form's page was made with."""

    def value(self):
        if self.name in self.form.theirs:
            return self.field.prepare_value(self.form.now.get(self.name))
        return super().value()

    def __str__(self):
        return super().__str__() + self.form.carried_beside(self.name)

    __html__ = __str__


class MergingForm:
    """Mixin before a ModelForm. Sets of names: `theirs` (a colleague's value stands, seen or
    not), `conflicts` (both changed it, and somebody has to choose).
    """

    bound_field_class = MergingBoundField
    merges = True  # not where a form is to write all it holds, as the revert to a version
    by = None  # the person at work, set by the admin
    form_id = ""  # of the page's own form, where it adds a row
    page = SavedPage()  # the one that is sent, set by the admin
    order_field = None  # merged by the formset, for all its rows at once

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.now, self.seen, self.standing = dict(self.initial), {}, {}
        self.theirs, self.conflicts, self.chosen = set(), set(), {}
        # What is written in the row is read before a form lays its own values over it.
        if self.is_bound and self.is_of_a_row:
            self.standing = self.plain_values()
            self.seen = dict(self.standing)
            self.take_claim()

    @property
    def is_of_a_row(self) -> bool:
        return self.merges and self.instance.pk is not None and not self.instance._state.adding

    def columns(self):
        """The columns of the form's boxes, by name."""
        opts = self.instance._meta
        every = {column.name: column for column in (*opts.concrete_fields, *opts.many_to_many)}
        return {n: every[n] for n in self.fields if n in every and not every[n].primary_key}

    def plain_values(self) -> dict:
        found = {}
        for name, column in self.columns().items():
            if column.many_to_many:
                found[name] = sorted(row.pk for row in self.now.get(name, ()))
            else:
                found[name] = plain(column, self.instance)
        return found

    def take_claim(self):
        """What the page was made with becomes what changes are measured from."""
        try:
            claimed = json.loads(self.data.get(self.add_prefix(CLAIM)) or "{}")
            claimed = dict(claimed.items()) | self.saved_by_page()
        except (AttributeError, ValueError, RecursionError):
            return
        for name, column in self.columns().items():
            if name not in claimed or name not in self.initial:
                continue
            try:
                initial = restored(column, claimed[name])
                if column.get_internal_type() not in FILES:
                    self.initial[name] = initial  # a file is new or it is not
            except (TypeError, ValueError, OverflowError, ValidationError):
                continue
            self.seen[name] = claimed[name]

    def save(self, commit=True):
        if self.is_of_a_row:
            self.page.remember(self)
        return super().save(commit)

    @cached_property
    def changed_data(self):
        """Without texts whose ends a box trims: nobody has typed there."""
        return [name for name in super().changed_data if not self._reads_the_same(name)]

    def _reads_the_same(self, name):
        box = self.fields[name]
        if not isinstance(box, CharField) or not isinstance(self.initial.get(name), str):
            return False
        return box.to_python(self.initial[name]) == box.to_python(self[name].data)

    def saved_by_page(self):
        """What this very page has saved and nobody has changed or taken back since."""
        saved = self.page.saved_of(self.instance)
        return {name: v for name, v in saved.items() if self.standing.get(name) == v}

    # --- The merge ------------------------------------------------------------------------------

    def clean(self):
        cleaned = super().clean()
        for name, column in self.columns().items():
            if name in self.seen and name != self.order_field:
                self.merge(name, column)
        return cleaned

    def merge(self, name, column):
        seen, now = self.seen[name], self.standing[name]
        changed = name in self.changed_data
        if seen == now:
            return
        if not changed or self.fields[name].disabled:
            self.take_theirs(name)
        elif column.many_to_many:
            if name not in self._errors:
                mine = {row.pk for row in self.cleaned_data[name]}
                rows = column.remote_field.model._default_manager
                self.cleaned_data[name] = rows.filter(pk__in=merged_set(seen, mine, now))
        elif not self.fields[name].has_changed(self.now.get(name), self[name].data):
            self.take_theirs(name)
        elif name not in self._errors:
            self.settle(name, column, seen, now)

    def take_theirs(self, name):
        value = self.now.get(name, ())
        many = self.columns()[name].many_to_many
        self.cleaned_data[name] = list(value) if many else getattr(self.instance, name)
        self._errors.pop(name, None)
        self.theirs.add(name)
        if name in self.changed_data:
            self.changed_data.remove(name)

    def settle(self, name, column, seen, now):
        """Follow the person's choice about exactly this pair of values, or ask for it."""
        is_file = column.get_internal_type() in FILES
        key = self.add_prefix(f"{name}-keep")
        choice, _sep, about = self.data.get(key, "").partition("-")
        if about == token(now) and choice == "theirs":
            self.take_theirs(name)
        elif about == token(now) and choice == "mine":
            self.chosen[key] = f"mine-{token(now)}"
        else:
            self.conflicts.add(name)
            zone = getattr(self.fields[name], "zone", None)
            author = author_of(self.instance, name)
            mine = self.cleaned_data[name]
            box = render_to_string(
                "admin/meanwhile/field.html",
                {
                    "key": key,
                    "token": token(now),
                    "author": author.named(self.by),
                    "is_own": author.user is not None and author.user == self.by,
                    "label": self.fields[name].label or column.verbose_name,
                    "seen": shown(column, seen, zone),
                    "theirs": shown(column, now, zone),
                    "mine": shown(column, self._plain_of(column, mine), zone),
                    "is_file": is_file,
                },
            )
            self.add_error(name, ValidationError(box, code="conflict"))

    @staticmethod
    def _plain_of(column, value):
        if column.is_relation:
            return value.pk if value is not None else None
        if column.get_internal_type() in FILES:
            return getattr(value, "name", "")
        return value

    # --- Carried by the page --------------------------------------------------------------------

    def carried_beside(self, name):
        """The hidden values of the form, beside its id or, where it has none, its first box."""
        pk = self.instance._meta.pk.name
        if name != (pk if pk in self.fields else next(iter(self.fields))):
            return SafeString()
        hidden = '<input type="hidden" name="{}" value="{}">'
        if not self.is_of_a_row:
            own = {FORM_ID: self.form_id} if self.form_id else {}
            if own and (conference := getattr(self, "conference", None)):
                own["conference"] = conference.pk  # whatever its person works in when it is sent
            return format_html_join("", hidden, own.items())
        claim = self.seen or self.plain_values()
        open_boxes = {n: value for n, value in claim.items() if not self.fields[n].disabled}
        values = {self.add_prefix(CLAIM): json.dumps(open_boxes, ensure_ascii=False)}
        return format_html_join("", hidden, (values | self.chosen).items())
