"""What changed, as programs that keep a copy ask for it."""

from datetime import timedelta

import pytest

from conference.program.release.publishing import withdraw
from tests.config.api.asking import HERE, PUBLISHED, get, publish_again
from tests.factories import at

pytestmark = pytest.mark.django_db


def test_changed_since_tells_a_sync_client_what_to_read_again(client, conference):
    publish_again(
        conference, "Untimed", title_en="Moved", starts_at=at("14:00"), ends_at=at("15:00")
    )

    def since(value):
        found = get(client, f"{HERE}sessions/?changed_since={value}")
        return [row["title"]["en"] for row in found["results"]]

    assert since("2020-01-01T00:00:00Z") == ["Gone", "Forum", "Talk", "Moved"]
    assert since("2026-05-01T08:00:00Z") == since("2026-05-01T16:00:00%2B08:00") == ["Moved"]
    assert since("2026-05-01T16:00:00+08:00") == since("2026-05-01t08:00:00z") == ["Moved"]
    assert since("1") == ["Moved"]
    assert since("2") == []


def test_a_release_taken_back_is_a_change_for_sync_clients(client, conference):
    publish_again(conference, "Forum", title_en="Forum B")
    withdraw(conference.releases.get(number=2), at=PUBLISHED + timedelta(days=2))

    found = get(client, f"{HERE}sessions/?changed_since=2")

    assert found["version"] == "1"
    # The talk shows its sub-forum's title, so it changed with it.
    assert [row["title"]["en"] for row in found["results"]] == ["Forum", "Talk"]
    assert [row["sequence"] for row in found["results"]] == [2, 2]


def test_a_release_tells_its_changes(client, conference):
    session = publish_again(conference, "Gone", status="planned")

    releases = get(client, f"{HERE}releases/")["results"]
    found = get(client, f"{HERE}releases/2/")

    assert [(r["number"], r["is_current"], r["note"]) for r in releases] == [
        (2, True, {"zh": "", "en": ""}),
        (1, False, {"zh": "", "en": "The first"}),
    ]
    assert [(c["kind"], c["subject"], c["code"], c["what"]["en"]) for c in found["changes"]] == [
        ("reinstated", "session", session.code, "Gone")
    ]
    assert get(client, f"{HERE}releases/3/", 404)["code"] == "not-found"
