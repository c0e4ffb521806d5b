"""Letters in the admin: the outbox, and what the occasions say."""

from conference.letters.admin import outbox, texts  # noqa: F401  they register
