"""What the headers of every answer have to say, and what its page must not hold."""

import re

from config.serving.permissions_policy import POLICY, policy_with

PUBLIC = "public, max-age=0, must-revalidate, s-maxage=5"
# Read badges with the camera of their device.
STATION = re.compile(r"/(en|zh-hans)/station/([^/]+/)?")
# Nothing in them depends on who asks.
SAME_FOR_ALL = ("/zh-CN/en", "/zh/", "/favicon.ico", "/robots.txt", "/sw.js")


def breaches(path, response):
    """What is wrong with an answer, in words."""
    yield from breaches_of_policy(path, response)
    yield from breaches_of_privacy(path, response)


OPEN_AGAIN = '<meta name="referrer" content="same-origin">'


def breaches_of_policy(path, response):
    policy = response.get("Content-Security-Policy", "")
    sources = "default-src 'none'" if response.get("Content-Disposition") else "default-src 'self'"
    if not ({sources, "default-src 'self'"} & {*policy.split("; ")}) or "unsafe" in policy:
        yield policy
    # Made to stand on other sites; nothing else is.
    framed_by = "*" if path.endswith("/embed/") else "'none'"
    if f"frame-ancestors {framed_by}" not in policy:
        yield "may be framed"
    is_station = response.status_code == 200 and STATION.fullmatch(path)
    asks = policy_with("camera") if is_station else POLICY
    if response.get("Permissions-Policy") != asks:
        yield "may ask for what it does not need"
    if response.get("X-Content-Type-Options") != "nosniff":
        yield "may be sniffed"
    if response.get("Referrer-Policy") not in ("same-origin", "no-referrer"):
        yield "tells other sites where its reader was"
    if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
        body = response.content.decode()
        yield from (text for text in (" style=", "<style", " onclick=") if text in body)
        # Browsers then say "null" where they come from, and every press of the page is refused.
        is_silent = response.get("Referrer-Policy") == "no-referrer" and OPEN_AGAIN not in body
        if is_silent and "csrfmiddlewaretoken" in body:
            yield "tells its own forms no origin"


def breaches_of_privacy(path, response):
    control = response.get("Cache-Control", "")
    if control == PUBLIC:
        if response.cookies or "cookie" in response.get("Vary", "").lower():
            yield "public, but with a cookie"
    elif path not in SAME_FOR_ALL and "no-store" not in control:
        yield f"may be kept: {control}"
