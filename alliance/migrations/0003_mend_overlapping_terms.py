"""Give open beginnings the day after the term before them, so that terms can be judged by time.

Until now a term was allowed for its state: one that had ended and a current one stood side by side
whatever their days. What really shares days is for people to decide, and is named.
"""

from datetime import timedelta
from itertools import pairwise

from django.db import migrations


def mend(apps, schema_editor):
    for model, of, only in (
        ("Membership", ("alliance_id", "organization_id"), {}),
        ("AllianceRole", ("alliance_id",), {"role": "lead"}),
        ("Representative", ("membership_id", "person_id", "role"), {}),
    ):
        groups = {}
        for row in apps.get_model("alliance", model).objects.filter(**only).order_by("pk"):
            groups.setdefault(tuple(getattr(row, name) for name in of), []).append(row)
        for key, rows in groups.items():
            mend_group(rows, f"{model} {key}")


def mend_group(rows, name):
    # The open end is the last one.
    rows.sort(key=lambda row: (row.until is None, row.until or row.since, row.pk))
    for before, row in pairwise(rows):
        if before.until is None:
            raise ValueError(
                f"{name}: the terms {before.pk} and {row.pk} are both without an end. "
                f"Enter until when one of them was held, then migrate again."
            )
        if row.since is None:
            row.since = before.until + timedelta(days=1)
            if row.until is not None and row.until < row.since:
                row.since = None
            else:
                row.save(update_fields=["since"])
        if row.since is None or row.since <= before.until:
            raise ValueError(
                f"{name}: the terms {before.pk} and {row.pk} share days. "
                f"Change their days so that they do not, then migrate again."
            )


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0002_add_expected_members"),
    ]

    operations = [
        migrations.RunPython(mend, migrations.RunPython.noop, elidable=True),
    ]
