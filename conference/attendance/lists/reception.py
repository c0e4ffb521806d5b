"""Reception (接待): who is picked up where and when, who sleeps in which hotel, how many eat what.

From the answers of confirmed people to the questions of these kinds (`attendance.questions`). Who
answered none of them stands on none. Rows are put in order when all are read; each list has counts
beside it. Of a day: who comes, goes or eats on it, or sleeps in the night after it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import pgettext

from conference.attendance.lists.aside import Aside
from conference.attendance.lists.columns import (
    Cells,
    Counts,
    Row,
    Told,
    Wording,
    number_in_list,
    of_a_person,
)
from conference.attendance.lists.counts import count_column, text_column
from conference.attendance.lists.scopes import Scope
from conference.attendance.lists.wishes import NO_HOTEL, NO_WISH, Wish
from conference.attendance.models import Checkpoint, Question, Registration
from conference.attendance.models.registrations import RegistrationQuerySet
from conference.attendance.questions.compound import DIETS, SHARING, WAYS, Meals
from conference.attendance.questions.options import in_active_language, options_of, same_option
from conference.attendance.questions.table import kind_of, questions_of
from conference.attendance.questions.telling import MASK
from conference.folding import name_key
from conference.models import Conference
from conference.tabular import Column

PERSON = ("name", "organization_name", "title", "phone")
MOST_NIGHTS_SHOWN = 120
# The kind of question that each list is made of.
KIND = {"arrivals": "arrival", "departures": "departure", "rooms": "hotel", "meals": "meals"}


def _people(
    conference: Conference, checkpoint: Checkpoint | None, scope: Scope
) -> RegistrationQuerySet:
    """Confirmed people; of a sub-forum, those whom it expects."""
    people = Registration.objects.filter(conference=conference).expected()
    return scope.within(people.expected_at(checkpoint) if checkpoint else people)


def _made(
    people: RegistrationQuerySet,
    columns: list[Told],
    counts: Counts | None,
    through: Callable[[Iterator[Row]], Iterable[Row]],
) -> tuple[list[Told], Cells]:
    cells = Cells(
        people.in_order(),
        columns,
        through=through,
        needs=(*PERSON, "answers"),
    )
    cells.counts = counts
    return columns, cells


def _of_kind(conference: Conference, kind: str) -> list[Question]:
    return [question for question in questions_of(conference) if question.kind == kind]


def _answer(questions: list[Question], row: Row) -> tuple[Question, dict[str, Any]] | None:
    """The first answer of this kind that somebody gave."""
    for question in questions:
        answer = row["answers"].get(str(question.pk))
        if isinstance(answer, dict) and answer.get("kind") == question.kind:
            return question, answer
    return None


def _yes(key: str, header: str) -> Told:
    yes = pgettext("in a list", "yes")
    return Told(key, header, width=10, total="count", says=lambda row: yes if row[key] else "")


# --- By time and station ------------------------------------------------------------------------


def arrivals(
    conference: Conference, checkpoint: Checkpoint | None, scope: Scope, wish: Wish
) -> tuple[list[Told], Cells]:
    people = _people(conference, checkpoint, scope)
    picked_up = pgettext("list column", "Picked up")
    return _travel(conference, people, scope, wish, "arrival", picked_up)


def departures(
    conference: Conference, checkpoint: Checkpoint | None, scope: Scope, wish: Wish
) -> tuple[list[Told], Cells]:
    people = _people(conference, checkpoint, scope)
    taken = pgettext("list column", "Taken there")
    return _travel(conference, people, scope, wish, "departure", taken)


def _travel(
    conference: Conference,
    people: RegistrationQuerySet,
    scope: Scope,
    wish: Wish,
    kind: str,
    picked_up: str,
) -> tuple[list[Told], Cells]:
    """By day, time and station; `together` are those of one train or flight to be driven."""
    questions = _of_kind(conference, kind)
    ways = {key: str(label) for key, label in WAYS.items()}
    columns = [
        number_in_list(),
        text_column("day", pgettext("list column", "Day"), 13),
        text_column("time", pgettext("list column", "Time"), 8),
        text_column("station", pgettext("of a journey", "Station"), 18),
        text_column("way", pgettext("of a journey", "By"), 9),
        text_column("vehicle", pgettext("list column", "Train or flight"), 12),
        _yes("pick_up", picked_up),
        count_column("together", pgettext("list column", "In one car"), total="", width=9),
        *of_a_person(Wording(conference, scope), "name", "organization", "title", "phone"),
    ]
    counts = Counts(
        [
            Column("day", pgettext("list column", "Day"), width=12),
            Column("station", pgettext("of a journey", "Station"), width=24),
            Column("people", pgettext("list column", "People"), "number", total="sum"),
            Column("pick_up", picked_up, "number", total="sum"),
        ]
    )

    def car(row: Row) -> tuple[str, ...]:
        return tuple(row[key] for key in ("day", "time", "station", "vehicle"))

    def rows(found: Iterator[Row]) -> Iterable[Row]:
        told = Aside()
        cars, groups, driven = (Counter[tuple[str, ...]]() for _ in range(3))
        for row in found:
            if (said := _answer(questions, row)) is None or not _is_wanted(*said, wish):
                continue
            answer = said[1]
            row |= {key: answer.get(key, "") for key in ("day", "time", "station")}
            row |= {"way": ways.get(answer.get("way", ""), ""), "vehicle": answer.get("number", "")}
            row |= {"answers": None, "pick_up": bool(answer.get("pick_up"))}
            told.add((row["day"], not row["time"], row["time"], row["station"]), row)
            groups[row["day"], row["station"]] += 1
            if row["pick_up"]:
                cars[car(row)] += 1
                driven[row["day"], row["station"]] += 1
        counts.rows = [[*key, groups[key], driven[key]] for key in sorted(groups)]
        for row in told:
            yield row | {"together": cars[car(row)] if row["pick_up"] else ""}

    return _made(people, columns, counts, rows)


# --- By hotel -----------------------------------------------------------------------------------


def rooms(
    conference: Conference, checkpoint: Checkpoint | None, scope: Scope, wish: Wish
) -> tuple[list[Told], Cells]:
    """By hotel and first night, with a column for each night that somebody stays; of a day, for its
    night alone. Two who name each other are `agreed`. Two queries, one of them now.
    """
    people, questions = _people(conference, checkpoint, scope), _of_kind(conference, "hotel")
    sharing = {key: str(label) for key, label in SHARING.items()}
    nights = _asked(people, questions, wish).days[:MOST_NIGHTS_SHOWN]
    if wish.day:
        nights = [night for night in nights if night == wish.day]
    columns = [
        number_in_list(),
        text_column("hotel", pgettext("list column", "Hotel"), 20),
        text_column("from", pgettext("list column", "First night"), 13),
        text_column("to", pgettext("list column", "Leaving"), 13),
        # Of a day, how long each stays is no number of that night.
        count_column(
            "nights", pgettext("list column", "Nights"), total="" if wish.day else "sum", width=8
        ),
        text_column("share", pgettext("of a hotel", "Room"), 18),
        text_column("with", pgettext("list column", "With"), 12),
        _yes("agreed", pgettext("list column", "Both want it")),
        *of_a_person(Wording(conference, scope), "name", "organization", "title", "phone"),
        *(
            count_column(f"night_{night.isoformat().replace('-', '_')}", f"{night:%m-%d}", width=7)
            for night in nights
        ),
    ]
    counts = Counts(
        [
            Column("hotel", pgettext("list column", "Hotel"), width=24),
            Column("night", pgettext("list column", "Night"), width=12),
            Column("people", pgettext("list column", "People"), "number", total="sum"),
            Column("alone", pgettext("list column", "Single rooms"), "number", total="sum"),
            Column("shared", pgettext("list column", "Sharing"), "number", total="sum"),
            Column("unsaid", pgettext("list column", "Not said"), "number", total="sum"),
        ]
    )

    def rows(found: Iterator[Row]) -> Iterable[Row]:
        told, wants = Aside(), dict[str, str]()
        by_night: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for row in found:
            if (said := _answer(questions, row)) is None or not _days_of(said[1]):
                continue
            question, answer = said
            if other := name_key(answer.get("with", "")):
                wants[name_key(row["name"])] = other
            if not _is_wanted(question, answer, wish):
                continue
            stays = _stay(answer)
            row |= {key: answer.get(key, "") for key in ("from", "to", "with")}
            row |= {"hotel": _hotel(question, answer), "nights": len(stays), "stays": stays}
            row |= {"answers": None, "share": sharing.get(answer.get("share", ""), "")}
            told.add((row["hotel"], row["from"], row["to"]), row)
            room = _room(answer)
            for night in stays:
                if wish.day in (None, night):
                    by_night[row["hotel"], night.isoformat()].update(("people", room))
        counts.rows = [
            [*key, *(n[name] for name in ("people", "alone", "shared", "unsaid"))]
            for key, n in sorted(by_night.items())
        ]
        for row in told:
            mine, other = name_key(row["name"]), name_key(row["with"])
            agreed = bool(other) and wants.get(other) == mine
            there = {
                f"night_{night.isoformat().replace('-', '_')}": 1 if night in row["stays"] else ""
                for night in nights
            }
            yield row | {"agreed": agreed} | there

    return _made(people, columns, counts, rows)


def _hotel(question: Question, answer: dict[str, Any]) -> str:
    """In the active language; '' where none was named."""
    return in_active_language(question, answer.get("hotel", ""))


def _room(answer: dict[str, Any]) -> str:
    """What it counts as, of the counts by night."""
    return {"": "unsaid", "alone": "alone"}.get(answer.get("share", ""), "shared")


def _stay(answer: dict[str, Any]) -> list[date]:
    if not answer.get("from"):
        return []
    first, last = (date.fromisoformat(answer[key]) for key in ("from", "to"))
    return [first + timedelta(days=n) for n in range((last - first).days)]


# --- By meal ------------------------------------------------------------------------------------


def meals(
    conference: Conference, checkpoint: Checkpoint | None, scope: Scope, wish: Wish
) -> tuple[list[Told], Cells]:
    """A row for each meal of each day: how many come, how many of them eat what. `names` says who
    has which wish, for whom may know it and asks.
    """
    people = _people(conference, checkpoint, scope)
    asked, diets = _of_kind(conference, "meals"), _of_kind(conference, "diet")
    labels = {key: str(label) for key, label in DIETS.items() if key != "any"}
    columns = [
        number_in_list(),
        text_column("day", pgettext("list column", "Day"), 13),
        text_column("meal", pgettext("list column", "Meal"), 16),
        count_column("people", pgettext("list column", "People")),
        *(count_column(key, label, width=12) for key, label in labels.items()),
        Told("names", pgettext("list column", "Who"), width=50, says=lambda row: row["names"]),
    ]

    def rows(found: Iterator[Row]) -> Iterable[Row]:
        order = {meal: n for question in asked for n, meal in enumerate(options_of(question))}
        eats: dict[tuple[str, int, str], Counter[str]] = defaultdict(Counter)
        who: dict[tuple[str, int, str], list[str]] = defaultdict(list)
        for row in found:
            if (said := _answer(asked, row)) is None:
                continue
            question, answer = said
            kind = kind_of(question)
            assert isinstance(kind, Meals)
            diet = (_answer(diets, row) or (None, {}))[1]
            wish_of = str(labels.get(diet.get("diet", ""), ""))
            told = ", ".join(filter(None, (wish_of, diet.get("note", ""))))
            for day, meal in kind.chosen(question, answer):
                if wish.day and day != wish.day.isoformat():
                    continue
                key = (day, order.get(meal, 99), meal)
                eats[key].update({"people": 1, diet.get("diet", ""): 1})
                if told:
                    who[key].append(f"{row['name']} ({told})")
        for key in sorted(eats):
            names = "; ".join(who[key])
            yield {
                "day": key[0],
                "meal": key[2],
                "names": names if scope.sensitive or not names else MASK,
                **{name: eats[key][name] for name in ("people", *labels)},
            }

    return _made(people, columns, None, rows)


# --- The days and hotels of a list --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """The days and the hotels that answers name, in order; NO_HOTEL last, where some named none."""

    days: list[date]
    hotels: list[str]


def asked_of(
    conference: Conference,
    checkpoint: Checkpoint | None,
    scope: Scope,
    list_name: str,
    wish: Wish = NO_WISH,
) -> Asked:
    """Those of one of these lists, of the day and hotel that are wanted. Two queries."""
    questions = _of_kind(conference, KIND[list_name])
    return _asked(_people(conference, checkpoint, scope), questions, wish)


def _asked(people: RegistrationQuerySet, questions: list[Question], wish: Wish) -> Asked:
    """Those of the answers that are wanted. One query."""
    days, hotels = set[date](), set[str]()
    for answers in people.order_by().values_list("answers", flat=True).iterator():
        said = _answer(questions, {"answers": answers})
        if said and _is_wanted(*said, wish):
            days.update(_days_of(said[1]))
            hotels.add(_hotel(*said))
    return Asked(sorted(days), [*sorted(hotels - {""}), *([NO_HOTEL] if "" in hotels else [])])


def _is_wanted(question: Question, answer: dict[str, Any], wish: Wish) -> bool:
    """Whether an answer names a day, and what of it is asked for."""
    days = _days_of(answer)
    if not days or (wish.day and wish.day not in days):
        return False
    hotel = answer.get("hotel", "")
    if wish.hotel == NO_HOTEL:
        return not hotel
    return not wish.hotel or same_option(question, hotel, wish.hotel)


def _days_of(answer: dict[str, Any]) -> list[date]:
    if "meals" in answer:
        return [date.fromisoformat(day) for day, _meal in answer["meals"]]
    return [date.fromisoformat(answer["day"])] if answer.get("day") else _stay(answer)
