"""The desk in a volunteer's hand: signing in, scanning."""

from conference.attendance.models import CheckIn

PASSWORD = "a long password 1"
DESK = "/en/desk/spring/"
CODES = ("A2B3C4D5E6", "B2B3C4D5E6", "C2B3C4D5E6")


def sign_in(page, user, path=DESK):
    page.goto(f"/admin/login/?next={path}")
    page.fill("#id_username", user.username)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(f"**{path}")


def scan(page, *codes):
    for code in codes:
        page.keyboard.type(code)
        page.keyboard.press("Enter")


def all_sent(page):
    page.wait_for_function(
        "() => document.getElementById('queue-state').textContent.startsWith('Everything')"
    )


def results():
    return list(CheckIn.objects.order_by("pk").values_list("registration__name", "result"))


def enter(page, typed):
    page.fill("#q", typed)
    with page.expect_navigation():
        page.press("#q", "Enter")
