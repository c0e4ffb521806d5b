"""An account that has signed in: its session, as the form leaves it.

The form is filled in by `desk.hand.sign_in`, test_main_job.py and test_the_offices_evening.py.
"""

from django.conf import settings
from django.test import Client


def let_in(page, user, path):
    """Open `path` as `user`, who need not meet the form and the overview behind it."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [
            {
                "name": session.key,
                "value": session.value,
                "domain": "localhost",  # of pytest-django's server
                "path": "/",
                "httpOnly": True,
                "sameSite": "Lax",
            }
        ]
    )
    page.goto(path)
