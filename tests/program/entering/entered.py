"""Agendas made of rows, read, and entered as a command or a page would."""

from conference.program.entering import Decisions, enter_office, plan_office
from conference.program.office import read_office_file
from tests.program.office.making import csv_file

HEAD = ["日期", "时间", "内容", "主讲人", "单位", "地点"]
DAY = "2026年5月20日"


def agenda(*rows, name="议程.csv", head=HEAD):
    """A reading of rows (time, title, speaker, organization, room) of one day."""
    table = [head, *([DAY, *row] for row in rows)]
    return read_office_file(csv_file(table), name)


def table(head, *rows, name="名单.csv"):
    return read_office_file(csv_file([head, *rows]), name)


def plan(reading, conference, *, by=None, **decisions):
    return plan_office(reading, conference, decisions=Decisions(**decisions), by=by)


def enter(reading, conference, *, by=None, **decisions):
    """Write it as far as it may be, with what the file suggests taken."""
    decisions = {"accept": True} | decisions
    found = enter_office(reading, conference.slug, decisions=Decisions(**decisions), by=by)
    assert found.may_be_written, [ask.text for ask in found.open_asks]
    return found


def answers(found, **by_subject):
    """{key: value} of the open asks, by their subject: the value, or a part of an option's text."""
    return {
        ask.key: next(
            (o.value for o in ask.options if by_subject[ask.subject] in (o.value, o.label)),
            by_subject[ask.subject],
        )
        for ask in found.open_asks
        if ask.subject in by_subject
    }
