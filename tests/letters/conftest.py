"""Letters of an occasion that exists for tests alone."""

import pytest

from conference.letters.occasions import OCCASIONS, Enclosed, Occasion
from conference.letters.writing import Addressee, write
from tests.factories import make_conference
from tests.letters.smtp import mail_server


class Post:
    """The occasion `trial`: who it is about is always there, but for `gone`."""

    def __init__(self):
        self.conference = make_conference(slug="spring")
        self.why, self.enclosed = "", []

    def occasion(self):
        return [
            Occasion(
                name="trial",
                label="Trial",
                subject="Welcome, {name}",
                text="Dear {name},\n\nyour page: {link}\nBye.",
                placeholders={"name": "the person's name", "link": "the personal page"},
                about=lambda about: None if about == "gone" else about,
                secrets=lambda row, language: {"link": f"https://conf.example.org/r/{row}-secret/"},
                encloses=lambda row, language: self.enclosed,
                still=lambda row: self.why,
                secret_names=frozenset({"link"}),
            )
        ]

    def enclose(self, **fields):
        self.enclosed.append(Enclosed(**fields))

    def write(self, *names, key="", address="{}@example.org", **more):
        people = [
            Addressee(
                about=f"person:{name}",
                name=name,
                address=address.format(name),
                language="en",
                values={"name": name},
                key=key,
            )
            for name in names
        ]
        return write(self.conference, "trial", people, **more)


@pytest.fixture
def post(request, monkeypatch):
    request.getfixturevalue(
        "transactional_db"
        if request.node.get_closest_marker("django_db").kwargs.get("transaction")
        else "db"
    )
    post = Post()
    monkeypatch.setattr(OCCASIONS, "joined", (*OCCASIONS.joined, post.occasion))
    return post


@pytest.fixture
def server(settings):
    with mail_server(settings) as server:
        yield server
