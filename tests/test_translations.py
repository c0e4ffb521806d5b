"""Chinese and English are equal: nothing untranslated, nothing doubtful, nothing out of date.

`docs/CONTRIBUTING.md` says how to bring the catalog up to date.
"""

import os
import re
import shutil
import subprocess
import sys

import polib
import pytest
from django.conf import settings

from tests.conftest import skip_or_fail

CATALOG = settings.BASE_DIR / "locale/zh_Hans/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def key(entry):
    return (entry.msgctxt, entry.msgid, entry.msgid_plural)


def translations(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.fixture(scope="module")
def catalog():
    return polib.pofile(str(CATALOG))


def test_every_string_is_translated(catalog):
    untranslated = [entry.msgid for entry in catalog if not all(translations(entry))]

    assert untranslated == []


def test_no_translation_is_a_guess_or_left_over(catalog):
    assert [entry.msgid for entry in catalog if entry.fuzzy] == []
    assert [entry.msgid for entry in catalog.obsolete_entries()] == []


def test_translations_keep_their_placeholders(catalog):
    """Chinese has one plural form; it may leave out the number's name that "one" leaves out."""
    wrong = [
        entry.msgid
        for entry in catalog
        for text in translations(entry)
        if text
        and set(PLACEHOLDER.findall(text))
        not in (
            set(PLACEHOLDER.findall(entry.msgid)),
            set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid)),
        )
    ]

    assert wrong == []


def test_the_compiled_catalog_says_the_same(catalog):
    """It is kept in the repository, because a fresh machine has no msgfmt."""
    compiled = polib.mofile(str(CATALOG.with_suffix(".mo")))

    assert {key(entry): translations(entry) for entry in compiled} == {
        key(entry): translations(entry) for entry in catalog if all(translations(entry))
    }


def test_the_catalog_holds_what_the_source_says(catalog, tmp_path):
    if shutil.which("xgettext") is None:
        skip_or_fail("GETTEXT", "no xgettext was found in PATH (apt install gettext)")
    for name in ("config", "conference", "alliance", "templates"):
        shutil.copytree(
            settings.BASE_DIR / name,
            tmp_path / name,
            ignore=shutil.ignore_patterns("__pycache__", "fonts"),
        )
    shutil.copy(settings.BASE_DIR / "manage.py", tmp_path)
    (tmp_path / "locale").mkdir()

    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "zh_Hans", "--verbosity", "0"],
        cwd=tmp_path,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONDONTWRITEBYTECODE": "1",
            "DATA_DIR": str(tmp_path / "var"),
        },
        check=True,
        timeout=120,
    )

    source = polib.pofile(str(tmp_path / "locale/zh_Hans/LC_MESSAGES/django.po"))
    assert {key(entry) for entry in source} == {key(entry) for entry in catalog}
