"""What `exports` does in processes of its own: filling a scratch site, writing workbooks."""

import json
import sys
import tempfile
import time

NIGHTS = ("2026-05-20", "2026-05-21")


def fill(sizes):
    """{"session": a cookie's value} of a scratch site with a conference for each (name, people):
    each person is signed in at two doors and has left one, and answered what reception asks.
    """
    import django

    django.setup()
    from django.contrib.auth import (
        BACKEND_SESSION_KEY,
        HASH_SESSION_KEY,
        SESSION_KEY,
        get_user_model,
    )
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.db import transaction

    from conference.models import Conference

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)  # for the page that tells
    user = get_user_model().objects.create_superuser("bench", "bench@example.org", "bench")
    days = {"starts_on": NIGHTS[0], "ends_on": NIGHTS[1]}
    for slug, people in sizes.items():
        conference = Conference.objects.create(slug=slug, name_en=slug.title(), **days)
        with transaction.atomic():
            fill_conference(conference, user, people)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"session": session.session_key}


def fill_conference(conference, user, people):
    from datetime import UTC, datetime, timedelta

    from conference.attendance.checkpoints import arrival_checkpoint, session_checkpoint
    from conference.attendance.models import Admission, CheckIn, Choice, Registration
    from conference.program.models import Session

    forum = Session.objects.create(conference=conference, kind="sub-forum", title_en="Sub-forum")
    opening = Session.objects.create(conference=conference, title_en="Opening")
    arrival = arrival_checkpoint(conference)
    first, second = (datetime.fromisoformat(f"{day}T00:30").replace(tzinfo=UTC) for day in NIGHTS)
    answers = answers_of(conference)
    # (door, direction, when): 300,000 scans of 100,000 people, on two days.
    ways = [
        (arrival, "in", first),
        (arrival, "out", first + timedelta(hours=8)),
        (session_checkpoint(opening), "in", second),
    ]
    session_checkpoint(forum)
    for start in range(0, people, 5_000):
        rows = []
        for n in range(start, min(start + 5_000, people)):
            row = Registration(
                conference=conference,
                number=n + 1,
                code=f"{conference.pk:02}B{n:07}",
                name=f"示例{n}",
                name_en=f"Sample Attendee {n}",
                organization_name=f"示例大学{n % 300}",
                title="示例教授",
                phone=f"+44 7700 {n:06}",
                email=f"attendee{n}@example.org",
                source="import",
                answers=answers(n),
            )
            row.prepare()
            rows.append(row)
        rows = Registration.objects.bulk_create(rows)
        Choice.objects.bulk_create(Choice(registration=row, session=forum) for row in rows[::3])
        for number, (door, direction, when) in enumerate(ways):
            scans = CheckIn.objects.bulk_create(
                CheckIn(
                    conference=conference,
                    checkpoint=door,
                    registration=row,
                    client_id=f"{number}-{row.code}",
                    result="admitted",
                    direction=direction,
                    scanned_at=when + timedelta(seconds=row.number % 7_200),
                    by=user,
                    station="Desk 1",
                )
                for row in rows
            )
            if direction == "in":
                Admission.objects.bulk_create(
                    Admission(
                        registration_id=scan.registration_id,
                        checkpoint=door,
                        check_in=scan,
                        signed_in_at=scan.scanned_at,
                    )
                    for scan in scans
                )


def answers_of(conference):
    """Function that tells what the person of a number answered."""
    from datetime import datetime

    from conference.attendance.models import Question, ReplyForm

    opens, closes = (datetime.fromisoformat(f"{day}T00:00Z") for day in NIGHTS)
    form = ReplyForm.objects.create(
        conference=conference, opens_at=opens, closes_at=closes, notice_en="For this conference."
    )
    options = {"hotel": "Inn\nPalace", "meals": "Lunch\nDinner"}
    arrival, hotel, meals = (
        Question.objects.create(
            form=form, kind=kind, label_en=kind, options_en=options.get(kind, "")
        )
        for kind in ("arrival", "hotel", "meals")
    )

    def answers(n):
        told = {
            arrival: {
                "way": "train",
                "number": f"G{n % 400}",
                "day": NIGHTS[0],
                "pick_up": n % 3 == 0,
            }
            | {"time": f"{n % 24:02}:{n % 60:02}", "station": f"Station {n % 5}"},
            hotel: {"hotel": ("Inn", "Palace")[n % 2], "from": NIGHTS[0], "to": NIGHTS[1]}
            | {"share": ("alone", "twin")[n % 2], "with": f"示例{n + 1}" if n % 2 else ""},
            meals: {"meals": [[night, meal] for night in NIGHTS for meal in ("Lunch", "Dinner")]},
        }
        return {str(asked.pk): {"kind": asked.kind, **parts} for asked, parts in told.items()}

    return answers


def write(slug):
    """Seconds of CPU that two workbooks take, ours and xlsxwriter alone, over rows that are read:
    {name of the list: {"ours", "own", "rows", "reading"}}.
    """
    import django

    django.setup()
    from conference.models import Conference

    conference = Conference.objects.get(slug=slug)
    return {name: beside_xlsxwriter(conference, name) for name in ("attendance", "days")}


def beside_xlsxwriter(conference, name):
    import xlsxwriter
    from django.utils import timezone

    from conference.attendance.lists.listing import listing_of
    from conference.attendance.lists.scopes import Scope
    from conference.attendance.lists.sheets import drawn
    from conference.tabular import write_workbook

    listing = listing_of(conference, name, scope=Scope(unmasked=True))
    began = time.process_time()
    rows = list(listing.rows)
    reading = time.process_time() - began
    sheet = drawn(listing, at=timezone.now(), by=None)

    def ours():
        sheet.rows = iter(rows)
        with tempfile.TemporaryFile() as file:
            write_workbook(file, [sheet])

    def own():
        options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"}
        with tempfile.TemporaryFile() as file:
            book = xlsxwriter.Workbook(file, options)
            page = book.add_worksheet()
            page.write_row(0, 0, [column.header for column in listing.columns])
            for number, row in enumerate(rows, start=1):
                page.write_row(number, 0, row)
            book.close()

    found = {"own": [], "ours": []}
    for _ in range(2):
        for make in (own, ours):
            began = time.process_time()
            make()
            found[make.__name__].append(time.process_time() - began)
    least = {key: min(seconds) for key, seconds in found.items()}
    return least | {"rows": len(rows), "reading": reading}


if __name__ == "__main__":
    what, *told = sys.argv[1:]
    made = fill(json.loads(told[0])) if what == "fill" else write(*told)
    print(json.dumps(made))
