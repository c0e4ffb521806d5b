"""Run as a program: the tables of an empty database as the models say them, in three seconds; the
migrations take half a minute, and test_serve.py asks for them.
"""

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import override_settings


class NoMigrations:
    """For every app."""

    def __contains__(self, label):
        return True

    def __getitem__(self, label):
        return None


def main():
    django.setup()
    with override_settings(MIGRATION_MODULES=NoMigrations()):
        call_command("migrate", run_syncdb=True, verbosity=0)
    recorder = MigrationRecorder(connection)
    for label, name in MigrationLoader(None).disk_migrations:
        recorder.record_applied(label, name)


if __name__ == "__main__":
    main()
