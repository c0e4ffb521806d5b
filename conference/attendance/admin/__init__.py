"""Attendance in the admin: who is expected, the reply form, checkpoints, and the two logs."""

from conference.attendance.admin import logs, registrations, setup  # noqa: F401  they register
