"""Schedules of other systems: schedule.json and schedule.xml of the c3voc family into a draft.

    bytes --from_json, from_xml--> one shape --reader--> ScheduleFile
    ScheduleFile --planning--> Plan --acting--> draft

`read_schedule` refuses what it cannot trust and lists what it cannot take; `plan_import` compares
with the draft and writes nothing, so a preview is the plan itself; `import_schedule` and
`import_reviewed` write a plan, all or nothing. Rows are found by their guid, so a second import of
the same file changes nothing and a newer file moves what has moved. A file speaks one language: it
fills that side of each text and leaves the other alone. Nothing is ever deleted but a speaker whom
the file no longer names.
"""

from conference.program.importing.acting import import_reviewed, import_schedule
from conference.program.importing.limits import MAX_BYTES
from conference.program.importing.plan import Plan
from conference.program.importing.planning import plan_import
from conference.program.importing.reader import read_schedule
from conference.program.importing.refusal import ImportRefused, ImportStale

__all__ = [
    "MAX_BYTES",
    "ImportRefused",
    "ImportStale",
    "Plan",
    "import_reviewed",
    "import_schedule",
    "plan_import",
    "read_schedule",
]
