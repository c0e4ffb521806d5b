"""What an office's file says, entered into the draft.

    Reading --planning (whens, people, places, sessions, guests)--> OfficePlan --acting--> rows

`plan_office` holds a reading against the draft and asks what the file leaves open; `enter_reviewed`
writes the plan that somebody saw. The same file again changes nothing; a later version of it is a
difference, which leaves alone what was changed here since.
"""

from conference.program.entering.acting import enter_office, enter_reviewed
from conference.program.entering.decisions import Ask, Decisions, Option
from conference.program.entering.naming import new_conference
from conference.program.entering.plan import OfficePlan
from conference.program.entering.planning import plan_office
from conference.program.importing.refusal import ImportRefused, ImportStale

__all__ = [
    "Ask",
    "Decisions",
    "ImportRefused",
    "ImportStale",
    "OfficePlan",
    "Option",
    "enter_office",
    "enter_reviewed",
    "new_conference",
    "plan_office",
]
