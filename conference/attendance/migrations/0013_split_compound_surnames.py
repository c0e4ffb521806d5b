"""Let registrations with a compound surname be found by all their initials; sort those whose compound
surname was not known until now by the whole of it.
"""

from django.db import migrations

from conference.folding import fold
from conference.people import pinyin


def sort_name_before(name):
    """What filled an empty sort name while a compound surname was not known."""
    parts = pinyin.syllables(fold(name))
    parts[:1] = [pinyin.SURNAMES.get(name[:1], parts[0])]
    return " ".join([parts[0], "".join(parts[1:])])[:200]


def fill(apps, schema_editor):
    rows = apps.get_model("attendance", "Registration").objects.using(
        schema_editor.connection.alias
    )
    fields = ("name", "name_en", "organization_name", "code", "sort_name")
    changed = []
    for row in rows.only("pk", *fields).iterator(1_000):
        if not pinyin.compound_surname(row.name):
            continue
        if row.sort_name == sort_name_before(row.name):
            row.sort_name = pinyin.sort_name(row.name)[:200]
        row.search = pinyin.search_text(
            row.name_en, row.organization_name, row.code, names=(row.name,)
        )
        changed.append(row)
    rows.bulk_update(changed, ["search", "sort_name"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("attendance", "0012_keep_history_of_reply_forms_and_checkpoints")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
