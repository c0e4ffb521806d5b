"""Whose code it is, as the door asks: the row under a lock, and what stands beside it there."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Exists, OuterRef, QuerySet, Value

from conference.attendance.models import Admission, Checkpoint, Registration, somebody_chose
from conference.codes import normal_code
from conference.compiled import Compiled

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class AtTheDoor(TypedDict):
    """What is asked of a registration beside its row."""

    is_admitted: bool  # signed in at this checkpoint
    somebody_chose: bool  # people had to choose this sub-forum


def person_at(
    subject: Registration | str, checkpoint: Checkpoint
) -> "WithAnnotations[Registration, AtTheDoor] | None":
    """The registration as it is now, under a lock, or None."""
    column = "code" if isinstance(subject, str) else "pk"
    value = normal_code(subject) if isinstance(subject, str) else subject.pk
    asked = {column: value, "checkpoint": checkpoint.pk}
    if checkpoint.is_chosen_by_attendees:
        asked["conference"] = checkpoint.conference_id
    for person in WHO[frozenset(asked)].rows(**asked):
        return person
    return None


def _people_at(
    *, checkpoint: int, conference: int | None = None, **who: Any
) -> QuerySet[Registration]:
    here = Admission.objects.filter(registration=OuterRef("pk"), checkpoint=checkpoint)
    return (
        Registration.objects.select_for_update(of=("self",), no_key=True)
        .filter(**who)
        .annotate(
            is_admitted=Exists(here),
            somebody_chose=somebody_chose(conference) if conference else Value(False),
        )
    )


def _marks_of_people() -> Iterator[dict[str, Any]]:
    place, conference = {"checkpoint": -987_654_322}, {"conference": -987_654_323}
    for who in ({"code": "?code"}, {"pk": -987_654_321}):
        yield who | place
        yield who | place | conference


# {what is asked for: the query}
WHO: dict[frozenset[str], Compiled[Any]] = {
    frozenset(marks): Compiled(_people_at, **marks) for marks in _marks_of_people()
}
