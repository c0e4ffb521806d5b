"""Whose address a letter showed in full, and to whom."""

from conference.hooks import Hook

# Asked with the letters and the account, after the page was made.
SHOWN_IN_FULL: Hook[..., None] = Hook("Who notes whose address was shown in full?")
