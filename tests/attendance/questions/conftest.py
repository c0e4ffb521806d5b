"""A public conference with a reply form, ten days before."""

import pytest

from tests.attendance.replies.conftest import conference, early, form, organizer  # noqa: F401


@pytest.fixture
def answers_folder(settings, tmp_path):
    """The folder of files sent as answers, of this test alone."""
    folder = tmp_path / "answers"
    kept = settings.STORAGES["answers"]
    options = kept["OPTIONS"] | {"location": folder}
    settings.STORAGES = settings.STORAGES | {"answers": kept | {"OPTIONS": options}}
    return folder
