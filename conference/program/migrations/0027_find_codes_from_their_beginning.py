"""Take the codes out of what is searched by any part: they are found from their beginning."""

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Concat, Lower, Replace


def take_out(apps, schema_editor):
    rows = apps.get_model("program", "Session").objects.using(schema_editor.connection.alias)
    line = Concat(Value("\n"), Lower("code"))
    rows.filter(search__contains=line).update(search=Replace(F("search"), line, Value("")))


class Migration(migrations.Migration):
    dependencies = [("program", "0026_fold_variants")]

    operations = [migrations.RunPython(take_out, migrations.RunPython.noop, elidable=True)]
