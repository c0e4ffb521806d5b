"""The life of a membership: which act may follow which state, and doing it.

An act has a day and a reason and is one row of the membership's history; the state of the
membership is written in the same transaction and by nothing else.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.facts import today_in
from alliance.models import Act, Membership, MembershipStep
from conference.models import TermsOverlap

Status = Membership.Status
CANDIDATES = (Status.INVITED, Status.APPLIED, Status.UNDER_REVIEW, Status.APPROVED)
MEMBERS = (Status.ACTIVE, Status.SUSPENDED)

# {act: (the states it may follow, the state it leads to)}. Nothing follows the end of a term:
# whoever comes back begins a new one.
ACTS = {
    Act.REVIEW: ((Status.INVITED, Status.APPLIED), Status.UNDER_REVIEW),
    Act.APPROVE: ((Status.INVITED, Status.APPLIED, Status.UNDER_REVIEW), Status.APPROVED),
    Act.ADMIT: (CANDIDATES, Status.ACTIVE),
    Act.SUSPEND: ((Status.ACTIVE,), Status.SUSPENDED),
    Act.REINSTATE: ((Status.SUSPENDED,), Status.ACTIVE),
    Act.WITHDRAW: ((*CANDIDATES, *MEMBERS), Status.WITHDRAWN),
    Act.REMOVE: (MEMBERS, Status.REMOVED),
    Act.END: ((*CANDIDATES, *MEMBERS), Status.ENDED),
}
ENDINGS = frozenset({Act.WITHDRAW, Act.REMOVE, Act.END})


class ActRefused(Exception):
    """Codes: not_now, changed, reason, future, too_early, after_the_end, overlap, not_the_last."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, message


def state_after(state: str, act: str) -> str | None:
    """The state to which an act leads; None where it may not follow."""
    before, after = ACTS.get(act, ((), None))
    return after if state in before else None


def acts_after(state: str) -> list[Act]:
    """The acts that may follow, in the order of a membership's life."""
    return [act for act in ACTS if state_after(state, act)]


def perform(
    membership: Membership,
    act: str,
    *,
    on: date,
    reason: str,
    by=None,
    seen: str | None = None,
    at=None,
) -> MembershipStep:
    """Take the step `act` on the day `on`; the membership is read anew and written.

    Admission begins the term, an ending ends it with the day itself as its last. `seen` is the
    state that the acting person saw: another one now is told, not acted on. A step is recorded
    once it has happened; a planned end is the membership's `until`.
    Raises ActRefused.
    """
    with transaction.atomic():
        membership.hold_terms()
        row = Membership.objects.select_related("alliance__founded_at", "organization").get(
            pk=membership.pk
        )
        state = state_after(row.status, act)
        _check_state(row, act, state, seen)
        if not reason.strip():
            raise ActRefused("reason", _("Say why: a decision, a letter, a report."))
        _check_day(row, act, on, today_in(row.alliance, at or timezone.now())[0])
        step = MembershipStep(
            membership=row,
            act=act,
            state=state,
            on=on,
            reason=reason.strip(),
            by=by,
            since_before=row.since,
            until_before=row.until,
        )
        if act == Act.ADMIT or (act in ENDINGS and row.since and row.since > on):
            row.since = on
        if act in ENDINGS:
            row.until = on
        row.status = state
        try:
            row.save(update_fields=["status", "since", "until"])
        except TermsOverlap as refusal:
            raise ActRefused("overlap", refusal.message) from None
        step.save()
    membership.refresh_from_db()
    return step


def take_back(step: MembershipStep, *, by=None, at=None) -> Membership:
    """Undo the last step, which was a mistake: it stays in the history, marked so.

    The first step of a membership is not taken back. Raises ActRefused.
    """
    with transaction.atomic():
        step.membership.hold_terms()
        row = Membership.objects.get(pk=step.membership_id)
        standing = list(row.steps.standing())
        if len(standing) < 2 or standing[-1] != step:
            raise ActRefused(
                "not_the_last", _("Only the last step can be taken back. The page was out of date.")
            )
        step.taken_back_at, step.taken_back_by = at or timezone.now(), by
        row.status = standing[-2].state
        row.since, row.until = step.since_before, step.until_before
        try:
            row.save(update_fields=["status", "since", "until"])
        except TermsOverlap as refusal:
            raise ActRefused("overlap", refusal.message) from None
        step.save(update_fields=["taken_back_at", "taken_back_by"])
    return row


def _check_state(row, act, state, seen):
    if seen and seen != row.status:
        last = row.steps.standing().select_related("by").last()
        raise ActRefused(
            "changed",
            _(
                "Meanwhile %(row)s became “%(state)s” (%(by)s). Look at its steps, then decide "
                "again."
            )
            % {
                "row": row,
                "state": row.get_status_display(),
                "by": (last and last.by) or "-",
            },
        )
    if state is None:
        raise ActRefused(
            "not_now",
            _("%(row)s is “%(state)s”; “%(act)s” does not follow that.")
            % {"row": row, "state": row.get_status_display(), "act": _label(act)},
        )


def _check_day(row, act, on, today):
    if on > today:
        raise ActRefused(
            "future",
            _(
                "%(day)s is still to come. A step is recorded once it has happened; a planned end "
                "is entered as “until”."
            )
            % {"day": on},
        )
    last = row.steps.standing().filter(on__isnull=False).last()
    if last and on < last.on:
        raise ActRefused(
            "too_early",
            _("“%(act)s” was on %(day)s. A step does not lie before the one it follows.")
            % {"act": last.get_act_display(), "day": last.on},
        )
    if row.status in MEMBERS and row.since and on < row.since:
        raise ActRefused(
            "too_early",
            _("The membership began on %(day)s. A step does not lie before it.")
            % {"day": row.since},
        )
    if row.until and on > row.until and (act == Act.ADMIT or row.status in MEMBERS):
        raise ActRefused(
            "after_the_end",
            _("The term ends on %(day)s. Choose a day within it, or change “until” first.")
            % {"day": row.until},
        )


def _label(act):
    return Act(act).label if act in Act.values else act
