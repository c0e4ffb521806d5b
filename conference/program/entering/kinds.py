"""The kind of a session that a reading means: the reader knows fewer than the agenda."""

import re

from conference.program.models import Kind

_VISIT = re.compile(
    r"参观|考察|调研|踏勘|采风|游览|\bvisit|\btour\b|excursion|\bwalk\b|\bwalk through", re.I
)
_TRAINING = re.compile(r"培训|training", re.I)


def kind_of(read: str, title: str, *, has_people: bool) -> Kind:
    if read == "other" and _VISIT.search(title):
        return Kind.VISIT
    if read == "talk" and _TRAINING.search(title):
        ends = re.search(r"(?:培训|training)(?:班|会|课)?\W*$", title, re.I)
        return Kind.TRAINING if ends else Kind.TALK
    if read in Kind.values:
        return Kind(read)
    return Kind.TALK if has_people else Kind.OTHER
