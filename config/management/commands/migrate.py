"""`manage.py migrate`: Django's own, but an empty database gets its tables in one step."""

from django.core.management.commands import migrate
from django.db import connections

from conference.tables import make_tables

# What asks for something else than "bring this database up to date".
OTHER_WISHES = ("app_label", "check_unapplied", "fake", "fake_initial", "plan", "prune")


class Command(migrate.Command):
    def handle(self, *args, **options):
        connection = connections[options["database"]]
        wishes = any(options[name] for name in OTHER_WISHES)
        if not wishes and not connection.introspection.table_names():
            if options["verbosity"] > 0:
                self.stdout.write("Making the tables of an empty database ...")
            make_tables(connection)
        super().handle(*args, **options)
