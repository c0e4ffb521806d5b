"""What a letter holds of a person, taken out: that it was written, on which occasion and what
became of it stays.
"""

from django.db.models import Q
from django.utils.translation import gettext_noop

from conference.letters.models import Letter, LetterQuerySet
from conference.work.taking import FREE

GONE = "***"  # a letter says something
ERASED = gettext_noop("The person’s data were erased.")


def remembering(letters: LetterQuerySet) -> LetterQuerySet:
    """Those that still say something of somebody."""
    return letters.exclude(to_name="", to_address="", subject="", text=GONE, answer="")


def forget(letters: LetterQuerySet) -> int:
    """How many letters were emptied; one that has not left never will. Three queries.

    A worker that is sending one at this moment finds that it is not its any more.
    """
    emptied = {"to_name": "", "to_address": "", "subject": "", "text": GONE, "answer": ""}
    state = Letter.State
    keys = list(remembering(letters).values_list("pk", flat=True))
    rows = Letter.objects.filter(pk__in=keys)
    rows.filter(~Q(state=state.SENT)).update(
        **FREE, **emptied, state=state.HELD, why=ERASED, handed_at=None
    )
    rows.filter(state=state.SENT).update(**emptied)
    return len(keys)
