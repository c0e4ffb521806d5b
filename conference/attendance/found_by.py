"""By what people of the list are found: words of name and organization, their code, a phone."""

from itertools import groupby

from django.db.models import Q

from conference.attendance.phones import (
    WHOLE,
    is_like_a_number,
    local_numbers,
    phone_digits,
    written_whole,
)
from conference.codes import is_badge_code, normal_code, start_of_code
from conference.folding import words


def found_by(text: str) -> Q:
    """Every word of `text` in name, pinyin, initials or organization, as the beginning of the code,
    or as a phone's end. A whole code is found in any writing of it.

    Of a phone count its last four digits or all of them, with spaces and dashes between them
    or without. Anything between would let those who see it masked feel their way from one
    digit to the next.
    """
    everything = Q()
    for is_number, run in groupby(text.split(), key=is_like_a_number):
        typed = " ".join(run)
        said = Q()
        for word in words(typed):
            found = named(word)
            if is_number and len(word) <= 4 and word.isdigit():
                found |= Q(phone_digits__endswith=word)
            said &= found
        everything &= said | _phone_is(typed) if is_number else said
    return everything | Q(code=normal_code(text)) if is_badge_code(text) else everything


def named(word: str, registration: str = "") -> Q:
    """One of `folding.words` in what somebody's names say, or the beginning of their code.

    `registration` is the way to the row, as 'registration__'. The station's page asks the same
    (static/js/station/list.js).
    """
    found = Q(**{f"{registration}search__contains": word})
    if start := start_of_code(word):
        found |= Q(**{f"{registration}code__startswith": start})
    return found


def _phone_is(typed: str) -> Q:
    # The end is asked first and spares most rows the slower question.
    digits, found = phone_digits(typed), Q(pk__in=())
    if len(digits) >= WHOLE:
        found |= Q(phone_digits__endswith=digits[-WHOLE:])
    for number in local_numbers(typed):
        found |= Q(phone_digits__endswith=number, phone_digits__regex=written_whole(number))
    return found
