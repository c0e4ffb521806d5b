"""Take the schedule of another system into a draft."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.program.importing import (
    MAX_BYTES,
    ImportRefused,
    import_schedule,
    read_schedule,
)
from conference.program.importing.plan import HEADINGS
from conference.wording.labels import listed
from config.management import refusal
from config.management.refusal import Refused


class Command(refusal.Command):
    help = gettext_lazy(
        "Import schedule.json or schedule.xml (of pretalx, frab, Lectern and others) into the "
        "draft of a conference, and print what it changes. A second import changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help=_("the conference's short address"))
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help=_("print alone, save nothing"))
        parser.add_argument(
            "--create", action="store_true", help=_("make the conference if there is none")
        )

    def handle(self, *, slug, file, dry_run, create, **options):
        try:
            plan = import_schedule(
                read_schedule(self.bytes_of(file)),
                slug=slug,
                create=create,
                dry_run=dry_run,
                name=file.name,
            )
        except ImportRefused as refusal:
            raise Refused(str(refusal)) from None
        self.tell(plan)
        if plan.changes_nothing:
            self.stdout.write(_("The draft of “%(slug)s” is the same already.") % {"slug": slug})
        elif dry_run:
            self.stdout.write(_("Nothing was saved (dry run)."))
        else:
            self.stdout.write(
                _("Saved in the draft of “%(slug)s”. Publish it when it is ready.") % {"slug": slug}
            )
            if plan.is_new_conference:
                self.stdout.write(_("It has no team yet: a superuser invites one in the admin."))

    def bytes_of(self, path):
        try:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as error:
            raise Refused(
                _("%(file)s cannot be read: %(reason)s.") % {"file": path, "reason": error.strerror}
            ) from None

    def tell(self, plan):
        told = _("“%(title)s”, version %(version)s") if plan.file.version else _("“%(title)s”")
        self.stdout.write(told % {"title": plan.file.title, "version": plan.file.version})
        if plan.is_new_conference:
            conference = plan.conference
            self.stdout.write(
                _("New conference “%(slug)s”, %(first)s to %(last)s, %(zone)s")
                % {
                    "slug": conference.slug,
                    "first": conference.starts_on,
                    "last": conference.ends_on,
                    "zone": conference.time_zone,
                }
            )
        for line in plan.lines:
            self.stdout.write(f"  {line}")
        for subject, counts in plan.told_counts().items():
            told = listed(text for _kind, text in counts)
            self.stdout.write(f"{HEADINGS[subject]}: {told}")
        for note in plan.notes:
            self.stdout.write(_("Note: %(note)s") % {"note": note})
        self.tell_what_is_left(plan)

    def tell_what_is_left(self, plan):
        for skipped in plan.skipped:
            self.stdout.write(_("Session not taken: %(session)s") % {"session": skipped})
        for left in plan.leftovers.values():
            where = "; ".join(left.places) + ("; …" if left.more else "")
            told = _("Not taken: %(what)s (%(count)d)") % {"what": left.what, "count": left.count}
            self.stdout.write(told + (where and f": {where}"))
        if plan.links_waiting:
            self.stdout.write(
                _("Links that wait until they are released in the admin: %(count)d")
                % {"count": plan.links_waiting}
            )
        if plan.left_alone:
            told = ", ".join(str(session) for session in plan.left_alone)
            self.stdout.write(
                _("In the draft, but not in the file, and left alone: %(sessions)s")
                % {"sessions": told}
            )
        for clash in plan.clashes:
            if clash.is_error:
                self.stdout.write(_("Clash: %(message)s") % {"message": clash.message})
