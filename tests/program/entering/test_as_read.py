"""The button that takes a place as it was read says what that is."""

import pytest

from conference.program.entering.as_read import as_read
from conference.program.office.reading import Question, Read, ReadGuest, ReadPerson, ReadSession


def session(order=1, **values):
    said = {
        "day": "2027-04-18", "start": 14 * 60, "end": None, "kind": "talk", "title_zh": "报告",
        "title_en": "", "room": "",
    } | values  # fmt: skip
    people = said.pop("people", ())
    reads = {name: Read(value) for name, value in said.items()}
    return ReadSession(order, f"A{order}", **reads, people=people)


def guest(**values):
    said = {
        "organization": Read("东北大学"), "title": "", "phone": Read("138"), "gender": None,
        "sub_forum": Read(None), "gives_talk": Read(True), "talk_title": None,
    }  # fmt: skip
    return ReadGuest(1, "A1", "李示", **said | values)


LI = ReadPerson("李示", Read("chair"), "B1", organization="东北大学")


@pytest.mark.parametrize(
    ("fields", "sessions", "said"),
    [
        (("start",), [session()], "As it is read: 14:00"),
        (("start", "end"), [session(end=870)], "As it is read: 14:00–14:30"),
        (("room",), [session(room="201")], "As it is read: 201"),
        (("room",), [session()], "As it is read: it stays empty"),
        (("kind",), [session(kind="keynote")], "As it is read: keynote"),
        (("people",), [session(people=(LI,))], "As it is read: 李示 (chair, 东北大学)"),
        (("day",), [session(day="--04-18")], "As it is read: 04-18"),
        ((), [session()], "As it is read"),
        (
            ("start",),
            [session(n, start=n * 60) for n in (9, 10, 10, 11, 12)],
            "As it is read: 09:00, 10:00, 11:00 …",
        ),
    ],
)
def test_what_was_read_stands_on_the_button(fields, sessions, said):
    assert as_read(Question("?", fields), sessions, []) == said


def test_of_a_guest_too():
    said = as_read(Question("?", ("gives_talk", "talk_title")), [], [guest(talk_title="目录")])
    assert said == "As it is read: yes · 目录"
