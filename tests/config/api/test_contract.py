"""Schemathesis asks the API whatever its document allows and forbids, and finds nothing wrong.

In this process, with a fixed seed and a bounded number of questions; CONTRIBUTING's server can be
asked for longer by hand: `schemathesis run http://127.0.0.1:8000/api/v1/openapi.json`.
"""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup

from conference.program.release.publishing import publish
from config.api.openapi import OPERATIONS, document
from config.wsgi import application
from tests.factories import (
    make_conference,
    make_participation,
    make_role,
    make_room,
    make_session,
    make_track,
)

pytestmark = pytest.mark.django_db
EXAMPLES = 20  # for each operation, method and mode


@pytest.fixture
def conference():
    conference = make_conference(slug="ai-2026")
    room, track = make_room(conference, slug="hall"), make_track(conference, slug="teaching")
    session = make_session(conference, "09:00", room=room, track=track)
    make_role(session, make_participation(conference))
    publish(conference)
    return conference


def _uncompressed(environ, start_response):
    """The site, for a client in this process that asks for zipped bodies and cannot open them."""
    environ.pop("HTTP_ACCEPT_ENCODING", None)
    return application(environ, start_response)


@pytest.fixture
def api(conference):
    """The served document, with real rows as the values that it offers.

    A request that ends must not close the connection that holds the test's transaction.
    """
    known = {
        "slug": "ai-2026",
        "session": conference.sessions.get().code,
        "person": conference.participations.get().code,
        "room": "hall",
        "track": "teaching",
        "number": 1,
    }
    served = document()
    parameters = {
        name: parameter | ({"schema": {"const": known[name]}} if name in known else {})
        for name, parameter in served["components"]["parameters"].items()
    }
    components = served["components"] | {"parameters": parameters}
    schema = schemathesis.openapi.from_dict(served | {"components": components})
    schema.app = _uncompressed
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schema
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask(schema, path, method, mode, examples):
    """Every question of one operation; a failure is raised with all that was wrong in it."""
    operation = schema[path][method]

    @seed(20260520)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case):
        case.call_and_validate(base_url="http://localhost/api/v1")

    run()


@pytest.mark.parametrize("operation", OPERATIONS, ids=[row[1] for row in OPERATIONS])
def test_schemathesis_finds_nothing(api, operation):
    path, _name, _summary, _schema, parameters = operation
    for method in ("GET", "HEAD"):
        ask(api, path, method, GenerationMode.POSITIVE, EXAMPLES if parameters else 1)
        if parameters:
            ask(api, path, method, GenerationMode.NEGATIVE, EXAMPLES)


def test_it_would_find_a_wrong_answer(api, monkeypatch):
    monkeypatch.setattr("config.api.views.USUAL_LIMIT", "100")

    with pytest.raises((FailureGroup, AssertionError, TypeError)):
        ask(api, "/conferences/", "GET", GenerationMode.POSITIVE, EXAMPLES)
