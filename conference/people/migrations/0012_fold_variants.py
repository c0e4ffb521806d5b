"""Let people and organizations be found by any writing of a Chinese character and of an umlaut;
sort those whose surname is read otherwise than its traditional character anew.
"""

from django.db import migrations

from conference.folding import fold, unmarked
from conference.people import pinyin


def read_before(name):
    """What filled an empty sort name while traditional characters were read by themselves."""
    parts = pinyin.name_syllables(unmarked(name))
    return " ".join([parts[0], "".join(parts[1:])]).strip()[:200] if parts else ""


def organization_before(name):
    return " ".join(" ".join(pinyin.syllables(unmarked(name))).split())[:200]


def organization_now(name):
    return " ".join(" ".join(pinyin.syllables(fold(name))).split())[:200]


def fill(apps, schema_editor):
    database = schema_editor.connection.alias
    organizations = apps.get_model("people", "Organization").objects.using(database)
    people = apps.get_model("people", "Person").objects.using(database)
    changed = []
    for row in organizations.iterator(500):
        if row.name_zh and row.sort_name == organization_before(row.name_zh):
            row.sort_name = organization_now(row.name_zh)
        row.search = pinyin.search_text(
            *(row.name_zh, row.name_en, row.short_name_zh, row.short_name_en),
            *row.aliases.splitlines(),
        )
        changed.append(row)
    organizations.bulk_update(changed, ["sort_name", "search"], batch_size=200)
    changed = []
    for row in people.iterator(500):
        english = (row.family_name_en, row.given_name_en)
        if pinyin.has_chinese(row.name_zh) and row.sort_name == read_before(row.name_zh):
            row.sort_name = pinyin.sort_name(row.name_zh, *english)[:200]
        orders = [" ".join(filter(None, order)) for order in (english[::-1], english)]
        row.search = pinyin.search_text(
            row.sort_name, names=(row.name_zh, *orders, *row.aliases.splitlines())
        )
        changed.append(row)
    people.bulk_update(changed, ["sort_name", "search"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("people", "0011_remember_which_rows_are_one")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
