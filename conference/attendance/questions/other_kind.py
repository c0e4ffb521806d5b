"""A question gets another kind: whether what was answered can still be read."""

import json

from django.core.exceptions import ValidationError

from conference.attendance.models import Question, Registration
from conference.attendance.questions.kinds import Answer, plainly
from conference.attendance.questions.options import same_option
from conference.attendance.questions.table import answer_text, boxed, boxes, kept


def unread(was: Question, now: Question) -> int:
    """How many people's answers to a question as it `was` say nothing, or something else, `now`.
    One query.
    """
    key = str(now.pk)
    people = Registration.objects.filter(
        conference=now.form.conference_id, answers__has_key=key
    ).order_by()
    known: dict[str, bool] = {}
    count = 0
    for answers in people.values_list("answers", flat=True).iterator(2_000):
        mark = json.dumps(answers[key], sort_keys=True)
        if mark not in known:
            known[mark] = reads(was, now, answers[key])
        count += not known[mark]
    return count


def reads(was: Question, now: Question, answer: Answer) -> bool:
    """Whether the boxes of `now` show this answer, take it again, and tell the same of it."""
    if answer is None:
        return True
    there, given = boxed(now, answer), {}
    try:
        for name, box in boxes(now).items():
            box.required = False
            given[name] = box.clean(there.get(name))
        again = kept(now, given)
    except ValidationError:
        return False
    told, plain = answer_text(now, again), plainly(answer)
    return told in (answer_text(was, answer), plain) or same_option(now, told, plain)
