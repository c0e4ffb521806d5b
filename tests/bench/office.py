"""The preview of an office's agenda of 600 rows, in processor seconds of a fresh process.

Three processes, each with the collector of a web worker: 600 items in ten rooms on four days, 500
people two to an item, 60 organizations, of which a third are in the directory under a name of one
other character. The first preview loads what reads and draws; the next ones do not. Beside it
stands what python-calamine alone takes for the file's cells.
"""

import io
import json
import os
import re
import subprocess
import sys
import time
from datetime import date

MOST_SECONDS = 2.0
DAY = date(2026, 5, 20)
ROWS, PEOPLE, ORGANIZATIONS = 600, 500, 60
FAMILIES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹"
FIRST, SECOND = "明伟芳娜敏静丽强磊军洋勇艳杰娟涛超秀霞平", "刚桂英华玉兰春梅文安"


def main(*options):
    broken = []
    for turn in range(1 if "--quick" in options else 3):
        child = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "tests.bench.office"],
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_DB": "sqlite"},
            stdout=subprocess.PIPE,
            check=True,
        )
        taken = json.loads(child.stdout)
        first, later = taken["previews"][0], min(taken["previews"][1:])
        print(
            f"process {turn + 1}: first preview {first:.2f} s, later {later:.2f} s, "
            f"{later / taken['cells']:.0f} times the reading of its cells",
            flush=True,
        )
        if first > MOST_SECONDS:
            broken.append(f"the first preview of {ROWS} rows takes {first:.2f} s of {MOST_SECONDS}")
    return broken


def names():
    """500 different ones, none of anybody."""
    for number in range(PEOPLE):
        family, rest = divmod(number, 20)
        yield FAMILIES[family] + FIRST[rest] + SECOND[number % 10]


def the_file(people):
    import xlsxwriter

    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["日期", "时间", "内容", "报告人", "单位", "地点"])
        for row in range(ROWS):
            day, rest = divmod(row, 150)
            hour, minute = 8 + rest // 15, rest % 6 * 10
            cells = (
                f"5月{DAY.day + day}日",
                f"{hour:02}:{minute:02}-{hour:02}:{minute + 9:02}",
                f"关于样例主题{row}的报告",
                f"{people[row % PEOPLE]}教授、{people[row * 7 % PEOPLE]}研究员",
                f"样例大学{row % ORGANIZATIONS}",
                f"会场{rest % 10}",
            )
            sheet.write_row(row + 1, 0, cells)
    return kept.getvalue()


def preview():
    """In a process of its own: seconds of each preview and of the cells alone, as JSON."""
    import django

    django.setup()
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client
    from django.test.runner import DiscoverRunner
    from python_calamine import CalamineWorkbook

    from config.serving import memory
    from config.serving.loading import load_for_requests
    from tests.factories import make_conference, make_member, make_organization, make_person

    # Without `setup_test_environment`, which copies the context of each of 650 parts of the page.
    DiscoverRunner(verbosity=0, interactive=False).setup_databases()
    people = list(names())
    organizations = [make_organization(name_zh=f"样例大学{n}") for n in range(ORGANIZATIONS)]
    for number, name in enumerate(people):
        known = name if number % 3 else f"{name[:2]}侯"
        make_person(name_zh=known, organization=organizations[number % ORGANIZATIONS])
    conference = make_conference(slug="large", starts_on=DAY, ends_on=DAY.replace(day=DAY.day + 3))
    client = Client(SERVER_NAME="localhost")
    client.force_login(make_member(conference, "organizer"))
    file = the_file(people)
    # As a web worker begins (`config.serving.worker`): what no request has to load.
    client.handler.load_middleware()
    load_for_requests()
    memory.collect_early()

    def taken(act):
        began = time.process_time()
        act()
        return time.process_time() - began

    def upload():
        page = client.post(
            f"/admin/program/import/{conference.pk}/",
            {"schedule": SimpleUploadedFile("议程.xlsx", file)},
            follow=True,
        )
        read = len(set(re.findall("关于样例主题[0-9]+的报告", page.content.decode())))
        assert page.status_code == 200
        assert read == ROWS, read

    def cells():
        CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()

    figures = {"previews": [taken(upload) for _ in range(4)], "cells": taken(cells)}
    print(json.dumps(figures))


if __name__ == "__main__":
    preview()
