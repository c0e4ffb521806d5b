"""Where the parts of a plan write down what they found: rows to write, changes to tell."""

from conference.program.importing.plan import (
    CHANGED,
    NEW,
    UNCHANGED,
    Change,
    DraftPlan,
    FieldChange,
    Plan,
    shown,
)


class Ledger:
    """Where the parts of a plan write down what they found."""

    def __init__(self, plan: DraftPlan):
        self.plan = plan
        self.conference = plan.conference

    def rows(self, manager):
        """The rows of the conference; none of one that is not saved yet."""
        return [] if self.conference.pk is None else list(manager())

    def keep(self, subject, row, values, *, is_new, joins=False, facts=""):
        """Set `values` on the row, and note what that changes. `joins`: told as new here, though
        the row was there before.
        """
        changed = {n: (getattr(row, n), v) for n, v in values.items() if getattr(row, n) != v}
        for name, value in values.items():
            setattr(row, name, value)
        if is_new:
            self.plan.new_rows[type(row)].append(row)
        elif changed:
            self.plan.changed_rows[type(row)].append((row, list(changed)))
        fields = [
            FieldChange(
                str(row._meta.get_field(name).verbose_name),
                shown(row, name, old, self.conference.zone),
                shown(row, name, new, self.conference.zone),
            )
            for name, (old, new) in changed.items()
            if not is_new
        ]
        if is_new or joins:
            self.note(Change(subject, NEW, row, fields, facts))
        elif changed:
            self.note(Change(subject, CHANGED, row, fields))
        else:
            self.plan.count(subject, UNCHANGED)

    def note(self, change):
        self.plan.count(change.subject, change.kind)
        self.plan.changes.append(change)


class FileLedger(Ledger):
    """Of a schedule that another system wrote."""

    def __init__(self, plan: Plan):
        super().__init__(plan)
        self.file = plan.file
