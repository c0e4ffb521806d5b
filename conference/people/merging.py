"""Two rows of the directory become one: every use goes to the one that is kept.

The uses are found by the relations of the models, so that those of apps above are among them. Where
both rows are used at one place, the two uses become one when they say the same; else it is refused
in words. Apps above join in by `MERGING`, with what they do before the uses move and after it.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack

from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from simple_history.models import HistoricalChanges

from conference.acts.writing import act, gone_beside, rows_beside
from conference.history import delete_rows, update_rows
from conference.hooks import Hook
from conference.merging import token
from conference.models import Conference, Stamped
from conference.models.terms import TermsApart
from conference.people.identities import Merged, ToldApart
from conference.people.models import Organization, Person
from conference.stamps import raise_stamps

# Asked with (the kept row, the other one).
MERGING: Hook[..., AbstractContextManager] = Hook("What else happens when two rows become one?")

# Asked with (the kept row, the account), after it; '' where nothing is.
LEFT: Hook[..., str] = Hook("What of a row that two became still stands twice?")

# Of which the kept row may take the other's value; those in one line go together.
FIELDS = {
    Person: (
        ("name_zh", "name_zh_is_rendering"),
        ("family_name_en", "given_name_en", "name_order_en"),
        ("organization",),
        ("academic_title",),
        ("position_zh",),
        ("position_en",),
        ("website",),
        ("biography_zh",),
        ("biography_en",),
        ("portrait",),
    ),
    Organization: (
        ("name_zh",),
        ("name_en",),
        ("short_name_zh",),
        ("short_name_en",),
        ("kind",),
        ("city_zh",),
        ("city_en",),
        ("country",),
        ("website",),
        ("logo",),
    ),
}


MADE_ONE = gettext_noop("Made two rows of the directory one")


class MergeRefused(Exception):
    """Nothing was changed. `code`: gone | rights | stale | conflict."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code, self.message = code, message


def merge(kept, other, *, taken: Iterable[str] = (), by: User | None = None, reviewed: str = ""):
    """Give every use of `other` to `kept`, and remove `other`; returns `kept`.

    `taken` are the first fields of those lines of FIELDS whose values come from `other`. `by` has
    to be allowed to edit both (None: may do everything). `reviewed` is the `fingerprint` that a
    preview showed; when given, rows that changed since are not merged.

    One transaction that holds the conferences concerned and both rows, in one order. Raises
    MergeRefused. Two queries for each kind of use, however many there are, and ten beside them;
    more for each conference at which both take part.
    """
    model = type(kept)
    try:
        with transaction.atomic(), act(by=by, words=MADE_ONE):
            hold(kept, other)
            rows = {
                row.pk: row
                for row in model.objects.select_for_update(of=("self",))
                .filter(pk__in=[kept.pk, other.pk])
                .order_by("pk")
            }
            if len(rows) < 2:
                raise MergeRefused(
                    "gone", _("One of the two is not there any more: it was merged or deleted.")
                )
            kept, other = rows[kept.pk], rows[other.pk]
            if reviewed and reviewed != fingerprint(kept, other):
                raise MergeRefused(
                    "stale", _("One of the two was changed since. Look at both again.")
                )
            refuse_without_rights(kept, other, by=by)
            with ExitStack() as stack:
                for beside in MERGING.ask(kept, other):
                    stack.enter_context(beside)
                scopes = move_uses(kept, other, by=by)
                take(kept, other, taken)
                forget(kept, other, by=by)
            raise_stamps(*scopes, *kept.stamp_scopes())
    except IntegrityError as error:
        raise MergeRefused("conflict", _("The database does not allow it.")) from error
    return kept


def fingerprint(*rows) -> str:
    """What a preview showed of the rows."""
    return token(
        [[str(getattr(row, field.attname)) for field in row._meta.concrete_fields] for row in rows]
    )


def refuse_without_rights(*rows, by: User | None) -> None:
    if by is None:
        return
    keys = {row.pk for row in rows}
    allowed = set(
        type(rows[0]).objects.filter(pk__in=keys).editable_by(by).values_list("pk", flat=True)
    )
    for row in rows:
        if row.pk not in allowed:
            raise MergeRefused(
                "rights",
                _(
                    "“%(name)s” is also used by conferences or alliances whose plans you may not "
                    "edit. Somebody who may edit all of them has to merge the two."
                )
                % {"name": row},
            )


# --- Uses -----------------------------------------------------------------------------------------


