from django.db import migrations


def take_none(apps, schema_editor):
    """A 0 was what every new member had: nobody had ranked it."""
    for name in ("Membership", "HistoricalMembership"):
        apps.get_model("alliance", name).objects.filter(position=0).update(position=None)


def write_zero(apps, schema_editor):
    for name in ("Membership", "HistoricalMembership"):
        apps.get_model("alliance", name).objects.filter(position=None).update(position=0)


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0012_put_new_rows_last"),
    ]

    operations = [migrations.RunPython(take_none, write_zero)]
