"""Whose address counts behind proxies: what trusted ones wrote, and nothing else."""

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.test import RequestFactory

from config.serving.proxies import ClientAddressMiddleware


def seen_address(settings, count, forwarded):
    settings.TRUSTED_PROXY_COUNT = count
    middleware = ClientAddressMiddleware(lambda request: request.META["REMOTE_ADDR"])
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    return middleware(RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.0.0.1"))


@pytest.mark.parametrize(
    ("count", "forwarded", "address"),
    [
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        (2, "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, None, "10.0.0.1"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "unknown", "10.0.0.1"),
        (1, "203.0.113.9, ", "10.0.0.1"),
    ],
)
def test_only_what_trusted_proxies_wrote_counts(settings, count, forwarded, address):
    assert seen_address(settings, count, forwarded) == address


def test_without_trusted_proxies_the_header_is_never_read(settings):
    with pytest.raises(MiddlewareNotUsed):
        seen_address(settings, 0, "203.0.113.9")
