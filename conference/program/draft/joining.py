"""A person of the directory becomes one of a conference."""

from django.db import transaction

from conference.hooks import Hook
from conference.models import Conference
from conference.people.models import Person
from conference.program.models import Participation

# Asked with (request, conference, ids of participations or None for all); the answer is the page
# that comes next, None where the account may not do it.
EXPECTING: Hook = Hook("Who puts people of the program on the list of those expected?")


def join(conference: Conference, person: Person, **printed: str) -> tuple[Participation, bool]:
    """(the person's participation, whether it is new). `printed`: fields of a new one.

    Whoever takes part already is not changed. One transaction that holds the conference, so that
    two who choose the same person at once get the same row.
    """
    with transaction.atomic():
        Conference.objects.lock(conference.pk)
        found = Participation.objects.filter(conference=conference, person=person).first()
        if found is not None:
            return found, False
        found = Participation(conference=conference, person=person, **printed)
        found.save(force_insert=True)
    return found, True
