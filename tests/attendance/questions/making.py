"""Questions as plain values, and what is sent to their boxes."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from conference.attendance.models import Question, ReplyForm
from conference.attendance.questions.table import boxes, kept
from conference.models import Conference

FORM = ReplyForm(
    conference=Conference(starts_on=date(2026, 5, 20), ends_on=date(2026, 5, 21), time_zone="UTC")
)


def question(kind, pk=1, **values):
    given = {"label_en": "What?", "label_zh": "什么", "key": f"KEY{pk:03}"}
    return Question(pk=pk, form=FORM, kind=kind, **given | values)


def answered(asked, **sent):
    """The answer to a question whose parts are sent so (`_` is the one part of a simple one), or
    {part: [sentences]}.
    """
    prefix = f"question_{asked.pk}"
    data = MultiValueDict()
    for part, value in sent.items():
        name = prefix if part == "_" else f"{prefix}_{part.rstrip('_')}"
        data.setlist(name, value if isinstance(value, list) else [value])
    given, wrong = {}, {}
    for name, box in boxes(asked).items():
        raw = box.widget.value_from_datadict(data, {}, name)
        try:
            given[name] = box.clean(raw)
        except ValidationError as error:
            wrong[name] = error.messages
    if not wrong:
        try:
            return kept(asked, given)
        except ValidationError as error:
            wrong = error.message_dict
    return {name.removeprefix(prefix).lstrip("_") or "_": each for name, each in wrong.items()}


def answered_files(asked, *uploads):
    """What is chosen where these files are sent to the box of a question, or {"_": [sentences]}."""
    ((name, box),) = boxes(asked).items()
    files = MultiValueDict({name: list(uploads)})
    try:
        return kept(asked, {name: box.clean(box.widget.value_from_datadict({}, files, name))})
    except ValidationError as error:
        return {"_": error.messages}
