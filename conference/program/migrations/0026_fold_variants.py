"""Let sessions be found by any writing of a Chinese character and of an umlaut."""

from django.db import migrations

from conference.people.pinyin import search_text


def fill(apps, schema_editor):
    sessions = apps.get_model("program", "Session").objects.using(schema_editor.connection.alias)
    changed = []
    for row in sessions.only("pk", "title_zh", "title_en", "code").iterator(500):
        row.search = search_text(row.title_zh, row.title_en, row.code)
        changed.append(row)
    sessions.bulk_update(changed, ["search"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("program", "0025_choose_who_is_shown")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
