"""Writing the plan of an office's file: all of it or nothing, in one transaction."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from conference.acts import act
from conference.models import Conference
from conference.program.entering import memory
from conference.program.entering.decisions import Decisions
from conference.program.entering.naming import new_conference
from conference.program.entering.plan import OfficePlan
from conference.program.entering.planning import plan_office
from conference.program.importing.acting import refusing_twins, write_plan
from conference.program.importing.refusal import ImportRefused, ImportStale
from conference.program.office.reading import Reading

ENTERED = gettext_noop("An office's file was entered")


def enter_reviewed(
    reading: Reading,
    conference: Conference,
    *,
    reviewed: str,
    decisions: Decisions | None = None,
    by,
) -> OfficePlan:
    """Write the plan that was reviewed. Raises ImportRefused, and ImportStale with the plan of now
    when the draft changed since, was published, or another file was entered meanwhile.
    """
    about = {"words": ENTERED, "file": reading.file}
    with refusing_twins(), transaction.atomic(), act(by=by, **about):
        conference = Conference.objects.lock(conference.pk)
        plan = plan_office(reading, conference, decisions=decisions, by=by)
        if plan.fingerprint() != reviewed:
            raise ImportStale(plan)
        _write(plan, by)
    return plan


def enter_office(
    reading: Reading,
    slug: str,
    *,
    create: bool = False,
    dry_run: bool = False,
    decisions: Decisions | None = None,
    by=None,
) -> OfficePlan:
    """The same at once, for the command; `create` makes the conference where there is none, and
    `dry_run` only plans. While something is open, the plan comes back unwritten.
    """
    about = {"words": ENTERED, "file": reading.file}
    with refusing_twins(), transaction.atomic(), act(by=by, **about):
        rows = Conference.objects.filter(slug=slug)
        conference = (rows if dry_run else rows.select_for_update()).first()
        if conference is None:
            if not create:
                raise ImportRefused(
                    _("There is no conference “%(slug)s”. Add --create to make it.")
                    % {"slug": slug}
                )
            conference = new_conference(reading, slug)
        plan = plan_office(reading, conference, decisions=decisions, by=by)
        if not dry_run and plan.may_be_written:
            _write(plan, by)
    return plan


def _write(plan: OfficePlan, by) -> None:
    if not plan.may_be_written:
        raise ImportRefused(
            ngettext(
                "%(n)d question is open. Answer it, or enter only what is sure.",
                "%(n)d questions are open. Answer them, or enter only what is sure.",
                len(plan.open_asks),
            )
            % {"n": len(plan.open_asks)}
        )
    if plan.conference.starts_on is None:
        raise ImportRefused(_("The file names no day with a year: a conference needs its days."))
    write_plan(plan, by)
    memory.write(plan.memory, by=by)
    if plan.registering is not None:
        plan.registering.write()
