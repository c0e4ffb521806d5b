"""Take the schedule of another system into a draft."""

from pathlib import Path

from conference.program.importing import (
    MAX_BYTES,
    ImportRefused,
    import_schedule,
    read_schedule,
)
from config.management import refusal
from config.management.refusal import Refused


class Command(refusal.Command):
    help = (
        "Import schedule.json or schedule.xml (of pretalx, frab, Lectern and others) into the "
        "draft of a conference, and print what it changes. A second import changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the conference's short address")
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="print alone, save nothing")
        parser.add_argument(
            "--create", action="store_true", help="make the conference if there is none"
        )

    def handle(self, *, slug, file, dry_run, create, **options):
        try:
            plan = import_schedule(
                read_schedule(self.bytes_of(file)), slug=slug, create=create, dry_run=dry_run
            )
        except ImportRefused as refusal:
            raise Refused(str(refusal)) from None
        self.tell(plan)
        if plan.changes_nothing:
            self.stdout.write(f"The draft of “{slug}” is the same already.")
        elif dry_run:
            self.stdout.write("Nothing was saved (dry run).")
        else:
            self.stdout.write(f"Saved in the draft of “{slug}”. Publish it when it is ready.")
            if plan.is_new_conference:
                self.stdout.write("It has no team yet: a superuser invites one in the admin.")

    def bytes_of(self, path):
        try:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as error:
            raise Refused(f"{path} cannot be read: {error.strerror}.") from None

    def tell(self, plan):
        version = f", version {plan.file.version}" if plan.file.version else ""
        self.stdout.write(f"“{plan.file.title}”{version}")
        if plan.is_new_conference:
            conference = plan.conference
            self.stdout.write(
                f"New conference “{conference.slug}”, {conference.starts_on} to "
                f"{conference.ends_on}, {conference.time_zone}"
            )
        for line in plan.lines:
            self.stdout.write(f"  {line}")
        for subject, counts in plan.counts.items():
            told = ", ".join(
                f"{counts[what]} {what}" for what in ("new", "changed", "unchanged") if counts[what]
            )
            self.stdout.write(f"{subject.capitalize()}: {told}")
        for note in plan.notes:
            self.stdout.write(f"Note: {note}")
        self.tell_what_is_left(plan)

    def tell_what_is_left(self, plan):
        for skipped in plan.skipped:
            self.stdout.write(f"Session not taken: {skipped}")
        for left in plan.leftovers.values():
            where = "; ".join(left.places) + ("; …" if left.more else "")
            self.stdout.write(f"Not taken: {left.what} ({left.count})" + (where and f": {where}"))
        if plan.links_waiting:
            self.stdout.write(
                f"Links that wait until they are released in the admin: {plan.links_waiting}"
            )
        if plan.left_alone:
            told = ", ".join(str(session) for session in plan.left_alone)
            self.stdout.write(f"In the draft, but not in the file, and left alone: {told}")
        for clash in plan.clashes:
            if clash.is_error:
                self.stdout.write(f"Clash: {clash.message}")
