"""Write the agenda of a conference to a file or to standard output: Excel, Word or PDF."""

import io
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.models import Conference
from conference.program.papers.order import Order
from conference.program.papers.shelf import PAPERS
from conference.program.papers.sources import draft_source, release_source
from conference.program.papers.words import LANGUAGES
from config.management import refusal
from config.management.output import write_out
from config.management.refusal import Refused

FORMATS = ["xlsx", "docx", "pdf"]


class Command(refusal.Command):
    help = gettext_lazy(
        "Write the agenda as .xlsx (which import_agenda reads again), .docx or .pdf: the draft, "
        "marked so, or a release."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help=_("the conference's short address"))
        parser.add_argument(
            "--format",
            choices=FORMATS,
            dest="file_format",
            help=_("default: that of the file's name, else xlsx"),
        )
        parser.add_argument("--language", default="zh-hans", choices=list(LANGUAGES))
        parser.add_argument("--release", type=int, metavar="N", help=_("default: the draft"))
        parser.add_argument("--output", metavar="FILE", help=_("default: standard output"))

    def handle(self, *, slug, file_format, language, release, output, **options):
        named = Path(output or "").suffix.lower().removeprefix(".")
        if file_format and named in FORMATS and named != file_format:
            raise Refused(
                _("%(file)s is named like another format than %(format)s. Change one of them.")
                % {"file": output, "format": file_format}
            )
        file_format = file_format or (named if named in FORMATS else "xlsx")
        conference = Conference.objects.filter(slug=slug).first()
        if conference is None:
            raise Refused(_("There is no conference “%(name)s”.") % {"name": slug})
        if release is None:
            source = draft_source(conference, at=timezone.now())
        else:
            source = release_source(conference, release) if 0 < release < 2**31 else None
        if source is None:
            raise Refused(
                _("%(slug)s has no release %(number)s, or it was withdrawn.")
                % {"slug": slug, "number": release}
            )
        made = PAPERS["agenda"].made(file_format, Order(source, LANGUAGES[language]))
        write_out(io.BytesIO(made), output)
        if output:
            self.stdout.write(
                _("%(file)s: the agenda of %(slug)s.") % {"file": output, "slug": slug}
            )
