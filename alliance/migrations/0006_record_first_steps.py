"""Give memberships that are there the steps by which they came to their state, as far as known."""

from django.db import migrations


ENTERED = {
    "invited": "invite",
    "applied": "apply",
    "under-review": "review",
    "approved": "approve",
}
THEN = {"suspended": "suspend", "withdrawn": "withdraw", "removed": "remove", "ended": "end"}


def record(apps, schema_editor):
    Step = apps.get_model("alliance", "MembershipStep")
    steps = []
    for row in apps.get_model("alliance", "Membership").objects.filter(steps=None).order_by("pk"):
        if row.status in ENTERED:
            act, state = ENTERED[row.status], row.status
        else:
            act, state = "admit", "active"
        steps.append(Step(membership=row, act=act, state=state, on=row.since))
        if row.status in THEN:
            # On which day it was suspended is not known; a term ended on its last.
            day = None if row.status == "suspended" else row.until
            steps.append(Step(membership=row, act=THEN[row.status], state=row.status, on=day))
    Step.objects.bulk_create(steps, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0005_add_membership_steps"),
    ]

    operations = [
        migrations.RunPython(record, migrations.RunPython.noop, elidable=True),
    ]
