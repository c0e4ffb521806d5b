"""Who is asking, when proxies stand in between."""

from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed


class ClientAddressMiddleware:
    """Put the client's own address into REMOTE_ADDR, where everything reads it.

    Each trusted proxy appends the address it was asked from to X-Forwarded-For. So with N
    of them the N-th entry from the right is the client; what stands left of it was written
    by the client and counts for nothing. A shorter list keeps the nearest proxy's address.
    """

    def __init__(self, get_response):
        if not settings.TRUSTED_PROXY_COUNT:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(entries) >= settings.TRUSTED_PROXY_COUNT:
            address = entries[-settings.TRUSTED_PROXY_COUNT].strip()
            if is_address(address):
                request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


def is_address(text):
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
