"""What a worker loads before its first request, which would wait for it."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override


def load_for_requests() -> None:
    """The views, and of each language the texts and the table of addresses: half a second."""
    for code, _name in settings.LANGUAGES:
        with override(code):
            reverse("admin:index")
