"""Read the agenda or the guest list of an office: Excel, Word, CSV, a saved page."""

import json
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.models import Conference
from conference.program.office import MAX_BYTES, ImportRefused, read_office_file
from conference.program.office.answer import as_json, as_lines
from config.management import refusal
from config.management.refusal import Refused


class Command(refusal.Command):
    help = gettext_lazy(
        "Read an office's agenda or guest list (.xlsx, .docx, .csv, a saved paste as .html, .tsv "
        "or .txt) and print what it says and what has to be settled."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help=_("the conference's short address"))
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--sheet", metavar="NAME", help=_("one sheet of the workbook alone"))
        parser.add_argument("--dry-run", action="store_true", help=_("print alone, save nothing"))
        parser.add_argument(
            "--create", action="store_true", help=_("make the conference if there is none")
        )
        parser.add_argument(
            "--format", choices=["text", "json"], default="text", help=_("for people or programs")
        )

    def handle(self, *, slug, file, sheet, dry_run, create, format, **options):
        if not create and not Conference.objects.filter(slug=slug).exists():
            raise Refused(_("There is no conference “%(name)s”.") % {"name": slug})
        if not dry_run:
            raise Refused(
                _("Only the reading is there yet: add --dry-run to see it. Nothing was saved.")
            )
        try:
            reading = read_office_file(self.bytes_of(file), file.name, sheet=sheet or "")
        except ImportRefused as refusal:
            raise Refused(str(refusal)) from None
        if format == "json":
            self.stdout.write(json.dumps(as_json(reading), ensure_ascii=False, indent=1))
            return
        for line in as_lines(reading):
            self.stdout.write(line)
        self.stdout.write("")
        self.stdout.write(
            ngettext("%(count)d session", "%(count)d sessions", len(reading.sessions))
            % {"count": len(reading.sessions)}
            + ", "
            + ngettext("%(count)d guest", "%(count)d guests", len(reading.people))
            % {"count": len(reading.people)}
            + ", "
            + ngettext("%(count)d question", "%(count)d questions", len(reading.questions))
            % {"count": len(reading.questions)}
        )
        self.stdout.write(_("Nothing was saved (dry run)."))

    def bytes_of(self, path):
        try:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as error:
            raise Refused(
                _("%(file)s cannot be read: %(reason)s.") % {"file": path, "reason": error.strerror}
            ) from None
