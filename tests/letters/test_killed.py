"""Workers that are killed in the middle of a large group lose and double nothing."""

from datetime import timedelta
from threading import Event

import pytest
from django.db.models import Count
from django.utils import timezone

from conference.letters import leases, sending
from conference.letters.models import Letter

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="test_sending asks leases and threads of both"),
]
State = Letter.State


class Killed(BaseException):
    """What no code of ours catches, as nothing catches a kill."""


class Post:
    """A mail server that takes every letter; the process dies before or after each nth."""

    def __init__(self):
        self.took, self.calls = [], 0

    def open(self):
        self.calls += 1
        if self.calls % 40 == 7:
            raise Killed  # nothing was handed over

    def send_messages(self, messages):
        if self.calls % 40 == 17:
            raise Killed  # handed over, and not taken
        self.took += messages
        if self.calls % 40 == 27:
            raise Killed  # taken, and not noted

    def close(self):
        pass


def test_a_group_of_300_is_sent_once_each_though_workers_die(post, monkeypatch, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    server, at = Post(), timezone.now()
    monkeypatch.setattr(sending, "get_connection", lambda: server)
    monkeypatch.setattr(sending.mail, "message", lambda letter, _rule, _row: (letter.key,))
    post.write(*(f"p{n}" for n in range(300)))

    deaths = 0
    while Letter.objects.filter(state__in=[State.WAITING, State.SENDING]).exists():
        try:
            sending.send_what_is_due(Event())
        except Killed:
            deaths += 1
            leases.sweep(timezone.now() + timedelta(minutes=6))
            Letter.objects.filter(state=State.WAITING).update(due_at=at)

    states = dict(Letter.objects.order_by().values_list("state").annotate(n=Count("pk")))
    assert deaths > 20
    assert len(server.took) == len(set(server.took))  # none twice
    # Of those that died between handing over and noting it nobody knows: a person decides.
    unclear = deaths - sum(1 for n in range(1, server.calls + 1) if n % 40 == 7)
    assert states == {State.SENT: 300 - unclear, State.UNCLEAR: unclear}
