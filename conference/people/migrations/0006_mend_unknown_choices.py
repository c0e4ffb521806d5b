"""Give rows that hold none of a column's choices the one that says least, before it is held to them."""

from django.db import migrations

# (model, column, its choices, the one for anything else)
COLUMNS = [
    (
        "Organization",
        "kind",
        ["university", "government", "enterprise", "institute", "association", "other"],
        "other",
    ),
    (
        "Person",
        "academic_title",
        [
            "",
            "academician",
            "professor",
            "associate_professor",
            "lecturer",
            "researcher",
            "associate_researcher",
            "senior_engineer",
        ],
        "",
    ),
]


def mend(apps, schema_editor):
    for model, column, choices, otherwise in COLUMNS:
        rows = apps.get_model("people", model).objects.exclude(**{f"{column}__in": choices})
        rows.update(**{column: otherwise})


class Migration(migrations.Migration):
    dependencies = [("people", "0005_print_english_names_in_one_order")]

    operations = [migrations.RunPython(mend, migrations.RunPython.noop, elidable=True)]
