"""What the settings promise of the database, asked of the database itself."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction

from tests.threads import at_once


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_moment_wait_for_each_other():
    """With SQLite's defaults a read followed by a write fails here: "database is locked"."""
    Group.objects.create(name="counter 0")

    def count_up():
        for _ in range(20):
            with transaction.atomic():
                group = Group.objects.select_for_update().get()
                group.name = f"counter {int(group.name.split()[1]) + 1}"
                group.save()

    assert at_once(*[count_up] * 6) == [None] * 6
    assert Group.objects.get().name == "counter 120"


@pytest.mark.django_db
def test_the_database_is_set_up_as_the_settings_say():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone() == ("wal",)
        else:
            cursor.execute("SHOW jit")
            assert cursor.fetchone() == ("off",)
            assert connection.pool is not None
