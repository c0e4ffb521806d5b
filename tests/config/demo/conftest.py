from functools import cache

import pytest

from config.demo import sample_files


@pytest.fixture(scope="session", autouse=True)
def _drawn_once():
    """The sample's pictures are the same each time: a third of what loading it costs."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_drawn_plan", "_drawn_photo"):
            patch.setattr(sample_files, name, cache(getattr(sample_files, name)))
        yield
