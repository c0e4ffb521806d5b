"""static/js: ES modules, a folder a page, no globals; each page names all that it imports."""

import hashlib
import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.template import engines
from django.templatetags.static import static

from conference.modules import imports_of
from config.serving.static_files import StaticFiles

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))
VENDORED = sorted((ROOT / "static/vendor").rglob("*.js"))
MOST = 400  # lines
# No modules, and why.
CLASSIC = {
    "js/embed/element.js": "other sites load it by a plain script element",
    "js/station/worker.js": "the worker of stations, one file at an address of its own",
    "js/worker/": "joined into the service worker; browsers that keep pages know no modules there",
}
# A script element that is none of our modules.
FOREIGN = '<script src="{% url "admin:jsi18n" %}"></script>'  # Django's words, asked for by its own

pytestmark = pytest.mark.once(reason="reads the source alone")


def name_of(script):
    return script.relative_to(ROOT / "static").as_posix()


MODULES = [name for name in map(name_of, SCRIPTS) if not name.startswith(tuple(CLASSIC))]


def templates():
    return {path: path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html")}


def asked_for():
    """Modules that a page runs, and those that it runs beside itself, in a worker."""
    asking = r'{% module "(.+?)" %}|data-\w+="{% static "(js/.+?\.js)" %}"'
    return {
        run or beside for page in templates().values() for run, beside in re.findall(asking, page)
    }


@pytest.mark.parametrize("script", SCRIPTS, ids=name_of)
def test_a_script_is_short_and_stands_in_the_folder_of_its_page(script):
    assert len(script.read_text("utf-8").splitlines()) <= MOST
    assert len(Path(name_of(script)).parts) == 3


def test_every_script_of_a_page_is_a_module():
    classic = {
        (path.name, tag)
        for path, page in templates().items()
        for tag in re.findall(r"<script\b[^>]*>(?:</script>)?", page.replace(FOREIGN, ""))
        if "application/ld+json" not in tag
    }
    assert classic == set()


def test_each_module_is_asked_for_by_a_page_or_by_another_one():
    entries = asked_for()
    met = entries | {name for entry in entries for name in imports_of(entry)}
    assert {name for name in met if name.startswith("js/")} == set(MODULES)


def test_the_code_of_others_is_as_it_came_and_has_its_license():
    for script in VENDORED:
        said = (script.parent / "README.md").read_text("utf-8")
        assert hashlib.sha256(script.read_bytes()).hexdigest() in said, script
        assert (script.parent / "LICENSE").exists()
        assert f"`{script.name}`" in said


@pytest.mark.parametrize("name", MODULES)
def test_a_module_sets_no_global(name):
    source = (ROOT / "static" / name).read_text("utf-8")
    assert (
        re.findall(r"\b(?:window|self|globalThis)(?:\.\w+|\[.+?\])\s*(?:=[^=]|\+=|\?\?=)", source)
        == []
    )
    assert "Object.assign(window" not in source


def test_a_page_names_the_files_of_a_release_that_its_script_imports(tmp_path):
    """With the names that a browser asks for: hashed, in the page as in the modules."""
    storage = StaticFiles(location=tmp_path, base_url="/static/")
    scripts = [*SCRIPTS, *VENDORED]
    sources = dict.fromkeys(map(name_of, scripts), storage)
    for name, script in zip(sources, scripts, strict=True):
        storage.save(name, ContentFile(script.read_bytes()))
    found = list(storage.post_process({name: (storage, name) for name in sources}))
    assert [error for *_names, error in found if isinstance(error, Exception)] == []
    hashed = {name: storage.stored_name(name) for name in sources}

    def imported_by(name):
        text = (tmp_path / hashed[name]).read_text("utf-8")
        paths = re.findall(r"""(?:from|import)[\s(]*["'](\.[^"']+)["']""", text)
        folder = (tmp_path / hashed[name]).parent
        return {(folder / path).resolve().relative_to(tmp_path).as_posix() for path in paths}

    for entry in asked_for():
        met, left = set(), [entry]
        plain = {after: before for before, after in hashed.items()}
        while left:
            more = imported_by(left.pop()) - met
            met |= more
            left += [plain[name] for name in more]
        assert met == {hashed[name] for name in imports_of(entry)}, entry


def test_a_page_that_a_device_keeps_names_every_module():
    """The worker keeps what a page names by `href` or `src` (worker/main.js)."""
    drawn = engines["django"].from_string('{% load lectern %}{% module "js/program/main.js" %}')
    page = drawn.render({})

    named = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    wanted = ["js/program/main.js", *imports_of("js/program/main.js")]
    assert len(wanted) > 5
    assert named == {static(name) for name in wanted}
