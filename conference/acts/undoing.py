"""Taking an act back: its rows stand again as they stood before, or nothing happens and it is said
why.

    act --images_of--> each row before and after --+--> removed   (those it added)
                                                   +--> restored  (those it changed)
         Act.kept  (what history leaves out) ------+--> made anew (those it deleted)

One transaction and itself an act, which can be taken back as well. The number of queries depends on
how many kinds of row the act wrote, not on how many rows.
"""

from django.apps import apps
from django.db import IntegrityError, connections, router, transaction
from django.db.models import SET_NULL, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_noop

from conference.acts.aside import Aside
from conference.acts.checks import (
    check_rules,
    check_targets,
    check_unique,
    forget_what_they_point_to,
)
from conference.acts.images import PAST_HISTORY, Image, images_of, keys_of, models_of
from conference.acts.refusal import (
    refuse_by_database,
    refuse_changed,
    refuse_final,
    refuse_late,
    refuse_nothing,
    refuse_published,
    refuse_rights,
    refuse_undone,
    refuse_unknown,
    refuse_used,
)
from conference.acts.rights import not_editable
from conference.acts.writing import act
from conference.history import BATCH, create_rows, delete_rows, update_rows
from conference.hooks import Hook
from conference.models import Conference, Stamped
from conference.models.acts import Act
from conference.permissions import roles_of
from conference.stamps import raise_stamps

TAKEN_BACK = gettext_noop("Taken back")
DONE_AGAIN = gettext_noop("Done again")

# Asked with the conference (or None) and the kinds of row, inside the transaction.
AFTERWARDS: Hook[..., None] = Hook("What follows from rows that were brought back?")


def take_back(taken: Act, *, by, at=None) -> Act:
    """Undo an act; returns the act that this is. Raises UndoRefused, with nothing changed; times in
    its words are those of the conference's clock.

    Per kind of row some ten queries, for any number of rows, and one more for 500.
    """
    roles_of(by)  # as they are now: what comes back gives nobody the right to bring it back
    try:
        with transaction.atomic():
            return _Undo(taken, by, at).run()
    except IntegrityError:
        refuse_by_database()


def standing_in_the_way(taken: Act, *, at=None) -> None:
    """Raises UndoRefused for an act that is over or was taken back; no query for its rows."""
    if taken.undo_until is None:
        refuse_final()
    if not taken.is_fresh(at=at):
        refuse_late()


