"""A backup as the whole site."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.backup.restoring import RestoreRefused, is_empty, restore
from config.management import refusal
from config.management.refusal import Refused


class Command(refusal.Command):
    help = gettext_lazy(
        "Make this site what a backup holds. Stop the site first. A site that has accounts or "
        "conferences is replaced only with --replace. Everybody has to sign in again."
    )
    # The tables may not be there yet.
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help=_("a file that `backup` made"))
        parser.add_argument(
            "--replace", action="store_true", help=_("give up what this site holds now")
        )

    def handle(self, *, file, replace, **options):
        if not replace and not is_empty():
            raise Refused(
                _(
                    "This site is not empty. Make a backup of it, then say --replace to give up "
                    "what it holds."
                )
            )
        try:
            site = restore(file)
        except RestoreRefused as refusal:
            raise Refused(refusal.message) from None
        rows = sum(site["rows"].values())
        self.stdout.write(
            _("Restored %(rows)d rows and %(files)d files of %(time)s (UTC).")
            % {"rows": rows, "files": site["files"], "time": site["made_at"][:16]}
        )
