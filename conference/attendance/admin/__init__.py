"""Attendance in the admin: who is expected and written to, the reply form, stations, the logs."""

from conference.attendance.admin import (  # noqa: F401  they register
    certificate_designs,
    certificates,
    group_letters,
    guests,
    logs,
    registrations,
    setup,
    stations,
    units,
)
