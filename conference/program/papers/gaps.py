"""What a paper in one language cannot say: texts that are there in the other one alone."""

from django.contrib.auth.models import AnonymousUser, User

from conference.hooks import Hook
from conference.models import Conference

# {"zh": how many texts lack their Chinese, "en": their English}, of all that a conference prints.
GAPS: Hook[[Conference, User | AnonymousUser], dict[str, int]] = Hook(
    "How many texts of this conference lack a language? (conference, user)"
)


def lacking(conference: Conference, user: User | AnonymousUser) -> dict[str, int]:
    """{side: texts that its papers say in the other language}, where there are some."""
    found: dict[str, int] = {}
    for counts in GAPS.ask(conference, user):
        found |= {side: count for side, count in counts.items() if count}
    return found
