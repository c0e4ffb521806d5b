"""No more letters: asked first, stopped once, by nobody's guess."""

import pytest

from conference.letters import mail
from conference.letters.models import Letter
from conference.letters.stopping import STOP

pytestmark = pytest.mark.django_db


@pytest.fixture
def stopped(monkeypatch):
    stopped = []
    known = lambda about: stopped.append(about) or True if about == "person:Ann" else None  # noqa: E731
    monkeypatch.setattr(STOP, "joined", (known,))
    return stopped


def address(about):
    return mail.stop_address(Letter(about=about, language="en")).partition("/en/")[2]


def test_the_page_asks_first_and_one_press_stops(client, stopped):
    page = client.get(f"/en/{address('person:Ann')}")
    assert page.status_code == 200 and stopped == []
    assert page["Cache-Control"] == "no-store"
    done = client.post(f"/en/{address('person:Ann')}", {"List-Unsubscribe": "One-Click"})
    assert "no more letters of this kind" in done.content.decode()
    assert stopped == ["person:Ann"]


@pytest.mark.parametrize("made_up", ["x", "person:Ann", "a" * 400])
def test_a_made_up_address_stops_nothing(client, stopped, made_up):
    assert client.post(f"/en/letters/stop/{made_up}/").status_code == 404
    assert client.post(f"/en/{address('person:Gone')}").status_code == 404
    assert stopped == []
