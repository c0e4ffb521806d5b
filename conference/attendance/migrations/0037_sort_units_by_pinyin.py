"""Sort lists by organization as the directory sorts: by pinyin, the same on every database."""

from django.db import migrations, models

from conference.people.pinyin import unit_sort_name


def fill(apps, schema_editor):
    rows = apps.get_model("attendance", "Registration").objects.using(
        schema_editor.connection.alias
    )
    names = rows.exclude(organization_name="").order_by().values_list("organization_name")
    for (name,) in list(names.distinct()):
        rows.filter(organization_name=name).update(unit_sort_name=unit_sort_name(name))


class Migration(migrations.Migration):
    dependencies = [("attendance", "0036_keep_presets_and_rule_for_hours")]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="unit_sort_name",
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
