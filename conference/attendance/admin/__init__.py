"""Attendance in the admin: who is expected, the reply form, checkpoints, stations, the two logs."""

from conference.attendance.admin import (  # noqa: F401  they register
    logs,
    registrations,
    setup,
    stations,
)
