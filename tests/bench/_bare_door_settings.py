"""The site's own settings with nothing around the views: what `door` measures against."""

from config.settings import *  # noqa: F403

MIDDLEWARE = []
ROOT_URLCONF = "tests.bench._bare_door"
