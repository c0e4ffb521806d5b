"""Who wrote what no history tells: the private contact of a participant."""

import re

import pytest

from tests.factories import make_participation
from tests.pages import form_data, of_class, words

pytestmark = pytest.mark.django_db


def test_a_contact_that_two_changed_is_asked_about_with_name_and_time(wang, chen, conference):
    conference.teammembers.update(sees_contacts=True)
    person = make_participation(conference, contact_phone="024 1111")
    address = f"/admin/program/participation/{person.pk}/change/"
    ours, theirs = (form_data(one.get(address)) for one in (chen, wang))
    wang.post(address, theirs | {"contact_phone": "024 2222"})

    page = chen.post(address, ours | {"contact_phone": "024 3333"})

    assert page.status_code == 200
    told = words(of_class(page, "meanwhile")[0])
    assert re.match(r"王老师 \(([\d-]+ )?\d\d:\d\d\) changed", told)
    person.refresh_from_db()
    assert person.contact_phone == "024 2222"
