"""Collected files: a page of the release before finds its own for one release more."""

import json

import pytest

from config.management.commands.serve import collect_static_files

pytestmark = pytest.mark.once(reason="reads and writes files alone")


@pytest.fixture
def release(settings, tmp_path):
    """`release("text of a module")`: collects it; the addresses below static/ of both modules."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.js").write_text('import { said } from "./words.js";\nsaid();\n')
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "config.serving.static_files.StaticFiles"}
    }

    def collect(words):
        (source / "words.js").write_text(words)
        collect_static_files()
        manifest = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text())
        return {manifest["paths"][name] for name in ("page.js", "words.js")}

    return collect


def test_a_page_of_the_release_before_finds_its_files(release, settings):
    first = release("export const said = () => 1;\n")
    second = release("export const said = () => 22;\n")

    there = {path.name for path in settings.STATIC_ROOT.iterdir()}
    assert first.isdisjoint(second)  # what is imported is in the name of what imports it
    assert first | second <= there

    third = release("export const said = () => 333;\n")
    there = {path.name for path in settings.STATIC_ROOT.iterdir()}
    assert second | third <= there
    assert first.isdisjoint(there)
    assert [path.name for path in settings.STATIC_ROOT.parent.iterdir()].count("collected") == 1
    assert not list(settings.STATIC_ROOT.parent.glob("static-before-*"))
