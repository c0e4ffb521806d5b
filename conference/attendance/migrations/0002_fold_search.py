"""Fill search, computed sort names and digits of phones of registrations by today's folding."""

from django.db import migrations

from conference.attendance.phones import phone_digits
from conference.people import pinyin


def sort_name_before(name):
    """What filled an empty sort name until now."""
    if not pinyin.has_chinese(name):
        return " ".join(name.lower().split())[:200]
    parts = pinyin.name_syllables(name)
    return " ".join([parts[0], "".join(parts[1:])]).strip().lower()[:200]


def fill(apps, schema_editor):
    rows = apps.get_model("attendance", "Registration").objects.using(
        schema_editor.connection.alias
    )
    fields = ("name", "name_en", "organization_name", "code", "phone", "sort_name")
    changed = []

    def write():
        rows.bulk_update(changed, ["search", "sort_name", "phone_digits"], batch_size=200)
        changed.clear()

    for row in rows.only("pk", *fields).iterator(1_000):
        if row.sort_name == sort_name_before(row.name):
            row.sort_name = pinyin.sort_name(row.name)[:200]
        row.phone_digits = phone_digits(row.phone)
        row.search = pinyin.search_text(
            *(row.name_en, row.organization_name, row.code), names=(row.name,)
        )
        changed.append(row)
        if len(changed) == 1_000:
            write()
    write()


class Migration(migrations.Migration):
    dependencies = [("attendance", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
