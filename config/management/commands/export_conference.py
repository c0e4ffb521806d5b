"""One conference as one file."""

import sys
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.models import Conference
from config.carrying import document_of, written
from config.management import refusal
from config.management.refusal import Refused


class Command(refusal.Command):
    help = gettext_lazy(
        "Write the draft of a conference, with its images, as one JSON file that "
        "“import_conference” reads on this or another site. It holds no registrations, no "
        "sign-ins, no releases, no team and no private contacts."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help=_("the conference's short address"))
        parser.add_argument(
            "--output", metavar="FILE", type=Path, help=_("a file; standard output without")
        )

    def handle(self, *, slug, output, **options):
        conference = Conference.objects.filter(slug=slug).first()
        if conference is None:
            raise Refused(_("There is no conference “%(slug)s”.") % {"slug": slug})
        raw = written(document_of(conference))
        if output is None:
            sys.stdout.buffer.write(raw)
            sys.stdout.buffer.flush()
            return
        try:
            output.write_bytes(raw)
        except OSError as error:
            raise Refused(
                _("%(file)s cannot be written: %(reason)s.")
                % {"file": output, "reason": error.strerror}
            ) from None
        self.stderr.write(_("%(file)s: “%(name)s”.") % {"file": output, "name": conference.name})
