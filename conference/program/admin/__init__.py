"""The agenda in the admin: sessions, people, committees, releases; preview, clashes, publish."""

from conference.program.admin import committees, handbooks, people, releases, sessions

__all__ = ["committees", "handbooks", "people", "releases", "sessions"]
