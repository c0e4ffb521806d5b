"""What an article might say before anybody wrote it, asked of those who know the program."""

from conference.hooks import Hook
from conference.models import Conference

DRAFT: Hook[[Conference, object], dict[str, str]] = Hook(
    "What might an article of this conference say? (conference, user)"
)
