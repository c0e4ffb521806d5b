"""How our commands say no."""

import os

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from config.public.errors import is_away
from config.serving import trouble

UNDEFINED_TABLE = "42P01"


class Refused(CommandError):
    """A sentence for the person at the terminal: status 1, printed as "Refused: ..."."""


class Command(BaseCommand):
    """A command of ours: what cannot be read and a database out of reach are sentences too."""

    def run_from_argv(self, argv):
        with override(language_of_terminal()):
            super().run_from_argv(argv)

    def create_parser(self, *args, **kwargs):
        self.help = str(self.help)  # argparse takes no lazy text
        return super().create_parser(*args, **kwargs)

    def execute(self, *args, **options):
        for name, value in options.items():
            if not is_text(str(value)):
                raise Refused(
                    _("%(name)s is not UTF-8: %(value)s.")
                    % {"name": name.upper(), "value": ascii(str(value))[:80]}
                )
        try:
            return super().execute(*args, **options)
        except (DatabaseError, InterfaceError) as error:
            if has_no_tables(error):
                reason = _("it has no tables yet. Run “manage.py migrate” first")
            elif is_away(error):
                reason = trouble.of_error(error) or str(error).strip().splitlines()[0].rstrip(".")
            else:
                raise
        except OSError as error:
            if not is_away(error) or not error.filename:
                raise
            raise Refused(
                _(
                    "%(file)s cannot be read or written (%(reason)s). Let the account that runs "
                    "the site do so, or make room, and begin again."
                )
                % {"file": error.filename, "reason": error.strerror}
            ) from None
        settled = connection.settings_dict
        raise Refused(
            _("The database (%(kind)s, %(place)s) cannot be used: %(reason)s. Nothing was saved.")
            % {
                "kind": connection.display_name,
                "place": settled["HOST"] or settled["NAME"],
                "reason": reason,
            }
        )


def language_of_terminal() -> str:
    """Chinese where LANGUAGE asks for it first (`zh`, `zh_CN:en`, `zh-hans`), else English."""
    first = os.environ.get("LANGUAGE", "").partition(":")[0].lower()
    return "zh-hans" if first.startswith("zh") else "en"


def is_text(value: str) -> bool:
    """Whether a terminal's argument could be read: Python keeps odd bytes as half characters."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def has_no_tables(error) -> bool:
    is_sqlite = isinstance(error, OperationalError) and "no such table" in str(error)
    state = getattr(error.__cause__, "sqlstate", "")  # PostgreSQL's driver is not always loaded
    return is_sqlite or state == UNDEFINED_TABLE
