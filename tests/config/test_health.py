import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory

from config import health


def test_live_needs_nothing(client):
    response = client.get("/health/live", headers={"Host": "10.0.0.7"})

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_ready_asks_the_database_once(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/health/ready", headers={"Host": "10.0.0.7"})

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": connection.vendor}
    assert not response.cookies


@pytest.mark.django_db
def test_not_ready_while_the_database_is_away(client, monkeypatch):
    def refuse(*args):
        raise OperationalError("connection refused")

    monkeypatch.setattr(health.connection, "cursor", refuse)
    monkeypatch.setattr(health.connection, "close", lambda: None)
    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "database": "unreachable"}


def test_health_is_only_read(client):
    assert client.post("/health/live").status_code == 405
    assert client.head("/health/live").status_code == 200


def test_health_is_not_sent_to_https(settings):
    settings.SECURE_SSL_REDIRECT = True
    from django.test import Client

    assert Client().get("/health/live").status_code == 200
    assert Client().get("/en/").status_code == 301


def test_other_addresses_pass():
    middleware = health.HealthMiddleware(lambda request: "the site")

    assert middleware(RequestFactory().get("/health/")) == "the site"
