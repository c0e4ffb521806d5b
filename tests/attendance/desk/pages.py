"""The desk's page and what stands on it."""

import re

DESK = "/en/desk/spring/"
FRAGMENT = {"HTTP_X_FRAGMENT": "live"}


def shown_counts(html):
    return [int(n) for n in re.findall(r"<dd>(\d+)</dd>", html)]
