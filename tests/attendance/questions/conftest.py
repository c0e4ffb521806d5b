"""A public conference with a reply form, ten days before."""

from tests.attendance.replies.conftest import conference, early, form, organizer  # noqa: F401
