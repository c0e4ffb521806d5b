"""Sort registrations with a surname of the longer ones that are known from now on (爱新觉罗, 叶赫那拉 ...) by the
whole of it, and let them be found by its initials: what was done when compound surnames were split.
"""

from importlib import import_module

from django.db import migrations

split = import_module("conference.attendance.migrations.0013_split_compound_surnames")


class Migration(migrations.Migration):
    dependencies = [("attendance", "0013_split_compound_surnames")]

    operations = [migrations.RunPython(split.fill, migrations.RunPython.noop, elidable=True)]
