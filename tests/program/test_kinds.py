"""The kinds of sessions that an office's agenda has beside the talks."""

import pytest

from conference.program.draft.clashes import find_clashes
from conference.program.importing.kinds import kind_of
from conference.program.models import KINDS_WITHOUT_PEOPLE, PAUSES, Kind
from conference.program.release.publishing import publish
from conference.wording.labels import tells_kind
from tests.factories import make_conference, make_session


@pytest.mark.parametrize(
    "name, kind",
    [
        ("sign-in", Kind.SIGN_IN),
        ("签到", Kind.SIGN_IN),
        ("报到", Kind.SIGN_IN),
        ("Registration", Kind.SIGN_IN),
        ("参观", Kind.VISIT),
        ("visit", Kind.VISIT),
        ("Guided tour", Kind.VISIT),
        ("培训", Kind.TRAINING),
        ("Training session", Kind.TRAINING),
        ("其他", Kind.OTHER),
        ("other", Kind.OTHER),
    ],
)
def test_other_systems_names_of_the_kinds_are_known(name, kind):
    assert kind_of(name) == kind


@pytest.mark.parametrize("kind", Kind)
def test_the_files_of_this_site_bring_each_kind_back(kind):
    assert kind_of(kind.value) == kind


def test_a_sign_in_is_a_pause_and_a_training_wants_its_trainer():
    assert Kind.SIGN_IN in PAUSES
    assert {Kind.SIGN_IN, Kind.VISIT, Kind.OTHER} <= KINDS_WITHOUT_PEOPLE
    assert Kind.TRAINING not in KINDS_WITHOUT_PEOPLE


@pytest.mark.django_db
def test_the_schedule_shows_and_filters_the_kinds(client):
    conference = make_conference()
    for n, kind in enumerate(("sign-in", "visit", "training", "other")):
        make_session(conference, f"0{n + 6}:00", kind=kind, title_en=f"This is {n}")

    about_people = [c for c in find_clashes(conference) if c.code == "no_people"]
    publish(conference, by=None)
    page = client.get(f"/en/conferences/{conference.slug}/schedule/?kind=visit").content.decode()

    assert [c.sessions[0].kind for c in about_people] == ["training"]
    assert "This is 1" in page and "This is 2" not in page
    assert 'value="training"' in page and "Sign-in" in page and "Training" in page
    told = {s.kind for s in conference.sessions.all() if tells_kind(s)}
    assert told == {"visit", "training"}
