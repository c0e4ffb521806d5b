"""The whole site as one file."""

from pathlib import Path

from config.backup.making import backup
from config.management import refusal
from config.management.refusal import Refused


class Command(refusal.Command):
    help = (
        "Write the database and the media into one file, while the site runs. "
        "It holds personal data and no secret key."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a new file, such as site.tar.gz")

    def handle(self, *, file, **options):
        try:
            site = backup(file)
        except FileExistsError:
            raise Refused(f"“{file}” is there already. Choose another name.") from None
        except OSError as error:
            raise Refused(f"“{file}” cannot be written: {error.strerror}.") from None
        rows = sum(site["rows"].values())
        self.stdout.write(f"{file}: {rows} rows and {site['files']} files of this site.")
