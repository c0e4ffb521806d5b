"""A conference of two days at which some came, and what its certificates say."""

from datetime import timedelta

import pytest

from conference.attendance.checkin import check_in
from conference.attendance.models import CertificateDesign
from tests.factories import (
    DAY,
    at,
    make_checkpoint,
    make_conference,
    make_member,
    make_registration,
)


@pytest.fixture
def conference():
    return make_conference(slug="own", starts_on=DAY, ends_on=DAY + timedelta(days=1))


@pytest.fixture
def design(conference):
    return CertificateDesign.objects.create(conference=conference, prefix="LN2026")


@pytest.fixture
def organizer(conference):
    return make_member(conference, "organizer")


@pytest.fixture
def door(conference):
    return make_checkpoint(conference)


@pytest.fixture
def came(conference, door):
    """Function that makes somebody who came on so many days and was signed out on each or not."""

    def made(name, *, days=1, leaves=True, **fields):
        person = make_registration(conference, name=name, **fields)
        for n in range(days):
            for clock, way in (("09:00", "in"), ("12:00", "out")):
                if way == "out" and not leaves:
                    continue
                check_in(
                    person,
                    conference=conference,
                    checkpoint=door,
                    by=None,
                    client_id=f"{person.pk}-{n}-{way}",
                    direction=way,
                    at=at(clock, day=DAY + timedelta(days=n)),
                )
        return person

    return made
