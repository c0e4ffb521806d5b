"""Settings of the bare Django site that `pages` measures against: no middleware, no database.

Served by the same `config.serving.server`, so with the same workers, threads and access log.
"""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
PORT = int(os.environ["PORT"])
WORKERS = int(os.environ["WORKERS"])
THREADS = int(os.environ.get("THREADS", "4"))
SECRET_KEY = "bench"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "tests.bench._bare"
LOGGING_CONFIG = None
USE_TZ = True
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
