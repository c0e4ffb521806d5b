"""The sheet of one day as a print, and long ones made in the background."""

import io

import pytest
from django.utils import translation

from conference.attendance.lists import exporting, in_background, prints
from conference.attendance.lists.exporting import export
from conference.attendance.lists.scopes import Scope
from conference.attendance.lists.wishes import Wish
from conference.attendance.models import ExportLog
from conference.tabular import read_table
from conference.typesetting import Print
from conference.work.models import Job
from tests.attendance.lists.files import address
from tests.factories import DAY, make_registration

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what a print says is alike on both")]


def test_the_print_of_a_day_stands_by_unit_and_says_who_signed_on_paper(
    conference, scan, monkeypatch
):
    seen = {}

    def typeset(_template, data, *, at, notes):
        seen.update(data)
        return Print(b"%PDF", frozenset())

    monkeypatch.setattr(prints, "typeset", typeset)
    unit = {"organization_name": "东北大学"}
    signed = make_registration(conference, name="安娜", **unit)
    make_registration(conference, name="李明", **unit)
    scan(make_registration(conference, name="曾志伟", organization_name=""), "09:02")
    scan(signed, "09:01", method="paper")

    with translation.override("zh-hans"):
        done = export(
            conference,
            "sheet",
            "pdf",
            scope=Scope(unmasked=True),
            by=None,
            via="desk",
            wish=Wish(day=DAY, order="unit", masked=True),
        )

    done.file.close()
    assert seen["facts"][0] == ["日期", "2026年5月20日"]
    assert seen["units"] == {"0": "未填单位 · 1 人", "1": "东北大学 · 2 人"}
    assert [row[5:7] for row in seen["rows"]] == [
        ["09:02:00", ""],
        ["09:01:00", "已在纸上签名"],
        ["", ""],
    ]
    assert seen["rows"][0][4] == "+44********0123"
    assert list(seen["signatures"]) == ["经办人", "审核人", "日期"]
    assert ExportLog.objects.get().unmasked is False


def test_a_long_workbook_is_made_in_the_background_as_it_was_asked(
    client, conference, exporter, scan, monkeypatch
):
    monkeypatch.setattr(exporting, "AT_ONCE", 5)
    for n in range(2):
        scan(make_registration(conference, name=f"李{n}"), f"09:0{n}")

    asked = client.get(address("days.xlsx", query="?sheets=day&columns=name,minutes&masked=1"))
    job = Job.objects.get()
    assert (asked.status_code, job.wants["wish"]) == (
        302,
        {"columns": ["name", "minutes"], "masked": True, "sheets": "day"},
    )

    heard = []
    made = in_background.make(job, lambda done, total: heard.append((done, total)))
    with made.file as file:
        table = read_table(io.BytesIO(file.read()))
    assert [row[0] for row in table][:3] == ["Name", "李0", "李1"]
    assert heard == [(0, 2), (1, 2), (2, 2)]
    assert (made.facts["columns"], made.facts["unmasked"]) == (["name", "minutes"], False)
