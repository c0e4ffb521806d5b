"""Give each question the key by which conditions name it."""

from django.db import migrations, models


def give_keys(apps, schema_editor):
    """The same in a question's older versions, which are told from others by its id."""
    for name in ("Question", "HistoricalQuestion"):
        rows = apps.get_model("attendance", name).objects.order_by()
        for pk in set(rows.values_list("id", flat=True)):
            rows.filter(id=pk).update(key=f"Q{pk:05}"[-6:])


class Migration(migrations.Migration):
    dependencies = [("attendance", "0039_ask_more_kinds_of_questions")]

    operations = [
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                fields=("form", "key"),
                name="question_key_is_unique_in_a_form",
                violation_error_message="This question is on the form already.",
            ),
        ),
    ]
