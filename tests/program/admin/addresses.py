"""Where the admin shows sessions and people."""

from tests.pages import of_class, words

SESSIONS = "/admin/program/session/"
PEOPLE = "/admin/program/participation/"


def review(conference):
    return f"/admin/program/publish/{conference.pk}/"


def release_page(release, page="change"):
    return f"/admin/program/release/{release.pk}/{page}/"


def changes(page):
    return [words(item) for item in of_class(page, "changes", "ul")[0].xpath("li")]
