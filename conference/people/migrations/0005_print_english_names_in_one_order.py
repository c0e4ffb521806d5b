from django.db import migrations

from conference.people.english_names import is_family_first


def decide_orders(apps, schema_editor):
    """As `Person.save` does it for rows that are saved from now on. Releases stay as printed."""
    person = apps.get_model("people", "Person")
    rows = person.objects.select_related("organization").only(
        "name_zh", "name_zh_is_rendering", "name_order_en", "organization__country"
    )
    found = [
        row.pk
        for row in rows.iterator()
        if is_family_first(
            chosen=row.name_order_en,
            name_zh=row.name_zh,
            zh_is_rendering=row.name_zh_is_rendering,
            country=row.organization.country if row.organization else "",
        )
    ]
    for start in range(0, len(found), 500):
        person.objects.filter(pk__in=found[start : start + 500]).update(family_name_first=True)


class Migration(migrations.Migration):
    dependencies = [("people", "0004_choose_the_order_of_english_names")]

    operations = [migrations.RunPython(decide_orders, migrations.RunPython.noop)]
