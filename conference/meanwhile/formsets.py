"""Many rows on one page, of a list or of their owner, while colleagues change the same rows."""

from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.forms import ModelChoiceField
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet, BaseModelFormSet
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from conference.exchanging import exchanged_names, owner_of, park, said_twice
from conference.ids import possible_id
from conference.meanwhile.again import said_in
from conference.meanwhile.authors import (
    Author,
    author_of,
    author_of_deletion,
    hold,
    shown,
    versions_of,
)
from conference.meanwhile.forms import CLAIM, written_texts
from conference.merging import in_order_of, merged_order, plain, token, without_forms, woven
from conference.wording.labels import listed


@dataclass
class Gone:
    """A row that a colleague deleted while this person changed it."""

    label: str
    author: Author
    changes: list = field(default_factory=list)  # [(label, what was written)]


class OwnRow(ModelChoiceField):
    """The hidden key of a row that was read with all the others, which Django reads once more."""

    def __init__(self, row, box):
        super().__init__(box.queryset, initial=box.initial, required=False, widget=box.widget)
        self.row = row

    def to_python(self, value):
        return self.row if value == str(self.row.pk) else super().to_python(value)


class MergingFormSet:
    """Mixin before a model formset: rows of a list, or on the page of their owner."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.gone, self.reordered, self.served = [], [], []
        if self.is_bound:
            self.form.order_field = getattr(self, "default_order_field", None)
            self.read_rows_anew()
            self.leave_out_served()

    @property
    def by(self):
        return self.form.by

    def add_fields(self, form, index):
        super().add_fields(form, index)
        key = self.model._meta.pk.name
        box = form.fields.get(key)
        if type(box) is ModelChoiceField and form.instance.pk is not None:
            form.fields[key] = OwnRow(form.instance, box)

    def read_rows_anew(self):
        """Hold the rows that the page sends, and leave out those that are no longer there."""
        sent = {}
        for number in range(min(self.initial_form_count(), self.absolute_max)):
            key = f"{self.add_prefix(number)}-{self.model._meta.pk.name}"
            if (pk := possible_id(self.data.get(key))) is not None:
                sent[number] = pk
        hold(self.model, list(sent.values()))
        there = {row.pk for row in self.get_queryset()}
        lost = {
            number: pk
            for number, pk in sent.items()
            # A row that no page has shown is none that went; Django refuses it.
            if pk not in there and f"{self.add_prefix(number)}-{CLAIM}" in self.data
        }
        if not lost:
            return
        self.gone = [gone for number, pk in lost.items() if (gone := self.gone_row(number, pk))]
        self.leave_out(lost, "TOTAL_FORMS", "INITIAL_FORMS")

    def leave_out(self, numbers, *counts):
        self.data = without_forms(self.data, self.prefix, numbers)
        self.files = without_forms(self.files, self.prefix, numbers) if self.files else self.files
        for name in counts:
            key = f"{self.prefix}-{name}"
            self.data[key] = str(int(self.data[key]) - len(numbers))
        self.__dict__.pop("management_form", None)

    def leave_out_served(self):
        """New rows that this very page has added and that stand: it was gone back to."""
        if not self.form.page.has_added_to(self.prefix):
            return
        standing, numbers = self.form.page.standing(self.prefix, self.get_queryset()), []
        for number in range(self.initial_form_count(), self.total_form_count()):
            if rows := standing.get(self.said_in(self.add_prefix(number))):
                self.served.append(rows.pop(0))
                numbers.append(number)
        if numbers:
            self.leave_out(numbers, "TOTAL_FORMS")

    def said_in(self, form_prefix) -> str:
        return said_in(form_prefix, self.data, self.files, aside=self.form.order_field)

    def gone_row(self, number, pk) -> Gone | None:
        """The deleted row that this person had changed; None where they had not."""
        prefix = self.add_prefix(number)
        if self.can_delete and self.data.get(f"{prefix}-DELETE"):
            return None
        versions = versions_of(self.model, pk)
        try:
            label = str(versions[0].instance) if versions else self.model._meta.verbose_name
            written = self.written_over(prefix, versions)
        except ObjectDoesNotExist:  # what it pointed to is gone as well
            label, written = (
                self.model._meta.verbose_name,
                written_texts(self.model._meta, self.data, prefix=f"{prefix}-"),
            )
        return Gone(str(label), author_of_deletion(versions), written) if written else None

    def written_over(self, prefix, versions):
        """[(label, what was written)] of the boxes that were changed; texts alone where the row
        keeps no history to be read from.
        """
        if not versions:
            return written_texts(self.model._meta, self.data, prefix=f"{prefix}-")
        row = versions[0].instance
        row._state.adding = False
        form = self.form(self.data, self.files, prefix=prefix, instance=row)
        names = [name for name in form.changed_data if name != form.order_field]
        return [(form[name].label, form[name].data) for name in names]

    # --- Judged when all is in ------------------------------------------------------------------

    def full_clean(self):
        """Each row is judged beside those that this save leaves as they are."""
        for form in self.forms if self.is_bound and (keys := self.exchanging()) else ():
            form.exchanging = keys
        super().full_clean()

    def exchanging(self) -> list:
        """Keys of the rows that give up a unique value, where another row may take it."""
        if owner_of(self.model) is None:
            return []
        names = exchanged_names(self.model)
        there = [form for form in self.initial_forms if form.instance.pk]
        gone = [form for form in there if self.is_ticked_for_deletion(form)]
        moved = [f for f in there if f not in gone and names.intersection(f.changed_data)]
        new = [form for form in self.extra_forms if form.has_changed()]
        giving, taking = [*moved, *gone], [*moved, *new]
        return (
            [f.instance.pk for f in giving] if taking and {*giving, *taking} != {*moved[:1]} else []
        )

    def is_ticked_for_deletion(self, form) -> bool:
        """Also before the form is read."""
        if not self.can_delete:
            return False
        box, name = form.fields[DELETION_FIELD_NAME], form.add_prefix(DELETION_FIELD_NAME)
        return bool(box.widget.value_from_datadict(form.data, form.files, name))

    def judge_together(self):
        """Rows of this page that say one thing twice; Django compares rules without conditions."""
        kept = {
            id(form.instance): form
            for form in self.forms
            if not form.errors
            and not self._should_delete_form(form)
            and (form.instance.pk or form.has_changed())
        }
        rows = [form.instance for form in kept.values()]
        changed = [form.instance for form in kept.values() if form.has_changed()]
        for row, rule in said_twice(self.model, rows, changed=changed):
            form = kept[id(row)]
            if not form.errors:
                form.add_error(NON_FIELD_ERRORS, rule.get_violation_error_message())

    def clean(self):
        super().clean()
        self.judge_together()
        found = [ValidationError(self.told_gone(gone), code="gone") for gone in self.gone]
        found += self.refused_deletions()
        found += self.added_twice()
        found += self.merge_order()
        if found:
            raise ValidationError(found)

    def told_gone(self, gone):
        words = _(
            "%(who)s deleted “%(row)s” while you were changing it. Nothing has been saved yet: "
            "look at the rest and save again. What you had written there: %(written)s"
        )
        written = listed(
            f"{label}: {value if value not in (None, '', []) else _('(empty)')}"
            for label, value in gone.changes
        )
        who = gone.author.named(self.by)
        return words % {"who": who, "row": gone.label, "written": written}

    def refused_deletions(self):
        """A row that a colleague changed since the page was made is not deleted unasked."""
        found = []
        for form in self.initial_forms if self.can_delete else ():
            if not self._should_delete_form(form) or form.instance.pk is None:
                continue
            changed = [
                name
                for name, value in form.standing.items()
                if form.seen.get(name) != value and name != form.order_field
            ]
            about, key = token(form.standing), form.add_prefix("delete-anyway")
            if not changed or self.data.get(key) == about:
                if changed:
                    form.chosen[key] = about
                continue
            author = author_of(form.instance, changed[0])
            columns = form.columns()
            context = {
                "key": key,
                "token": about,
                "author": author.named(self.by),
                "row": str(form.instance),
                "changes": [
                    (
                        form.fields[name].label,
                        shown(columns[name], form.seen.get(name)),
                        shown(columns[name], form.standing[name]),
                    )
                    for name in changed
                    if not columns[name].many_to_many
                ],
            }
            box = render_to_string("admin/meanwhile/deleting.html", context)
            found.append(ValidationError(box, code="conflict"))
        return found

    @cached_property
    def unseen(self):
        """Rows of this formset that the page does not know: colleagues added them."""
        known = {form.instance.pk for form in self.initial_forms}
        return [row for row in self.get_queryset() if row.pk not in known]

    def added_twice(self):
        """A row that a colleague has added meanwhile, exactly so, is not added once more."""
        found = []
        for form in self.extra_forms:
            if not form.has_changed() or form.errors or self._should_delete_form(form):
                continue
            columns = {n: c for n, c in form.columns().items() if n != form.order_field}
            mine = {n: plain(c, form.instance) for n, c in columns.items() if not c.many_to_many}
            for row in self.unseen:
                if mine and all(plain(columns[name], row) == mine[name] for name in mine):
                    author = author_of(row, next(iter(mine)))
                    text = _(
                        "%(who)s has added “%(row)s” meanwhile, exactly as here. Take your new row "
                        "off the page, or change it."
                    ) % {"who": author.named(self.by), "row": row}
                    form.add_error(None, ValidationError(text, code="added"))
                    found.append(ValidationError(text, code="added"))
        return found

    # --- The order of rows ----------------------------------------------------------------------

    def merge_order(self):
        """One dragged a row, a colleague added or moved another: the order of all is merged."""
        name = self.form.order_field
        kept = [f for f in self.initial_forms if f.instance.pk and not self._should_delete_form(f)]
        if name is None or any(name not in form.cleaned_data for form in kept):
            return []
        forms_by_pk = {form.instance.pk: form for form in kept}
        places = {pk: number for number, pk in enumerate(forms_by_pk)}

        def sorted_by(value_of):
            return sorted(places, key=lambda pk: (value_of(forms_by_pk[pk]) or 0, places[pk]))

        seen = sorted_by(lambda form: form.seen[name])
        mine = sorted_by(lambda form: form.cleaned_data[name])
        now = [row.pk for row in self.get_queryset() if row.pk not in self.being_deleted()]
        key = f"{self.prefix}-order-keep"
        choice, _sep, about = self.data.get(key, "").partition("-")
        chosen = choice if about == token(now) else ""
        order = merged_order(seen, mine, now)
        if order is None and chosen:
            order = now if chosen == "theirs" else in_order_of(mine, now)
        if order is None:
            return [self.told_order(key, now, mine, forms_by_pk)]
        self.put_in_order(name, order, now, kept)
        return []

    def being_deleted(self):
        return {f.instance.pk for f in self.initial_forms if self._should_delete_form(f)}

    def put_in_order(self, name, order, now, kept):
        """Write places where the order is another than it is now, and only then.

        New rows that were dragged to a place stand behind the row they were dragged behind.
        """
        added = [
            form
            for form in self.extra_forms
            if form.has_changed() and form.cleaned_data.get(name) and not form.errors
        ]
        placed = sorted((*kept, *added), key=lambda form: form.cleaned_data[name] or 0)
        order = woven(order, [form.instance.pk or form for form in placed])
        if order == now:
            places = {form.instance.pk: form.standing[name] for form in kept}
        else:
            places = {key: number for number, key in enumerate(order, start=1)}
        for form in (*kept, *added):
            self.put(form, name, places[form.instance.pk or form])
        for row in self.unseen:
            if places.get(row.pk, getattr(row, name)) != getattr(row, name):
                setattr(row, name, places[row.pk])
                self.reordered.append(row)

    @staticmethod
    def put(form, name, place):
        form.cleaned_data[name] = place
        setattr(form.instance, name, place)
        changed = form.changed_data
        if place != form.standing.get(name) and name not in changed:
            changed.append(name)
        elif place == form.standing.get(name) and name in changed:
            changed.remove(name)

    def told_order(self, key, now, mine, forms_by_pk):
        # By name as they are now: a form has laid its own values over its row.
        rows = {row.pk: row for row in self.get_queryset()}
        author = max(
            (author_of(form.instance, self.form.order_field) for form in forms_by_pk.values()),
            key=lambda author: author.at.timestamp() if author.at else 0,
        )
        context = {
            "key": key,
            "token": token(now),
            "author": author.named(self.by),
            "theirs": [str(rows[pk]) for pk in now if pk in forms_by_pk],
            "mine": [str(rows[pk]) for pk in mine],
        }
        box = render_to_string("admin/meanwhile/order.html", context)
        return ValidationError(box, code="conflict")

    def save(self, commit=True):
        self.forget_edits_of_what_goes()
        if commit and (keys := self.exchanging()):
            park(self.model, keys)
        page, new = self.form.page, []
        if page.key:  # before the files are taken away
            kept = (form for form in self.extra_forms if not self.is_ticked_for_deletion(form))
            new = [(form, self.said_in(form.prefix)) for form in kept if form.has_changed()]
        saved = super().save(commit=commit)
        for form, said in new:
            page.remember_added(self.prefix, form, said)
        for row in self.reordered:
            row.save(update_fields=[self.form.order_field])
        return saved

    def forget_edits_of_what_goes(self):
        """What was written over a row that is deleted in the same save never stood in it, so that
        history, and an Undo, have what did. One query, none where nothing is deleted.
        """
        gone = {f.instance.pk: f.instance for f in self.deleted_forms if f.instance.pk}
        rows = self.model._base_manager.filter(pk__in=list(gone)) if gone else ()
        for stands in rows:
            for column in self.model._meta.concrete_fields:
                setattr(gone[stands.pk], column.attname, getattr(stands, column.attname))

    @property
    def is_in_conflict(self) -> bool:
        told = [error.code for error in self.non_form_errors().as_data()]
        return any(code in ("gone", "conflict", "added") for code in told) or any(
            form.conflicts for form in self.forms
        )


class MergingListFormSet(MergingFormSet, BaseModelFormSet):
    """The rows of an editable list."""


class MergingInlineFormSet(MergingFormSet, BaseInlineFormSet):
    """Rows on the page of their owner."""


def merging(formset_class):
    """The class with the merge, if it has not got it."""
    if issubclass(formset_class, MergingFormSet):
        return formset_class
    if formset_class is BaseInlineFormSet:
        return MergingInlineFormSet
    return type(f"Merging{formset_class.__name__}", (MergingFormSet, formset_class), {})
