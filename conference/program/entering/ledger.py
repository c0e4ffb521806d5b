"""Where the parts of the plan of an office's file write down what they found."""

from django.utils.translation import gettext as _

from conference.program.entering.plan import Kept, OfficePlan
from conference.program.importing.ledger import Ledger
from conference.program.importing.plan import CHANGED, NEW, UNCHANGED, Change, FieldChange, shown
from conference.program.models import Participation
from conference.program.office.reading import Leftover

_PRIVATE = {"contact_phone", "contact_email"}


class OfficeLedger(Ledger):
    plan: OfficePlan

    def leave(self, text, address, reason):
        """Something of the file that becomes nothing."""
        self.plan.not_taken.append(Leftover(text, address, str(reason)))

    def hold(self, text, address, reason):
        """Something that waits for an answer."""
        self.plan.left_out.append(Leftover(text, address, str(reason)))

    def stays(self, row, column, here, text, address) -> Kept:
        """Changed by hand since the file was entered."""
        label = str(row._meta.get_field(column).verbose_name)
        kept = Kept(str(row), label, str(here) or "–", str(text) or "–", address)
        self.plan.kept.append(kept)
        return kept

    # --- people ---------------------------------------------------------------------------------

    def join(self, participation: Participation, *, is_new_person, facts) -> None:
        """Somebody takes part who did not before."""
        plan, person = self.plan, participation.person
        if is_new_person:
            plan.new_rows[type(person)].append(person)
        plan.count("people", NEW if is_new_person else UNCHANGED)
        plan.new_rows[Participation].append(participation)
        self.note(Change("participants", NEW, person, [], facts))

    def print(self, participation: Participation, values: dict[str, str]) -> None:
        """Set what is printed of somebody, or kept private; what of it differs is told."""
        changed = {n: (getattr(participation, n), v) for n, v in values.items()}
        for name, value in values.items():
            setattr(participation, name, value)
        if not changed or participation.pk is None:
            return
        plan = self.plan
        plan.changed_rows[Participation].append((participation, list(changed)))
        fields = [
            FieldChange(
                str(participation._meta.get_field(name).verbose_name),
                _hidden(old) if name in _PRIVATE else shown(participation, name, old, None),
                _hidden(new) if name in _PRIVATE else shown(participation, name, new, None),
            )
            for name, (old, new) in changed.items()
        ]
        plan.counts["participants"][UNCHANGED] -= 1
        self.note(Change("participants", CHANGED, participation.person, fields))


def _hidden(text):
    return _("(not shown)") if text else "–"
