"""Times as people type them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from conference.clock import (
    DayField,
    LineMomentField,
    MomentField,
    in_zone,
    read_clock,
    read_day,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9", time(9)),
        ("09", time(9)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("9:30", time(9, 30)),
        (" 09:30 ", time(9, 30)),
        ("9.30", time(9, 30)),
        ("9：30", time(9, 30)),
        ("９：３０", time(9, 30)),
        ("０９:３０", time(9, 30)),
        ("９．３０", time(9, 30)),
        ("１９３０", time(19, 30)),
        ("\u3000９：３０\u3000", time(9, 30)),
        ("23:59", time(23, 59)),
        ("0:00", time(0)),
    ],
)
def test_a_clock_is_read_as_people_write_it(text, clock):
    assert read_clock(text) == clock


@pytest.mark.parametrize(
    "text", ["", "24:00", "9:60", "9pm", "-1", "9:3", "99999", "九点", "９:３", "9:30:00", "\0"]
)
def test_what_is_no_clock_is_told(text):
    with pytest.raises(ValidationError) as told:
        read_clock(text)

    assert told.value.messages == ["Enter a time of the 24-hour clock, such as 09:30."]


def test_an_hour_that_the_clock_skips_is_refused_and_one_that_it_repeats_is_the_first():
    with pytest.raises(ValidationError):
        in_zone(datetime.combine(date(2026, 3, 29), time(2, 30)), BERLIN)

    twice = in_zone(datetime.combine(date(2026, 10, 25), time(2, 30)), BERLIN)
    assert twice.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def line(*, day=None):
    field = LineMomentField(required=False)
    field.zone, field.day = SHANGHAI, day
    return field


@pytest.mark.parametrize(
    "text", ["2026-05-20 09:30", "2026/5/20 930", "2026.05.20  9：30", "2026-05-20T09:30", "9:30"]
)
def test_a_line_holds_a_day_and_a_time_or_the_time_of_a_known_day(text):
    field = line(day=date(2026, 5, 20))

    assert field.clean(text) == datetime(2026, 5, 20, 1, 30, tzinfo=UTC)


def test_a_line_shows_the_day_where_it_is_not_known():
    moment = datetime(2026, 5, 20, 1, 30, tzinfo=UTC)

    assert line().prepare_value(moment) == "2026-05-20 09:30"
    assert line(day=date(2026, 5, 20)).prepare_value(moment) == "09:30"
    assert line().prepare_value("as typed") == "as typed"
    assert line().clean("") is None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("9:30", "Enter the day too, such as 2026-05-20 09:30."),
        ("tomorrow", "Enter a day and a time, such as 2026-05-20 09:30."),
        ("2026-02-30 09:30", "Enter a day and a time, such as 2026-05-20 09:30."),
        ("2026-05-20", "Enter a day and a time, such as 2026-05-20 09:30."),
        ("0001-01-01 09:30", "Check the year of this day."),
        ("9999-12-31 23:59", "Check the year of this day."),
    ],
)
def test_a_line_that_cannot_be_read_says_what_it_needs(text, complaint):
    with pytest.raises(ValidationError) as told:
        line().clean(text)

    assert told.value.messages == [complaint]


def test_seconds_that_nobody_typed_are_no_change():
    moment = datetime(2026, 5, 20, 1, 30, 42, tzinfo=UTC)

    assert not line().has_changed(moment, "2026-05-20 09:30")
    assert line().has_changed(moment, "2026-05-20 09:31")
    assert line().has_changed(moment, "nonsense")
    assert line().has_changed(None, "2026-05-20 09:30")
    assert not line().has_changed(None, "")


def test_two_boxes_are_read_in_the_zone_that_is_active():
    with timezone.override(SHANGHAI):
        assert MomentField().clean(["2026-05-20", "930"]) == datetime(
            2026, 5, 20, 1, 30, tzinfo=UTC
        )


@pytest.mark.parametrize(
    "boxes",
    [
        ["2026-05-20", ""],
        ["", "09:30"],
        ["2026-02-30", "09:30"],
        ["0001-01-01", "00:00"],
        ["9999-12-31", "23:59"],
        ["2026-05-20", "25:00"],
    ],
)
def test_two_boxes_that_make_no_moment_are_told(boxes):
    with timezone.override(SHANGHAI), pytest.raises(ValidationError):
        MomentField().clean(boxes)


# --- Days ----------------------------------------------------------------------------------------

FIFTH_OF_APRIL = date(2026, 4, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-05",
        "2026-4-5",
        "2026/4/5",
        "2026.4.5",
        "2026年4月5日",
        "2026 年 4 月 5 日",
        "２０２６年４月５日",
        " 2026-04-05 ",
        "5 April 2026",
        "5 Apr 2026",
        "April 5, 2026",
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_day_is_read_as_people_write_it_in_either_language(text, language):
    with translation.override(language):
        assert DayField().clean(text) == FIFTH_OF_APRIL
        moment = MomentField().clean([text, "9:30"])
        listed = line().clean(f"{text} 9:30")

    assert moment.date() == FIFTH_OF_APRIL
    assert listed == datetime(2026, 4, 5, 9, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "text", ["04/05/2026", "4/5/2026", "05.04.2026", "5-4-2026", "４/５/２０２６"]
)
def test_a_day_that_reads_two_ways_is_refused_with_both(text):
    for read in (DayField().clean, lambda t: MomentField().clean([t, "9:30"])):
        with pytest.raises(ValidationError) as told:
            read(text)
        (message,) = told.value.messages
        assert "can be read as April 5, 2026 or as May 4, 2026" in message
        assert message.endswith("Write 2026-04-05 or 2026-05-04.")
    with pytest.raises(ValidationError) as told:
        line().clean(f"{text} 9:30")
    assert "April 5, 2026 or as May 4, 2026" in told.value.messages[0]


def test_the_two_readings_are_said_in_the_readers_language():
    with translation.override("zh-hans"), pytest.raises(ValidationError) as told:
        DayField().clean("04/05/2026")

    assert "2026年4月5日" in told.value.messages[0]
    assert "2026年5月4日" in told.value.messages[0]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("13/05/2026", date(2026, 5, 13)),
        ("05/13/2026", date(2026, 5, 13)),
        ("5.5.2026", date(2026, 5, 5)),
    ],
)
def test_a_day_with_one_reading_is_taken_in_any_order(text, day):
    assert read_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "04/05/26",
        "26-04-05",
        "2026-02-30",
        "30/02/2026",
        "2026-13-01",
        "5 Foo 2026",
        "20260405",
        "x",
        "\0",
    ],
)
def test_what_is_no_day_is_told(text):
    with pytest.raises(ValidationError) as told:
        read_day(text)

    assert told.value.messages == ["Enter a day such as 2026-05-20."]


def test_a_time_alone_is_on_the_day_of_its_row():
    field = line()
    field.own_day = FIFTH_OF_APRIL

    assert field.clean("14:00") == datetime(2026, 4, 5, 14, tzinfo=SHANGHAI)
    assert field.prepare_value(field.clean("14:00")) == "2026-04-05 14:00"


def test_seconds_that_a_box_does_not_show_are_not_changed_by_it():
    with timezone.override(SHANGHAI):
        moment = datetime(2026, 4, 5, 9, 30, 15, tzinfo=SHANGHAI)

        assert not MomentField().has_changed(moment, ["2026-04-05", "09:30"])
        assert MomentField().has_changed(moment, ["2026-04-05", "09:31"])


# --- The two 02:30 of the night when clocks go back --------------------------------------------

TWICE = {
    "UTC+2": datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    "UTC+1": datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("offset", TWICE)
def test_boxes_show_and_read_which_of_the_two_it_is(language, offset):
    moment, field, one = TWICE[offset], MomentField(), LineMomentField()
    one.zone = BERLIN
    with translation.override(language), timezone.override(BERLIN):
        boxes, text = field.widget.decompress(moment), one.prepare_value(moment)

        assert offset in boxes[1] and offset in text
        assert field.clean(["2026-10-25", boxes[1]]) == moment
        assert not field.has_changed(moment, ["2026-10-25", boxes[1]])
        assert one.clean(text) == moment
        assert not one.has_changed(moment, text)


def test_who_changes_the_offset_changes_the_time():
    field, one = MomentField(), LineMomentField()
    one.zone = BERLIN
    with timezone.override(BERLIN):
        assert field.has_changed(TWICE["UTC+2"], ["2026-10-25", "2:30 UTC+1"])
        assert field.clean(["2026-10-25", "2:30 UTC+1"]) == TWICE["UTC+1"]
        assert field.clean(["2026-10-25", "2:30"]) == TWICE["UTC+2"]  # the earlier one
    assert one.has_changed(TWICE["UTC+2"], "2026-10-25 02:30 (UTC+1)")


@pytest.mark.parametrize("text", ["2:30 (UTC+3)", "2:30 (UTC+99)", "9:30 (UTC+2)"])
def test_an_offset_that_is_not_the_places_is_refused(text):
    with timezone.override(BERLIN), pytest.raises(ValidationError) as told:
        MomentField().clean(["2026-10-25", text])

    assert told.value.messages[0].startswith("At that time the clock there is not")
