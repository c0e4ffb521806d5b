"""The plan of an import as a page shows it, whatever the file was."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from conference.program.importing.plan import HEADINGS
from conference.wording.labels import listed

SHOWN_CHANGES = 200  # of one subject; a first import of a large program has more


@dataclass(frozen=True)
class Group:
    """The changes of one subject, and how many more there are than shown."""

    subject: str
    heading: str
    changes: list
    more: int
    counts: list  # [(kind, '3 new')]


def groups_of(plan) -> list[Group]:
    found = []
    for subject, counts in plan.told_counts().items():
        changes = [change for change in plan.changes if change.subject == subject]
        more = max(0, len(changes) - SHOWN_CHANGES)
        found.append(Group(subject, HEADINGS[subject], changes[:SHOWN_CHANGES], more, counts))
    return found


def shown_clashes(clashes):
    """[(clash, [(session, its address in the admin)])]; one not there yet has none."""
    return [
        (
            clash,
            [
                (s, reverse("admin:program_session_change", args=[s.pk]))
                for s in clash.sessions
                if s.pk
            ],
        )
        for clash in clashes
    ]


def told(plan, name: str = "") -> str:
    """What an import did, from the file of this name, in a sentence; of a list of guests each
    subject is counted.
    """
    if getattr(plan, "guests", ()):
        return told_of_guests(plan)
    new, changed = (plan.count_of("sessions", kind) for kind in ("new", "changed"))
    parts = []
    if new:
        parts.append(ngettext("%(n)d session is new", "%(n)d sessions are new", new) % {"n": new})
    if changed:
        parts.append(
            ngettext("%(n)d session changed", "%(n)d sessions changed", changed) % {"n": changed}
        )
    parts += new_beside(plan)
    if not parts:
        return _("The draft holds everything of the file.")
    if name:
        said = _("Imported from “%(file)s” into the draft: %(what)s.")
        return said % {"file": name, "what": listed(parts)}
    return _("Imported into the draft: %(what)s.") % {"what": listed(parts)}


def new_beside(plan) -> list[str]:
    """What came into the directory and the conference with the sessions."""
    people, organizations, rooms, tracks = (
        plan.count_of(subject, "new") for subject in ("people", "organizations", "rooms", "tracks")
    )
    told = (
        (people, ngettext("%(n)d new person", "%(n)d new people", people)),
        (
            organizations,
            ngettext("%(n)d new organization", "%(n)d new organizations", organizations),
        ),
        (rooms, ngettext("%(n)d new room", "%(n)d new rooms", rooms)),
        (tracks, ngettext("%(n)d new track", "%(n)d new tracks", tracks)),
    )
    return [text % {"n": n} for n, text in told if n]


def told_of_guests(plan) -> str:
    counts = [
        _("%(subject)s: %(counts)s")
        % {"subject": HEADINGS[subject], "counts": listed(text for _kind, text in told)}
        for subject, told in plan.told_counts().items()
    ]
    parts = [
        _("The list of guests was entered. %(counts)s.")
        % {"counts": pgettext("between lists", "; ").join(counts)}
    ]
    if left := len(plan.not_registered):
        parts.append(
            ngettext(
                "%(n)d row of the list was not registered anew: the reason stands below.",
                "%(n)d rows of the list were not registered anew: the reasons stand below.",
                left,
            )
            % {"n": left}
        )
    return " ".join(parts)
