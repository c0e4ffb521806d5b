"""The agenda in the admin: sessions, people as printed, releases; preview, clashes, publish."""

from conference.program.admin import people, releases, sessions

__all__ = ["people", "releases", "sessions"]
