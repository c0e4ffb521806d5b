"""Small matters of wording that pages, lists and forms share."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.attendance.models import Question
from conference.bilingual import Text
from conference.people.pinyin import has_chinese


def full_name(given, family, account) -> str:
    """An account as lists name it: 王小明, else Wang Xiaoming as entered, else the user name."""
    if not (given or family):
        return account or ""
    return f"{family}{given}" if has_chinese(f"{family}{given}") else f"{given} {family}".strip()


def missing_label(conference, *, at=None) -> str:
    """What those are who have not come: absent (缺席) once the event is over, not here yet before.

    `at` is an aware moment, default now.
    """
    if conference.day_of(at or timezone.now()) > conference.ends_on:
        return pgettext("count on the sheet", "Absent")
    return pgettext("count on the sheet", "Not here yet")


def option_lines(text: str) -> list[str]:
    """The options of a question as organizers write them: one a line, blank lines left out."""
    return [line for line in (" ".join(raw.split()) for raw in text.splitlines()) if line]


def answer_text(question: Question, answer) -> str:
    """One answer as text: yes and no in words, an option of a list in the active language."""
    if answer is None:
        return ""
    if isinstance(answer, bool):
        return _("Yes") if answer else _("No")
    if question.kind == Question.Kind.CHOICE:
        zh, en = (option_lines(text) for text in (question.options_zh, question.options_en))
        for lines in (zh, en):
            if len(zh) == len(en) and answer in lines:
                n = lines.index(answer)
                return str(Text(zh[n], en[n]))
    return str(answer)