class _Undo:
    def __init__(self, taken, by, at):
        self.taken, self.by, self.at = taken, by, at
        self.images: dict[type, list[Image]] = {}
        self.now: dict[type, dict] = {}  # rows as they stand, by model and id
        self.scopes: set[str] = set()  # of pages that show them
        self.kept: dict = {}  # what the act kept aside
        self.aside = Aside()  # what this one does

    def run(self) -> Act:
        self.hold()
        conference = self.taken.conference
        with timezone.override(conference.zone if conference else timezone.get_default_timezone()):
            return self.on_its_clock()

    def on_its_clock(self) -> Act:
        self.refuse_if_over()
        self.read()
        self.check()
        words = DONE_AGAIN if self.taken.undoes_id else TAKEN_BACK
        conference = self.taken.conference
        with act(by=self.by, conference=conference, words=words, undoes=self.taken) as writing:
            self.aside = writing.aside
            self.remove()
            for model in in_order_of_need(self.images):
                self.restore(model)
                self.make_anew(model)
            self.make_beside()
            self.check_after()
            raise_stamps(*self.scopes)
            AFTERWARDS.ask(conference, set(self.images), self.by)
        if writing.saved is None:
            raise RuntimeError("An undo stands in no other act.")
        return writing.saved

    # --- What there is ----------------------------------------------------------------------------

    def hold(self):
        """First what all who write hold first; then the act, which one alone takes back."""
        if self.taken.conference_id:
            Conference.objects.lock(self.taken.conference_id)
        rows = Act.objects.select_for_update(of=("self",), no_key=True)
        self.taken = rows.select_related("by", "conference").get(pk=self.taken.pk)
        self.kept = self.taken.kept or {}

    def refuse_if_over(self):
        standing_in_the_way(self.taken, at=self.at)
        undo = Act.objects.filter(undoes=self.taken.pk).select_related("by").first()
        if undo is not None:
            refuse_undone(undo, reader=self.by)

    def read(self):
        for model in models_of(self.taken):
            # First held, then read: what others wrote until then is seen, and nobody writes more.
            self.now[model] = self.rows_held(model, keys_of(model, self.taken))
            self.images[model] = images_of(model, self.taken)
        every = [image for images in self.images.values() for image in images]
        if all(not (i.was_added or i.was_deleted or i.changed or self.private(i)) for i in every):
            refuse_nothing()

    def rows_held(self, model, keys) -> dict:
        found = {}
        locks = connections[router.db_for_write(model)].features.has_select_for_update
        for start in range(0, len(keys), BATCH):
            rows = model._base_manager.filter(pk__in=keys[start : start + BATCH]).order_by("pk")
            found |= {row.pk: row for row in (rows.select_for_update() if locks else rows)}
        return found

    def images_with(self, test) -> list[tuple[type, list[Image]]]:
        return [
            (model, found)
            for model, images in self.images.items()
            if (found := [image for image in images if test(image)])
        ]

    # --- Whether it can be ------------------------------------------------------------------------

    def check(self):
        for model, images in self.images.items():
            for image in images:
                row = self.now[model].get(image.pk)
                if image.since is not None:
                    refuse_changed(row or instance_of(image.last), image.since, reader=self.by)
                if not image.is_known or (row is None) != image.was_deleted:
                    refuse_unknown(row or instance_of(image.last))
                published_at = getattr(row, "first_published_at", None)
                if image.was_added and published_at and published_at > self.taken.began_at:
                    refuse_published(row)
                if getattr(row, "first_published_at", None) and any(
                    field.name == "slug" for field in image.changed
                ):
                    refuse_published(row)
            if not_editable(self.by, model, self.now[model]):
                refuse_rights(model._meta.verbose_name_plural)

    def check_after(self):
        """Of rows as they stand again: the rules across rows, and the right to have them so."""
        for model, images in self.images.items():
            back = {image.pk for image in images if image.changed or image.was_deleted}
            rows = [self.now[model][pk] for pk in back]
            check_rules(model, rows)
            self.scopes |= scopes_of(model, rows)
            if not_editable(self.by, model, back) and not self.brings_back_a_conference():
                refuse_rights(model._meta.verbose_name_plural)

    def brings_back_a_conference(self) -> bool:
        """Whoever deleted a whole conference brings back their own role in it."""
        is_own = self.taken.by_id is not None and self.taken.by_id == self.by.pk
        return is_own and any(image.was_deleted for image in self.images.get(Conference, ()))

    # --- Doing it ---------------------------------------------------------------------------------

    def remove(self):
        for label, keys in self.kept.get("made", {}).items():
            rows = apps.get_model(label)._base_manager.filter(pk__in=keys)
            self.aside.keep_rows(rows)
            rows.delete()
        gone = {
            model: {image.pk: self.now[model][image.pk] for image in images}
            for model, images in self.images_with(lambda image: image.was_added)
        }
        for model, rows in gone.items():
            self.scopes |= scopes_of(model, rows.values())
            for relation in pointing_to(model):
                self.release(relation, rows, gone)
            for row in rows.values():
                self.aside.keep_columns(row)
        for rows in gone.values():
            delete_rows(list(rows.values()), by=self.by)

    def release(self, relation, rows, gone):
        """What points to rows that go: nothing may, but what goes too or is led elsewhere next."""
        other, field = relation.related_model, relation.field
        label = other._meta.label_lower
        led = (
            i.pk for i in self.images.get(other, ()) if field.name in {f.name for f in i.changed}
        )
        cared_for = {*gone.get(other, {}), *led}
        found = rows_by_key(other, field.attname, rows)
        users = {user.pk: user for user in found if user.pk not in cared_for}
        if not users:
            return
        own = set(self.kept.get("linked", {}).get(label, {}).get(field.name, ()))
        for user in users.values():
            if user.pk not in own and other is not Act:
                refuse_used(rows[getattr(user, field.attname)], user)
        held = other._base_manager.filter(pk__in=list(users))
        if relation.on_delete is SET_NULL:
            for user in users.values():
                self.aside.keep_links(field, getattr(user, field.attname), [user.pk])
            held.update(**{field.attname: None})
        else:
            self.aside.keep_rows(users.values())
            held.delete()

    def restore(self, model):
        """The columns that the act changed, and what it overwrote beside history."""
        images = [i for i in self.images[model] if i.changed or self.private(i)]
        rows, names = [], set()
        for image in images:
            row = self.now[model][image.pk]
            changed = {f.name: getattr(image.before, f.attname) for f in image.changed}
            changed |= self.private(image)
            for name, value in changed.items():
                setattr(row, model._meta.get_field(name).attname, value)
            rows.append(row)
            names.update(changed)
        if not rows:
            return
        check_targets(model, rows, names, self.images)
        check_unique(model, rows)
        self.prepare(model, rows, names)
        update_rows(rows, *sorted(names), by=self.by)
        for row in rows:
            if "country" in names and hasattr(row, "tell_its_people"):
                row.tell_its_people()

    def private(self, image) -> dict:
        """{column: value} of a changed row that history leaves out."""
        if image.was_added or image.was_deleted:
            return {}
        kept = self.kept.get("columns", {}).get(image.model._meta.label_lower, {})
        fields = image.model._meta
        return {
            name: fields.get_field(name).to_python(value)
            for name, value in kept.get(str(image.pk), {}).items()
        }

    @staticmethod
    def prepare(model, rows, names):
        """Columns that are made from others, as a save would make them."""
        if hasattr(model, "prepare"):
            forget_what_they_point_to(rows)
            prefetch_related_objects(rows, *model.prepared_with)
            for row in rows:
                row.prepare()
            names.update(model.prepared)

    def make_anew(self, model):
        images = [image for image in self.images[model] if image.was_deleted]
        if not images:
            return
        kept = self.kept.get("columns", {}).get(model._meta.label_lower, {})
        rows = [made_of(image, kept.get(str(image.pk), {})) for image in images]
        check_targets(model, rows, {f.name for f in model._meta.concrete_fields}, self.images)
        check_unique(model, rows)
        if not kept:
            self.prepare(model, rows, set())
        create_rows(model, rows, by=self.by)
        self.now[model] |= {row.pk: row for row in rows}

    def make_beside(self):
        """What history does not tell of."""
        for label, every in self.kept.get("rows", {}).items():
            self.make_silently(apps.get_model(label), every)
        for label, columns in self.kept.get("links", {}).items():
            for name, links in columns.items():
                self.link(apps.get_model(label), name, links)

    def make_silently(self, model, every):
        """Rows without a history, if what they belong to stands."""
        rows = [row_of(model, values) for values in every]
        check_targets(model, rows, {field.name for field in model._meta.concrete_fields})
        check_unique(model, rows)
        model._base_manager.bulk_create(rows, batch_size=BATCH)
        self.aside.note_made(rows)

    def link(self, model, name, links):
        """Links that were emptied, where nobody has set another one since."""
        for target, keys in links.items():
            rows = model._base_manager.filter(pk__in=keys, **{f"{name}__isnull": True})
            held = list(rows.values_list("pk", flat=True))
            model._base_manager.filter(pk__in=held).update(**{name: target})
            found = self.aside.linked.setdefault(model._meta.label_lower, {})
            found.setdefault(name, []).extend(held)


