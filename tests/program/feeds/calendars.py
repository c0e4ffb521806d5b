"""The calendars of one conference, as a subscriber reads them."""

from datetime import UTC, datetime

from icalendar import Calendar

PUBLISHED = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)


def read(client, tail="schedule.ics", language="en"):
    response = client.get(f"/{language}/conferences/ai-2026/{tail}")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


def summaries(calendar):
    return [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]
