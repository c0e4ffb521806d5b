"""Alliances in the admin, a module a subject."""

from alliance.admin import alliances, memberships  # noqa: F401  they register themselves
