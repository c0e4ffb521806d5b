from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from conference.bilingual import Text
from conference.templatetags import lectern


@pytest.mark.parametrize(
    ("first", "last", "english", "chinese"),
    [
        ("2025-04-18", "2025-04-18", "18 April 2025", "2025年4月18日"),
        ("2026-11-22", "2026-11-23", "22–23 November 2026", "2026年11月22日至23日"),
        (
            "2026-12-31",
            "2027-01-01",
            "31 December 2026 – 1 January 2027",
            "2026年12月31日至2027年1月1日",
        ),
    ],
)
def test_a_span_of_days_is_said_once(first, last, english, chinese):
    days = date.fromisoformat(first), date.fromisoformat(last)

    assert lectern.date_range(*days) == english
    with override("zh-hans"):
        assert lectern.date_range(*days) == chinese


@pytest.mark.parametrize(
    ("zone", "on", "shown"),
    [
        ("Asia/Shanghai", "2026-05-20", "Asia/Shanghai, UTC+8"),
        ("Asia/Kathmandu", "2026-05-20", "Asia/Kathmandu, UTC+5:45"),
        ("America/New_York", "2026-01-20", "America/New York, UTC-5"),
        ("America/New_York", "2026-07-20", "America/New York, UTC-4"),
    ],
)
def test_a_zone_is_named_with_its_offset_at_the_conference(zone, on, shown):
    on = date.fromisoformat(on)
    facts = SimpleNamespace(starts_on=on, ends_on=on, zone=ZoneInfo(zone), time_zone=zone)

    assert lectern.zone_name(facts) == shown
    if zone == "Asia/Shanghai":
        with override("zh-hans"):
            assert lectern.zone_name(facts) == '<span class="word">北京时间</span>，UTC+8'


def test_a_zone_whose_clocks_are_set_meanwhile_has_both_offsets():
    facts = SimpleNamespace(
        starts_on=date(2027, 11, 6),
        ends_on=date(2027, 11, 7),
        zone=ZoneInfo("America/New_York"),
        time_zone="America/New_York",
    )

    assert lectern.zone_name(facts) == "America/New York, UTC-4, later UTC-5"


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2026-05-20T09:00", "2026-05-20T09:30", ("09:00", "09:30")),
        ("2026-05-20T22:00", "2026-05-21T01:30", ("22:00", "01:30 next day")),
        ("2026-05-20T22:00", "2026-05-21T00:00", ("22:00", "24:00")),
        ("2026-05-20T22:00", "2026-05-22T08:00", ("22:00", "22 May 2026, 08:00")),
        (
            "2027-11-06T23:30",
            "2027-11-07T03:00",
            ("23:30 (UTC-4)", "03:00 next day (UTC-5)"),
        ),
        ("2027-11-07T01:30", "2027-11-07T01:30+", ("01:30 (UTC-4)", "01:30 (UTC-5)")),
    ],
)
def test_a_span_of_hours_says_another_day_and_another_offset(first, last, shown):
    zone = ZoneInfo("America/New_York")
    starts, ends = (
        datetime.fromisoformat(text.rstrip("+")).replace(tzinfo=zone, fold=text.count("+"))
        for text in (first, last)
    )

    assert lectern.clock_span(starts, ends) == shown
    if shown[1] == "01:30 next day":
        with override("zh-hans"):
            assert lectern.clock_span(starts, ends) == ("22:00", "次日01:30")


def test_text_is_escaped_and_marked_when_it_falls_back():
    assert lectern.text(Text("中", "<b>")) == "&lt;b&gt;"
    assert lectern.text(Text("<i>", "")) == '<span lang="zh-Hans">&lt;i&gt;</span>'
    assert lectern.other_text(Text("中", "en")) == '<span lang="zh-Hans">中</span>'
    assert lectern.other_text(Text("", "en")) == ""


def test_each_part_of_a_text_in_two_languages_is_marked():
    note = "一个报告取消 / One talk & a <b> is cancelled\n2026-05-20"
    chinese = "一个报告取消"
    english = "One talk &amp; a &lt;b&gt; is cancelled"

    assert lectern.free_text(note) == (
        f'<span lang="zh-Hans">{chinese}</span> / {english}\n2026-05-20'
    )
    with override("zh-hans"):
        assert lectern.free_text(note) == (
            f'{chinese} / <span lang="en">{english}</span>\n2026-05-20'
        )


def test_the_mark_of_a_rendering_stands_only_on_chinese():
    assert "译名" not in lectern.text(Text("中", "en"), True)
    assert "译名" in lectern.other_text(Text("中", "en"), True)
    with override("zh-hans"):
        assert "译名" in lectern.text(Text("中", "en"), True)
        assert "译名" not in lectern.other_text(Text("中", "en"), True)
        assert "译名" not in lectern.text(Text("", "en"), True)


def test_a_long_name_keeps_its_parts_together():
    with override("zh-hans"):
        name = lectern.long_name(Text("研讨会暨<推进会>", ""))
    assert name == '<span class="phrase">研讨会</span><span class="phrase">暨&lt;推进会&gt;</span>'
    assert lectern.long_name(Text("研讨会", "Symposium")) == "Symposium"


def person(**overrides):
    values = {
        "academic_title": "",
        "academic_title_label": "",
        "title": Text(),
        "organization": Text("东北大学", "Northeastern University (China)"),
        "organization_short_name": Text("东大", "NEU"),
    }
    return SimpleNamespace(**values | overrides)


def test_an_affiliation_says_nothing_twice():
    dean = person(title=Text("东北大学副校长", "Vice President of NEU"))
    professor = person(academic_title="professor", academic_title_label="Professor")

    assert lectern.affiliation(dean) == [dean.title]
    assert lectern.affiliation(dean, brief=True) == [dean.organization]
    assert [str(part) for part in lectern.affiliation(professor)] == [
        "Professor",
        "Northeastern University (China)",
    ]
    editor = person(title=Text("主编", "Editor of NEURAL"))
    assert lectern.affiliation(editor) == [editor.title, editor.organization]
    assert lectern.affiliation(person(organization=Text())) == []
