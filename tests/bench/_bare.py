"""The bare Django site: "hello", bodies ready in memory with their headers, a plain template."""

import json
import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.template import engines
from django.urls import path

FOLDER = Path(os.environ.get("BENCH_BODIES", "."))

# What a page of a program cannot do without, written as plainly as the engine allows.
TEMPLATE = """<!doctype html><html><head><title>Schedule</title></head><body>
{% for row in rows %}<article id="{{ row.code }}">
<p>{{ row.starts|date:"H:i" }}–{{ row.ends|date:"H:i" }} {{ row.room }}</p>
<h3><a href="/sessions/{{ row.code }}/">{{ row.title }}</a></h3>
<p>{% for name in row.people %}{{ name }}{% if not forloop.last %}, {% endif %}{% endfor %}</p>
</article>{% endfor %}
</body></html>"""


def load():
    """{name: (body, headers)} of the answers that `pages` saved."""
    found = {}
    for file in FOLDER.glob("*.json"):
        headers = json.loads(file.read_text())
        found[file.stem] = (file.with_suffix(".body").read_bytes(), headers)
    return found


BODIES = load()


def hello(request):
    return HttpResponse("hello")


def ready(request, name):
    body, headers = BODIES[name]
    return HttpResponse(body, headers=headers)


def loop(rows):
    return engines["django"].from_string(TEMPLATE).render({"rows": rows})


urlpatterns = [path("hello/", hello), path("ready/<slug:name>/", ready)]
application = get_wsgi_application()