def relations_to(model) -> Iterator[models.Field]:
    """The foreign keys that point to rows of `model`, those of histories left out."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.is_relation:
            using = relation.related_model
            is_key = relation.one_to_many or relation.one_to_one
            if is_key and not issubclass(using, HistoricalChanges) and not using._meta.proxy:
                yield relation.field


def uses_of(row) -> list[tuple[str, int]]:
    """[(kind of use, how many)]; one query for each kind."""
    found = []
    for column in relations_to(type(row)):
        if count := column.model._base_manager.filter(**{column.name: row.pk}).count():
            found.append((capfirst(column.model._meta.verbose_name_plural), count))
    return found


def hold(*rows) -> None:
    """The conferences at which they are used, in the order in which everything holds them."""
    model, found = type(rows[0]), set()
    for column in relations_to(model):
        uses = column.model._default_manager.all()
        if path := getattr(uses, "conference_path", None):
            uses = uses.filter(**{f"{column.name}__in": [row.pk for row in rows]}).order_by()
            found.update(uses.values_list(path, flat=True).distinct())
    for conference in sorted(found):
        Conference.objects.lock(conference)


def move_uses(kept, other, *, by=None) -> set[str]:
    """Let every row that points to `other` point to `kept`; returns the scopes of their pages.

    Raises MergeRefused where both are used at one place and say different things there.
    """
    scopes: set[str] = set()
    for column in relations_to(type(kept)):
        rows = column.model._base_manager.filter(**{column.name: other.pk}).order_by("pk")
        moved = list(rows.select_related() if issubclass(column.model, Stamped) else rows)
        if not moved:
            continue
        for row in moved:
            if isinstance(row, Stamped):
                scopes.update(row.stamp_scopes())
        moved = joined(column, kept, moved, by=by)
        for row in moved:
            setattr(row, column.name, kept)
        write(column, moved, by=by)
    return scopes


def write(column, rows, *, by):
    if not rows:
        return
    names = [column.name]
    if column.model is Person:  # the country of an organization decides the order of a name
        for row in rows:
            row.family_name_first = row.decide_order(row.organization.country)
        names.append("family_name_first")
    if hasattr(column.model, "history"):
        update_rows(rows, *names, by=by)
    else:
        gone_beside(list(column.model._base_manager.filter(pk__in=[row.pk for row in rows])))
        rows_beside(rows)


def joined(column, kept, moved, *, by) -> list:
    """Those of `moved` that go to `kept`; a double of a row that `kept` has already is removed."""
    rules = [
        rule
        for rule in column.model._meta.constraints
        if column.name in (rule.of if isinstance(rule, TermsApart) else getattr(rule, "fields", ()))
    ]
    unique = [
        models.UniqueConstraint(fields=names, name="together")
        for names in column.model._meta.unique_together
        if column.name in names
    ]
    rules += unique
    if column.unique:
        rules.append(models.UniqueConstraint(fields=[column.name], name="one"))
    there = list(column.model._base_manager.filter(**{column.name: kept.pk})) if rules else []
    if not there:
        return moved
    stay, doubles = [], []
    for row in moved:
        rivals = [each for each in there if any(meet(rule, column, row, each) for rule in rules)]
        if not rivals:
            stay.append(row)
        elif all(says_no_more(row, rival, column) for rival in rivals):
            doubles.append(row)
        else:
            refuse(row, rivals[0])
    if doubles and hasattr(column.model, "history"):
        delete_rows(doubles, by=by)
    else:
        gone_beside(doubles)
    return stay


def meet(rule, column, row, other) -> bool:
    """Whether two rows break a rule once they point to the same one."""
    if isinstance(rule, TermsApart):
        row = type(row)(**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields})
        setattr(row, column.attname, getattr(other, column.attname))
        return rule.are_rivals(row, other)
    if getattr(rule, "condition", None) is not None:
        keys = {
            column.model._default_manager.filter(rule.condition, pk__in=[row.pk, other.pk]).count()
        }
        if keys != {2}:
            return False
    names = [row._meta.get_field(n).attname for n in rule.fields if n != column.name]
    values = [(getattr(row, name), getattr(other, name)) for name in names]
    return all(a == b and a is not None for a, b in values)


# What tells nothing of a row beside another one.
ASIDE = {"guid", "code", "position", "number"}


def says_no_more(row, other, column) -> bool:
    """Whether a row may go because `other` says the same, and no other row points to it."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if (
            field.primary_key
            or field == column
            or field.name in ASIDE
            or value in (None, "", False)
        ):
            continue
        if value != getattr(other, field.attname):
            return False
    return not any(
        using.model._base_manager.filter(**{using.name: row.pk}).exists()
        for using in relations_to(type(row))
    )


def refuse(row, rival):
    raise MergeRefused(
        "conflict",
        _(
            "Both are used at one place: %(kind)s “%(row)s” and “%(rival)s”. Remove or change one "
            "of these first."
        )
        % {"kind": capfirst(row._meta.verbose_name), "row": row, "rival": rival},
    )


# --- The two rows ---------------------------------------------------------------------------------


def take(kept, other, taken: Iterable[str]) -> None:
    """Write what `kept` takes of `other`; what it does not is found by its other names."""
    taken, was_computed = set(taken), kept.sort_name == kept.make_sort_name()[:200]
    for line in FIELDS[type(kept)]:
        if line[0] in taken:
            for name in line:
                setattr(kept, name, getattr(other, name))
    kept.aliases = aliases_of_both(kept, other)
    if was_computed:
        kept.sort_name = ""
    kept.save()


def aliases_of_both(kept, other) -> str:
    own = set(names_of(kept))
    known = [*kept.aliases.splitlines(), *other.aliases.splitlines(), *names_of(other)]
    found, length = [], 0
    for name in dict.fromkeys(filter(None, map(str.strip, known))):
        if name not in own and length + len(name) < 1_000:
            found.append(name)
            length += len(name) + 1
    return "\n".join(found)


def names_of(row) -> list[str]:
    if isinstance(row, Organization):
        return [row.name_zh, row.name_en, row.short_name_zh, row.short_name_en]
    return [row.name_zh, row.name_en]


def forget(kept, other, *, by) -> None:
    """Remove `other`, and remember where it went."""
    gone_beside(list(ToldApart.objects.filter(Q(one=other.guid) | Q(other=other.guid))))
    before = list(Merged.objects.filter(into=other.guid))
    gone_beside(before)
    for merged in before:
        merged.into = kept.guid
    name = str(other)[:400]
    here = Merged(guid=other.guid, into=kept.guid, was=other.pk, name=name, by=by)
    rows_beside([*before, here])
    other.delete()
