"""Background work of a kind that exists for tests alone."""

import io

import pytest

from conference.permissions import Right
from conference.work.asking import ask
from conference.work.kinds import KINDS, Kind, Made
from tests.factories import make_conference, make_user


class Trial:
    """What the kind `trial` does: `make` may be set; `made` and `told` count."""

    def __init__(self):
        self.make = lambda job, tell: None
        self.made, self.told = 0, 0
        self.user = make_user("asker")
        self.conference = make_conference(slug="spring")

    def kind(self):
        return Kind(
            name="trial",
            right=Right.EXPORT,
            title=lambda job: f"Trial {job.wants['n']}",
            make=self._make,
            may=lambda job, user: True,
            told=self._told,
        )

    def _make(self, job, tell):
        self.made += 1
        self.make(job, tell)
        return Made(io.BytesIO(b"made"), "made.txt", "text/plain", {"n": job.wants["n"]})

    def _told(self, job, made):
        self.told += 1

    def ask(self, n=1, *, by=None):
        return ask("trial", conference=self.conference, by=by or self.user, wants={"n": n})


@pytest.fixture
def trial(request, monkeypatch, results):
    request.getfixturevalue(
        "transactional_db"
        if request.node.get_closest_marker("django_db").kwargs.get("transaction")
        else "db"
    )
    trial = Trial()
    monkeypatch.setattr(KINDS, "joined", (*KINDS.joined, trial.kind))
    return trial
