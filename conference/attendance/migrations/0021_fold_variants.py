"""Let registrations be found by any writing of a Chinese character and of an umlaut; sort those
whose surname is read otherwise than its traditional character anew.
"""

from django.db import migrations

from conference.folding import unmarked
from conference.people import pinyin


def read_before(name):
    """What filled an empty sort name while traditional characters were read by themselves."""
    parts = pinyin.name_syllables(unmarked(name))
    return " ".join([parts[0], "".join(parts[1:])]).strip()[:200] if parts else ""


def fill(apps, schema_editor):
    rows = apps.get_model("attendance", "Registration").objects.using(
        schema_editor.connection.alias
    )
    columns = ["search", "sort_name", "name_letters"]
    fields = ("name", "name_en", "organization_name", "code", *columns)
    changed = []
    for row in rows.order_by("pk").only("pk", *fields).iterator(1_000):
        before = [getattr(row, column) for column in columns]
        if pinyin.has_chinese(row.name) and row.sort_name == read_before(row.name):
            row.sort_name = pinyin.sort_name(row.name)[:200]
        row.name_letters = pinyin.name_letters(row.name)
        row.search = pinyin.search_text(
            row.organization_name, row.code, names=(row.name, row.name_en)
        )
        if before != [getattr(row, column) for column in columns]:
            changed.append(row)
        if len(changed) >= 1_000:
            rows.bulk_update(changed, columns, batch_size=200)
            changed.clear()
    rows.bulk_update(changed, columns, batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("attendance", "0020_put_new_rows_last")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
