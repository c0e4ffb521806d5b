"""Lists of the admin."""

ROOMS = "/admin/conference/room/"
SESSIONS = "/admin/program/session/"
