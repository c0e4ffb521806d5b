"""What an older Lectern left: tables made by migrations are those of a new site."""

import sqlite3
from contextlib import closing

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.config.backup.archives import altered, elsewhere, new_postgres, rows_of
from tests.config.backup.test_backup import ITS_OWN


def of_an_older_release(told):
    """As if the backup were made before the last step of the alliance's tables, which changed
    no column.
    """
    told["migrations"]["alliance"].remove("0013_take_no_number_for_no_rank")
    return told


def test_the_rows_of_an_older_release_come_into_tables_of_their_time(site, tmp_path):
    call_command("backup", first := tmp_path / "first.tar.gz")
    database = new_postgres() if connection.vendor == "postgresql" else {}

    done = elsewhere(tmp_path, database, "restore", altered(first, of_an_older_release))
    assert (done.returncode, done.stderr) == (0, "")
    done = elsewhere(tmp_path, database, "backup", second := tmp_path / "second.tar.gz")
    assert (done.returncode, done.stderr) == (0, "")

    before, after = rows_of(first), rows_of(second)
    assert before.keys() == after.keys()
    assert {label for label in before if before[label] != after[label]} <= ITS_OWN


LAST = 3  # of each app: a step is walked until so many have come after it; then it stands


def as_before_the_last_steps(told):
    """A site without a row, before the last steps were made that no other app's build on."""
    graph, gone = MigrationLoader(None).graph, set()
    for app, leaf in graph.leaf_nodes():
        if apps.get_app_config(app).module.__name__.startswith(("conference", "alliance")):
            own = [node for node in graph.forwards_plan((app, leaf)) if node[0] == app]
            for node in own[1:][-LAST:]:
                later = graph.backwards_plan(node)
                gone |= set(later) if {of for of, _name in later} == {app} else set()
    assert len(gone) > LAST
    migrations = {}
    for app, name in graph.nodes.keys() - gone:
        migrations.setdefault(app, []).append(name)
    return told | {"migrations": migrations, "rows": {"auth.user": 0}, "files": 0}


@pytest.mark.django_db(transaction=True)
def test_tables_made_step_by_step_are_those_of_a_new_site(tmp_path):
    """Which has them as the models say."""
    call_command("backup", file := tmp_path / "first.tar.gz")
    older = altered(file, as_before_the_last_steps, only="rows/auth.user.jsonl")
    database = new_postgres() if connection.vendor == "postgresql" else {}

    done = elsewhere(tmp_path, database, "restore", older)

    assert (done.returncode, done.stderr) == (0, "")
    if database:
        with psycopg.connect(database["DATABASE_URL"]) as there, connection.cursor() as here:
            assert in_postgresql(there) == in_postgresql(here)
    else:
        file = sqlite3.connect(tmp_path / "db.sqlite3")
        with closing(file) as there, connection.cursor() as here:
            assert in_sqlite(there) == in_sqlite(here)


COLUMNS = """
    SELECT table_name, column_name, udt_name, character_maximum_length, numeric_precision,
           is_nullable, column_default, is_identity, collation_name
    FROM information_schema.columns WHERE table_schema = 'public'
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, contype, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"


# Django's own tables between accounts and groups count their rows in 64 bits where its migrations
# made them, in 32 where the models did.
COUNT_OTHERWISE = {"auth_user_groups", "auth_user_user_permissions", "auth_group_permissions"}


def in_postgresql(database):
    found = set()
    for query in (COLUMNS, CONSTRAINTS, INDEXES):
        rows = database.execute(query)
        found |= set(rows or database.fetchall())
    return {row for row in found if not (row[0] in COUNT_OTHERWISE and row[1] == "id")}


def in_sqlite(database):
    """{table or index: what its statement defines}; of a table in no order, since a column that
    came later stands last.
    """
    query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    rows = database.execute(query).fetchall()
    return {
        name: sorted(definitions(sql)) if sql.startswith("CREATE TABLE") else sql
        for name, sql in rows
    }


def definitions(statement):
    """The parts of a CREATE TABLE's brackets: its columns and its constraints."""
    depth, part = 0, ""
    for character in statement[statement.index("(") + 1 : statement.rindex(")")]:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and not depth:
            yield part.strip()
            part = ""
        else:
            part += character
    yield part.strip()
