"""What a usual 参会回执 asks, in parts that an organizer adds with one press each, or all at once.

Which columns it has: reference/domain.md, "Typical columns".
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, gettext_noop

from conference.acts import act
from conference.attendance.models import Question, ReplyForm
from conference.bilingual import Text
from conference.codes import short_code
from conference.history import create_rows
from conference.stamps import raise_stamps

Kind = Question.Kind
SECTION = Kind.SECTION
ACT = gettext_noop("Usual questions were added to a reply form")


NOTHING = Text()


@dataclass(frozen=True, slots=True)
class Asked:
    """`only_if`: the label of a question above it that is answered with yes."""

    kind: str
    label: Text
    hint: Text = NOTHING
    options: Text = NOTHING
    is_required: bool = False
    only_if: str = ""


@dataclass(frozen=True, slots=True)
class Preset:
    label: str | Promise
    questions: tuple[Asked, ...]


NEEDS_ROOM = Text("是否需要安排住宿？", "Do you need a hotel room?")
NEEDS_INVOICE = Text("是否需要发票？", "Do you need an invoice?")

PRESETS = {
    "travel": Preset(
        gettext_lazy("arrival and departure"),
        (
            Asked(
                SECTION,
                Text("行程", "Travel"),
                Text(
                    "尚未购票可以先留空，确定后在个人页面补填。",
                    "Leave it empty until you have a ticket; your own page takes it later.",
                ),
            ),
            Asked(Kind.ARRIVAL, Text("抵达", "Arrival")),
            Asked(Kind.DEPARTURE, Text("返程", "Departure")),
        ),
    ),
    "hotel": Preset(
        gettext_lazy("hotel"),
        (
            Asked(SECTION, Text("住宿", "Hotel")),
            Asked(Kind.YES_NO, NEEDS_ROOM, is_required=True),
            Asked(Kind.HOTEL, Text("住宿安排", "Nights"), is_required=True, only_if=NEEDS_ROOM.zh),
        ),
    ),
    "meals": Preset(
        gettext_lazy("meals and diet"),
        (
            Asked(SECTION, Text("用餐", "Meals")),
            Asked(
                Kind.MEALS,
                Text("参加哪些用餐", "Which meals will you join?"),
                options=Text("午餐\n晚餐", "Lunch\nDinner"),
            ),
            Asked(Kind.DIET, Text("饮食要求", "Diet")),
        ),
    ),
    "invoice": Preset(
        gettext_lazy("invoice"),
        (
            Asked(SECTION, Text("发票", "Invoice")),
            Asked(Kind.YES_NO, NEEDS_INVOICE),
            Asked(
                Kind.TEXT,
                Text("发票抬头", "Name on the invoice"),
                is_required=True,
                only_if=NEEDS_INVOICE.zh,
            ),
            Asked(
                Kind.TEXT,
                Text("纳税人识别号", "Taxpayer number"),
                Text("企业和事业单位必填。", "Institutions need it."),
                only_if=NEEDS_INVOICE.zh,
            ),
        ),
    ),
}
USUAL = ("travel", "hotel", "meals")


def add_preset(form: ReplyForm, *names: str, by=None) -> list[Question]:
    """Put the questions of presets at the end of a form; a question that stands there already, in
    these words, is not asked twice. The hotels on offer are those of the conference. Five queries
    at most. Raises KeyError for a name that is none.
    """
    wanted = [asked for name in names for asked in PRESETS[name].questions]
    with (
        transaction.atomic(),
        act(by=by, conference=form.conference, words=ACT),
    ):
        ReplyForm.objects.select_for_update().get(pk=form.pk)  # two who press at once
        there = list(Question.objects.filter(form=form))
        by_label = {question.label_zh: question for question in there}
        position = max((question.position for question in there), default=0)
        new: list[Question] = []
        for asked in wanted:
            if asked.label.zh in by_label:
                continue
            above = by_label.get(asked.only_if)
            position += 1
            options = _hotels(form) if asked.kind == Kind.HOTEL else asked.options
            question = Question(
                form=form,
                key=short_code(),
                kind=asked.kind,
                label_zh=asked.label.zh,
                label_en=asked.label.en,
                hint_zh=asked.hint.zh,
                hint_en=asked.hint.en,
                options_zh=options.zh,
                options_en=options.en,
                is_required=asked.is_required,
                only_if=above.key if above else "",
                only_if_answer="yes" if above else "",
                position=position,
            )
            by_label[asked.label.zh] = question
            new.append(question)
        create_rows(Question, new, by=by)
        if new:
            raise_stamps(*new[0].stamp_scopes())
    return new


def _hotels(form: ReplyForm) -> Text:
    """Where there are several to choose from."""
    hotels = list(form.conference.hotels.all())
    if len(hotels) < 2:
        return Text()
    return Text(
        "\n".join(hotel.name.in_side("zh") for hotel in hotels),
        "\n".join(hotel.name.in_side("en") for hotel in hotels),
    )
