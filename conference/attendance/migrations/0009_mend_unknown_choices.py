"""Give rows that hold none of a column's choices the one that says least, before it is held to them.

Scans and exports are logs that nothing rewrites; a value that no version of the site ever wrote is
no record, and a log that could not be migrated would be lost as a whole.
"""

from django.db import migrations

CATEGORIES = ["leader", "speaker", "expert", "chair", "guest", "delegate", "staff"]
# (model, column, its choices, the one for anything else); kinds of checkpoints and reasons of scans
# are held already, together with another column.
COLUMNS = [
    ("Registration", "category", CATEGORIES, "delegate"),
    ("Registration", "language", ["zh-hans", "en"], "zh-hans"),
    ("CheckIn", "method", ["search", "code", "walk-in", "command"], "search"),
    ("CheckIn", "direction", ["in", "out"], "in"),
    ("ExportLog", "via", ["desk", "admin", "command"], "desk"),
]


def mend(apps, schema_editor):
    for model, column, choices, otherwise in COLUMNS:
        rows = apps.get_model("attendance", model).objects.exclude(**{f"{column}__in": choices})
        rows.update(**{column: otherwise})


class Migration(migrations.Migration):
    dependencies = [("attendance", "0008_keep_contacts_in_the_history")]

    operations = [migrations.RunPython(mend, migrations.RunPython.noop, elidable=True)]
