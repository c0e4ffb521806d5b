"""The whole site as one file."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.backup.making import backup
from config.management import refusal
from config.management.refusal import Refused


class Command(refusal.Command):
    help = gettext_lazy(
        "Write the database and the media into one file, while the site runs. "
        "It holds personal data and no secret key."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help=_("a new file, such as site.tar.gz"))

    def handle(self, *, file, **options):
        try:
            site = backup(file)
        except FileExistsError:
            raise Refused(
                _("“%(file)s” is there already. Choose another name.") % {"file": file}
            ) from None
        except OSError as error:
            raise Refused(
                _("%(file)s cannot be written: %(reason)s.")
                % {"file": file, "reason": error.strerror}
            ) from None
        rows = sum(site["rows"].values())
        self.stdout.write(
            _("%(file)s: %(rows)d rows and %(files)d files of this site.")
            % {"file": file, "rows": rows, "files": site["files"]}
        )