def in_order_of_need(models) -> list:
    """What others point to first: what comes back stands before what is led back to it."""
    found, left = [], list(models)
    while left:
        needed = set(left)
        ready = [
            model
            for model in left
            if not any(
                field.related_model in needed - {model}
                for field in model._meta.concrete_fields
                if field.is_relation
            )
        ]
        ready = ready or left  # in a circle, which the database judges at the end
        found += ready
        left = [model for model in left if model not in ready]
    return found


def scopes_of(model, rows) -> set[str]:
    """Of the pages that show these rows; what they point to is read for all at once."""
    rows = list(rows)
    if not rows or not issubclass(model, Stamped):
        return set()
    prefetch_related_objects(rows, *(f.name for f in model._meta.fields if f.many_to_one))
    return {scope for row in rows for scope in row.stamp_scopes()}


def instance_of(record):
    """A row as a record has it, for its name; no query of its own."""
    values = {field.attname: getattr(record, field.attname) for field in record.tracked_fields}
    return record.instance_type(**values)


def made_of(image: Image, kept: dict):
    """The row that was deleted: as history has it, with what history leaves out."""
    model = image.model
    values = {f.attname: getattr(image.before, f.attname) for f in image.before.tracked_fields}
    values |= {
        name: getattr(image.last, name) for name in PAST_HISTORY if hasattr(image.last, name)
    }
    for name, value in kept.items():
        field = model._meta.get_field(name)
        values[field.attname] = field.to_python(value)
    return model(**values)


def row_of(model, values: dict):
    fields = {field.name: field for field in model._meta.concrete_fields}
    return model(
        **{
            fields[name].attname: (
                fields[name].target_field if fields[name].is_relation else fields[name]
            ).to_python(value)
            for name, value in values.items()
            if name in fields
        }
    )


def pointing_to(model) -> list:
    """The foreign keys of other rows to rows of the model, a history's left out."""
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if (relation.one_to_many or relation.one_to_one)
        and not relation.concrete
        and not relation.related_model.__name__.startswith("Historical")
    ]


def rows_by_key(model, attname, keys) -> list:
    keys, found = list(keys), []
    for start in range(0, len(keys), BATCH):
        found += model._base_manager.filter(**{f"{attname}__in": keys[start : start + BATCH]})
    return found
