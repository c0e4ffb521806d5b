"""Add the people of a sheet of replies to a conference, all of them or none."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.attendance.replies import RepliesRefused, add_replies, check_replies
from conference.models import Conference
from conference.tabular import SheetRefused, read_table
from config.management import refusal
from config.management.refusal import Refused


class Command(refusal.Command):
    help = gettext_lazy(
        "Add the people of an XLSX or CSV of replies (回执) to a conference, all or none."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help=_("the conference's short address"))
        parser.add_argument(
            "file", metavar="FILE", help=_("an .xlsx or .csv; see the admin's template")
        )
        parser.add_argument("--dry-run", action="store_true", help=_("check only, write nothing"))
        parser.add_argument(
            "--skip-duplicates",
            action="store_true",
            help=_("leave out people who are on the list already, instead of refusing"),
        )

    def handle(self, *, slug, file, dry_run, skip_duplicates, **options):
        conference = Conference.objects.filter(slug=slug).first()
        if conference is None:
            raise Refused(_("There is no conference “%(name)s”.") % {"name": slug})
        try:
            with Path(file).open("rb") as source:
                table = read_table(source, name=file)
        except OSError as error:
            raise Refused(
                _("%(file)s cannot be read: %(reason)s.") % {"file": file, "reason": error.strerror}
            ) from None
        except SheetRefused as refusal:
            raise Refused(str(refusal.message)) from None
        try:
            if dry_run:
                preview = check_replies(conference, table)
                if not preview.is_ready(skip_doubles=skip_duplicates):
                    raise RepliesRefused(preview)
                added = len(preview.to_add(skip_doubles=skip_duplicates))
            else:
                added = add_replies(conference, table, skip_doubles=skip_duplicates)
        except RepliesRefused as refusal:
            raise Refused("\n".join(complaints(refusal.preview, skip_duplicates))) from None
        if dry_run:
            told = ngettext(
                "%(count)d person would be added to %(slug)s.",
                "%(count)d people would be added to %(slug)s.",
                added,
            )
        else:
            told = ngettext(
                "%(count)d person added to %(slug)s.", "%(count)d people added to %(slug)s.", added
            )
        self.stdout.write(told % {"count": added, "slug": slug})


def complaints(preview, skip_duplicates):
    yield preview.verdict
    yield from (f"- {problem}" for problem in preview.problems)
    if not preview.problems and not skip_duplicates:
        yield from (
            f"- {row.cell}: {row.values.get('name', '')}, {row.twin}" for row in preview.doubles
        )
        yield _("Leave them out of the sheet, or pass --skip-duplicates.")
