"""How our commands say no."""

from django.core.management.base import CommandError


class Refused(CommandError):
    """A sentence for the person at the terminal: status 1, printed as "Refused: ..."."""
