"""A merge is taken back: uses, texts, addresses and what was told apart stand as before."""

import pytest

from conference.acts import act
from conference.acts.refusal import UndoRefused
from conference.acts.undoing import take_back
from conference.people.identities import Merged, ToldApart
from conference.people.merging import merge
from conference.program.models import FormerCode
from conference.program.release.publishing import publish
from tests.conference.acts.back import there_and_back
from tests.factories import (
    make_alliance,
    make_committee,
    make_conference,
    make_host,
    make_membership,
    make_organization,
    make_participation,
    make_person,
    make_registration,
    make_role,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    return make_user(is_superuser=True)


def two_people():
    kept = make_person(name_zh="侯永军", family_name_en="Hou", given_name_en="Yongjun")
    return kept, make_person(name_zh="候永军", family_name_en="", given_name_en="")


def test_two_people_of_one_conference_are_two_again_and_one_again(root):
    kept, other = two_people()
    third, far = make_person(name_zh="候永君"), make_person(name_zh="侯勇军")
    spring, autumn = make_conference(slug="spring"), make_conference(slug="autumn")
    here, there = make_participation(spring, kept), make_participation(spring, other)
    make_participation(autumn, other, contact_phone="12000000001")
    opening = make_session(spring, title_zh="开幕式")
    make_role(opening, here, role="chair")
    make_role(opening, there)
    make_role(make_session(spring, "10:00", title_zh="报告"), there)
    make_committee(spring, other)
    publish(spring)
    make_registration(spring, name="候永军", participation=there)
    ToldApart.objects.tell(other, [far])
    merge(other, third)

    there_and_back(lambda: merge(kept, other, taken=["name_zh"], by=root), root)

    assert not FormerCode.objects.exists()
    assert list(Merged.objects.values_list("guid", "into")) == [(third.guid, other.guid)]


def test_two_organizations_are_two_again_and_one_again(root):
    kept, other = make_organization(), make_organization(name_zh="东北大学（沈阳）", name_en="")
    conference = make_conference()
    make_host(conference, organization=other)
    person = make_person(organization=other, name_zh="王小明")
    make_participation(conference, person)
    publish(conference)
    make_registration(conference, organization=other)
    make_membership(make_alliance(), organization=other)

    there_and_back(lambda: merge(kept, other, by=root), root)


def test_a_merge_is_not_taken_back_once_somebody_wrote_the_same_person(root):
    kept, other = two_people()
    with act(by=root) as done:
        merge(kept, other, by=root)
    kept.refresh_from_db()
    kept.position_zh = "院长"
    kept.save()

    with pytest.raises(UndoRefused, match="Hou Yongjun"):
        take_back(done.saved, by=root)
