"""An organizer hands out a station's link, once, and takes it back at once; so does a command."""

import io
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from conference.attendance.models import Station
from tests.factories import make_member, make_session, make_user

pytestmark = pytest.mark.django_db
LINK = re.compile(r"http://[^\"]+(/en/station/[\w-]+/)")


def test_the_link_is_shown_once_and_ends_with_a_revoke(client, conference):
    forum = make_session(conference, "10:00", kind="sub-forum", title_en="AI literacy")
    client.force_login(make_member(conference, "organizer", user=make_user("organizer")))
    add = f"/admin/attendance/station/add/?conference={conference.pk}"
    form = client.get(add).context["adminform"].form
    filled = {
        "name": "Gate 1",
        "checkpoints": ["arrival", forum.code],
        "form-id": form.form_id,
        "ends_at_0": "2099-05-21",
        "ends_at_1": "18:00",
    }

    made = client.post(add, filled, headers={"accept-language": "en"})
    again = client.post(add, filled, headers={"accept-language": "en"})

    station = Station.objects.get()
    [link] = LINK.findall(made.content.decode())
    assert LINK.findall(again.content.decode()) == [link]
    assert "<svg" in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert [place.token for place in station.checkpoints.all()] == ["arrival", forum.code]
    assert (station.made_by.username, client.get(link).status_code) == ("organizer", 200)
    page = client.get(f"/admin/attendance/station/{station.pk}/change/")
    assert link.split("/")[3] not in page.content.decode()

    client.post(
        "/admin/attendance/station/", {"action": "revoke", "_selected_action": [station.pk]}
    )
    assert client.get(link).status_code == 410


def test_the_command_prints_a_link_that_works_for_hours(client, conference):
    out = io.StringIO()
    call_command(
        *("make_station", "spring", "--name", "Gate 1", "--checkpoints", "arrival"),
        *("--hours", "2"),
        stdout=out,
    )

    station = Station.objects.get()
    assert client.get(LINK.fullmatch(out.getvalue().strip())[1]).status_code == 200
    left = station.ends_at - timezone.now()
    assert timedelta(hours=1, minutes=59) < left <= timedelta(hours=2)
    for wrong in (
        ["autumn"],
        ["spring", "--hours", "0"],
        ["spring", "--checkpoints", "NOWHER"],
        ["spring", "--name", "x" * 61],
    ):
        with pytest.raises(CommandError):
            call_command("make_station", *wrong, stdout=out)
    assert Station.objects.count() == 1
