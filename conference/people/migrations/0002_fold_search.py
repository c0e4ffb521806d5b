"""Fill the search columns and computed sort names of the directory by today's folding."""

from django.db import migrations

from conference.folding import fold
from conference.people import pinyin


def sort_name_before(name_zh, family_en="", given_en=""):
    """What filled an empty sort name until now."""
    if family_en or given_en:
        return f"{family_en} {given_en}".strip().lower()[:200]
    if not pinyin.has_chinese(name_zh):
        return " ".join(name_zh.lower().split())[:200]
    parts = pinyin.name_syllables(name_zh)
    return " ".join([parts[0], "".join(parts[1:])]).strip().lower()[:200]


def organization_before(row):
    return (" ".join(pinyin.syllables(row.name_zh)).lower() or row.name_en.lower())[:200]


def organization_now(row):
    spelled = pinyin.syllables(fold(row.name_zh)) or fold(row.name_en).split()
    return " ".join(" ".join(spelled).split())[:200]


def fill(apps, schema_editor):
    database = schema_editor.connection.alias
    organizations = apps.get_model("people", "Organization").objects.using(database)
    people = apps.get_model("people", "Person").objects.using(database)
    changed = []
    for row in organizations.iterator(500):
        if row.sort_name == organization_before(row):
            row.sort_name = organization_now(row)
        row.search = pinyin.search_text(
            *(row.name_zh, row.name_en, row.short_name_zh, row.short_name_en),
            *row.aliases.splitlines(),
        )
        changed.append(row)
    organizations.bulk_update(changed, ["sort_name", "search"], batch_size=200)
    changed = []
    for row in people.iterator(500):
        names = (row.name_zh, row.family_name_en, row.given_name_en)
        if row.sort_name == sort_name_before(*names):
            row.sort_name = pinyin.sort_name(*names)[:200]
        given_first = f"{row.given_name_en} {row.family_name_en}".strip()
        family_first = f"{row.family_name_en} {row.given_name_en}".strip()
        spellings = [given_first, family_first, family_first.replace(" ", "")]
        if not pinyin.has_chinese(row.name_zh):
            spellings.append(row.name_zh)
        row.search = pinyin.search_text(
            *spellings, row.sort_name, *row.aliases.splitlines(), names=(row.name_zh,)
        )
        changed.append(row)
    people.bulk_update(changed, ["sort_name", "search"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
