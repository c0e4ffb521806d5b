"""Give rows that hold none of a column's choices the one that says least, before it is held to them."""

from django.db import migrations

# (model, column, its choices, the one for anything else)
COLUMNS = [
    (
        "Participation",
        "category",
        ["leader", "speaker", "expert", "chair", "guest", "delegate", "staff"],
        "guest",
    ),
    (
        "ExpectedTotal",
        "category",
        ["leader", "speaker", "expert", "chair", "guest", "delegate", "staff"],
        "expert",
    ),
    ("Session", "language", ["", "zh", "en", "both"], ""),
]


def mend(apps, schema_editor):
    for model, column, choices, otherwise in COLUMNS:
        rows = apps.get_model("program", model).objects.exclude(**{f"{column}__in": choices})
        rows.update(**{column: otherwise})


class Migration(migrations.Migration):
    dependencies = [("program", "0010_delete_talks_with_their_sub_forum")]

    operations = [migrations.RunPython(mend, migrations.RunPython.noop, elidable=True)]
