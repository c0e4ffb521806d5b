"""How our commands say no."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from psycopg.errors import UndefinedTable

from config.public.errors import is_away


class Refused(CommandError):
    """A sentence for the person at the terminal: status 1, printed as "Refused: ..."."""


class Command(BaseCommand):
    """A command of ours: what cannot be read and a database out of reach are sentences too."""

    def execute(self, *args, **options):
        for name, value in options.items():
            if not is_text(str(value)):
                raise Refused(f"{name.upper()} is not UTF-8: {ascii(str(value))[:80]}.")
        try:
            return super().execute(*args, **options)
        except (DatabaseError, InterfaceError) as error:
            if has_no_tables(error):
                reason = "it has no tables yet. Run “manage.py migrate” first"
            elif is_away(error):
                reason = str(error).strip().splitlines()[0].rstrip(".")
            else:
                raise
        settled = connection.settings_dict
        raise Refused(
            f"The database ({connection.display_name}, {settled['HOST'] or settled['NAME']}) "
            f"cannot be used: {reason}. Nothing was saved."
        )


def is_text(value: str) -> bool:
    """Whether a terminal's argument could be read: Python keeps odd bytes as half characters."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def has_no_tables(error) -> bool:
    is_sqlite = isinstance(error, OperationalError) and "no such table" in str(error)
    return is_sqlite or isinstance(error.__cause__, UndefinedTable)
