"""Writing a plan: one transaction, rows in bulk with their history; it deletes speakers alone."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from conference.acts import act
from conference.history import create_rows, delete_rows, update_rows
from conference.models import Conference
from conference.people.models import Organization, Person
from conference.program.importing.file import ScheduleFile
from conference.program.importing.plan import MODELS, DraftPlan, Plan
from conference.program.importing.planning import new_conference, plan_import
from conference.program.importing.refusal import ImportRefused, ImportStale
from conference.stamps import SITE, raise_stamps

IMPORTED = gettext_noop("A schedule was imported")

# Made by the models when they are saved one by one; in bulk they are written beside the rest.
PREPARED = {"search", "sort_name", "family_name_first"}


def import_schedule(
    file: ScheduleFile,
    *,
    slug: str,
    create: bool = False,
    dry_run: bool = False,
    by=None,
    name: str = "",
) -> Plan:
    """Import `file`, called `name`, into the draft of the conference `slug`; `create` makes it
    when there is none, and `dry_run` only plans. Raises ImportRefused.
    """
    if dry_run:
        conference = Conference.objects.filter(slug=slug).first()
        return plan_import(file, conference or _made(file, slug, create), by=by)
    with refusing_twins(), transaction.atomic(), act(by=by, words=IMPORTED, file=name):
        conference = Conference.objects.select_for_update().filter(slug=slug).first()
        plan = plan_import(file, conference or _made(file, slug, create), by=by)
        write_plan(plan, by)
    return plan


def import_reviewed(
    file: ScheduleFile, conference: Conference, *, reviewed: str, by, name: str = ""
) -> Plan:
    """Write the plan that was reviewed. Raises ImportStale with the new one when the draft changed
    since so that it would do something else.
    """
    with refusing_twins(), transaction.atomic(), act(by=by, words=IMPORTED, file=name):
        conference = Conference.objects.lock(conference.pk)
        plan = plan_import(file, conference, by=by)
        if plan.fingerprint() != reviewed:
            raise ImportStale(plan)
        write_plan(plan, by)
    return plan


def _made(file, slug, create):
    if not create:
        raise ImportRefused(
            _("There is no conference “%(slug)s”. Add --create to make it.") % {"slug": slug}
        )
    return new_conference(file, slug)


class refusing_twins:  # noqa: N801  reads as a sentence
    """Rows with the same guid that somebody else wrote since the plan was made."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _trace):
        if kind is not None and issubclass(kind, IntegrityError):
            raise ImportRefused(
                _("Somebody changed the same rows at this moment. Import the file again.")
            ) from error


def write_plan(plan: DraftPlan, by) -> None:
    """The rows of a plan; call it in a transaction that holds the conference."""
    if plan.is_new_conference:
        plan.conference.save()
    delete_rows(plan.gone_roles, by=by)
    for model in MODELS:
        changed = plan.changed_rows[model]
        for new in _in_turn(plan.new_rows[model]):
            for row in new:
                _point_to_saved(row)
            create_rows(model, new, by=by)
        for row, _names in changed:
            _point_to_saved(row)
        if changed:
            names = {name for _row, fields in changed for name in fields}
            names |= PREPARED & {field.name for field in model._meta.concrete_fields}
            rows = [row for row, _names in changed]
            update_rows(rows, *sorted(names), by=by)
    if any(plan.new_rows[model] or plan.changed_rows[model] for model in (Organization, Person)):
        raise_stamps(SITE)


def _in_turn(rows):
    """Talks after their sub-forums, which may be as new as they are."""
    talks = [row for row in rows if getattr(row, "parent", None)]
    others = [row for row in rows if not getattr(row, "parent", None)]
    return [turn for turn in (others, talks) if turn]


def _point_to_saved(row):
    """Foreign keys to rows that this plan has saved just now."""
    for field in row._meta.concrete_fields:
        if field.is_relation and field.is_cached(row):
            setattr(row, field.name, field.get_cached_value(row))
