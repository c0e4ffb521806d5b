"""Give everybody who waits a place in line, in the order of replying, and names their letters."""

from django.db import migrations

from conference.people.pinyin import name_letters


def fill(apps, schema_editor):
    rows = apps.get_model("attendance", "Registration").objects.using(
        schema_editor.connection.alias
    )
    changed = []

    def write():
        rows.bulk_update(changed, ["name_letters", "waits_as"], batch_size=500)
        changed.clear()

    places = {}
    for row in (
        rows.only("pk", "conference", "name", "status")
        .order_by("registered_at", "number")
        .iterator(1_000)
    ):
        row.name_letters, row.waits_as = name_letters(row.name), None
        if row.status == "waitlisted":
            places[row.conference_id] = row.waits_as = places.get(row.conference_id, 0) + 1
        changed.append(row)
        if len(changed) == 1_000:
            write()
    write()


class Migration(migrations.Migration):
    dependencies = [("attendance", "0005_add_waiting_lines")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
