"""A conference from its file."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.carrying import MAX_BYTES, CarryRefused, bring, read_document
from config.management import refusal
from config.management.refusal import Refused


class Command(refusal.Command):
    help = gettext_lazy(
        "Make a conference of a file of “export_conference”, as a draft. People and organizations "
        "that this site has already stay as they are here."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--slug", metavar="NEW", default="", help=_("another short address"))
        parser.add_argument("--dry-run", action="store_true", help=_("print alone, save nothing"))

    def handle(self, *, file, slug, dry_run, **options):
        try:
            with file.open("rb") as opened:
                raw = opened.read(MAX_BYTES + 1)
        except OSError as error:
            raise Refused(
                _("%(file)s cannot be read: %(reason)s.") % {"file": file, "reason": error.strerror}
            ) from None
        try:
            brought = bring(read_document(raw), slug=slug, dry_run=dry_run)
        except CarryRefused as refused:
            raise Refused(str(refused)) from None
        conference = brought.conference
        self.stdout.write(
            _("“%(name)s”, %(first)s to %(last)s")
            % {
                "name": conference.name,
                "first": conference.starts_on,
                "last": conference.ends_on,
            }
        )
        for line in brought.lines:
            self.stdout.write(line)
        if dry_run:
            self.stdout.write(_("Nothing was saved (dry run)."))
            return
        self.stdout.write(
            _("Saved in the draft of “%(slug)s”. Publish it when it is ready.")
            % {"slug": conference.slug}
        )
        self.stdout.write(_("It has no team yet: a superuser invites one in the admin."))
