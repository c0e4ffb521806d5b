"""Times in the writings of offices."""

import pytest

from conference.program.office.meanings import times
from conference.program.office.meanings.times import told

pytestmark = pytest.mark.once(reason="reads texts alone")


@pytest.mark.parametrize(
    ("text", "half", "start", "end"),
    [
        ("9：00—9：15", "", "09:00", "09:15"),
        ("9:15～9:25", "", "09:15", "09:25"),
        ("09:25至09:35", "", "09:25", "09:35"),
        ("9.30-10.15", "", "09:30", "10:15"),
        ("0900-0915", "", "09:00", "09:15"),
        ("9点30分", "", "09:30", None),
        ("9点半-10点一刻", "", "09:30", "10:15"),
        ("9时30分-10时", "", "09:30", "10:00"),
        ("上午9:00", "", "09:00", None),
        ("上午9:00—下午5:00", "", "09:00", "17:00"),
        ("下午2点", "", "14:00", None),
        ("晚上6:30-8:00", "", "18:30", "20:00"),
        ("2：00—2：40", "pm", "14:00", "14:40"),
        ("14：00—18：00", "pm", "14:00", "18:00"),
        ("11:30", "am", "11:30", None),
        ("12:05—13:30", "am", "12:05", "13:30"),
        ("8:45–9:00 AM", "", "08:45", "09:00"),
        ("9:00 AM to 10:30 AM", "", "09:00", "10:30"),
        ("9-10:30 AM", "", "09:00", "10:30"),
        ("11:30–12:15 PM", "", "11:30", "12:15"),
        ("12:15 – 1:30 PM", "", "12:15", "13:30"),
        ("1:30–2:00 PM", "", "13:30", "14:00"),
        ("10:00 AM–12:00 noon", "", "10:00", "12:00"),
        ("12 noon", "", "12:00", None),
        ("10 PM - midnight", "", "22:00", "24:00"),
        ("11:30-1:00", "", "11:30", "13:00"),
        ("14:00起", "", "14:00", None),
        ("9:00\n-\n9:30", "", "09:00", "09:30"),
        ("4月18-19日", "", None, None),
        ("2027-05-22", "", None, None),
        ("第3期 12-15", "", None, None),
        ("版本5.20", "", None, None),
    ],
)
def test_a_time_is_read_as_it_is_meant(text, half, start, end):
    span = times.read(text, half)

    assert (told(span.start), told(span.end), span.doubts) == (start, end, frozenset())


@pytest.mark.parametrize(
    ("text", "start", "end", "doubt"),
    [
        ("2:00-3:00", "14:00", "15:00", "afternoon"),
        ("6:30 for 7:00 PM", "19:00", None, "two starts"),
        ("25:00-26:00", None, None, "beyond"),
        ("24:30", None, None, "beyond"),
        ("10:30-9:15", "10:30", "09:15", "backwards"),
    ],
)
def test_what_a_time_leaves_open_is_told(text, start, end, doubt):
    span = times.read(text)

    assert (told(span.start), told(span.end), set(span.doubts)) == (start, end, {doubt})


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("20分钟", 20), ("20 min", 20), ("每人15分钟", 15), ("1小时", 60), ("1.5小时", 90), ("半小时", 30),
     ("30 minutes each", 30), ("9点30分", None), ("3分论坛", None)],
)  # fmt: skip
def test_a_length_is_minutes(text, minutes):
    assert times.read_minutes(text)[0] == minutes


def test_a_start_with_a_length_keeps_both():
    span = times.read("9:00 (20 min)")

    assert (told(span.start), span.minutes, span.rest) == ("09:00", 20, "")


def test_what_is_no_time_is_left():
    assert times.read("12:00—13:30 午餐（餐厅）").rest == "午餐（餐厅）"
