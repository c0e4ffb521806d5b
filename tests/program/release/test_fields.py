"""Nothing of a draft is forgotten on its way into a release and back."""

from dataclasses import dataclass, replace

import pytest
from django.utils.translation import override

from conference.people.models import Organization
from conference.program.release import fields
from conference.program.release.sections import Field

EVERY = (*fields.SECTIONS, fields.ROLE, fields.LINK, fields.MEMBER)


def columns_of(model):
    return {column.name for column in model._meta.concrete_fields}


@pytest.mark.parametrize("section", EVERY, ids=lambda section: section.subject)
def test_every_column_is_in_a_release_or_private_for_a_reason(section):
    in_release = {name for one in section.fields for name in one.kept_in if "." not in name}

    assert columns_of(section.model) == in_release | section.private.keys()
    assert not in_release & section.private.keys()
    assert all(section.private.values())


def taken_of(model):
    """The columns of a row of the directory that the sections take, by their dotted names."""
    path = "organization" if model is Organization else "person"
    dotted = (
        name.split(".") for section in EVERY for one in section.fields for name in one.kept_in
    )
    return {name[-1] for name in dotted if len(name) > 1 and name[-2] == path}


@pytest.mark.parametrize("model", fields.OF_THE_DIRECTORY, ids=lambda model: model.__name__)
def test_every_column_of_the_directory_is_taken_or_left_for_a_reason(model):
    left = fields.OF_THE_DIRECTORY[model]

    assert columns_of(model) == taken_of(model) | left.keys()
    assert not taken_of(model) & left.keys()
    assert all(left.values())


@pytest.mark.parametrize("section", EVERY, ids=lambda section: section.subject)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_changed_has_a_name_in_both_languages(section, language):
    with override(language):
        for one in section.fields:
            if one.is_compared:
                label = str(section.label_of(one.told_as or one.name))
                assert label
                assert "_" not in label
                assert language == "en" or any("\u4e00" <= letter <= "\u9fff" for letter in label)


def test_a_field_that_is_no_more_is_called_as_it_was_in_an_old_list_of_changes():
    assert fields.SESSION.label_of("colour") == "colour"


def test_what_an_older_release_lacks_stands_for_nothing_said():
    """A field that came later is read, compared and restored as `absent`, in every such release."""
    later = Field(name="material", absent="")
    section = replace(fields.TRACK, fields=(*fields.TRACK.fields, later))
    row = {"guid": "g", "slug": "a", "name": ["甲", "A"], "color": "#000000"}

    assert section.restored(row)["material"] == ""
    assert section.read(row, dataclass(make_reader("material"))).material == ""


def make_reader(name):
    return type("Read", (), {"__annotations__": {name: str}})
