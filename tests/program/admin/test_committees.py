"""Committees: entered with their members, told in their history, published, read by everybody."""

import pytest
from django.db import IntegrityError, transaction

from conference.program.models import Committee, CommitteeMember
from conference.program.release.drafting import draft_document
from conference.program.release.publishing import publish
from conference.program.release.restoring import restore
from tests.factories import (
    make_committee,
    make_conference,
    make_member,
    make_organization,
    make_participation,
    make_person,
)
from tests.pages import errors, form_data, parsed

pytestmark = pytest.mark.django_db

ADD = "/admin/program/committee/add/"


def change(committee):
    return f"/admin/program/committee/{committee.pk}/change/"


def text_of(page, path):
    return " ".join(" ".join(parsed(page).xpath(f"{path}//text()")).split())


def test_a_committee_is_entered_with_its_members_in_their_order(client, organizer, conference):
    chair, member = make_person(name_zh="王样例"), make_person(name_zh="吴样例")
    page = client.get(f"{ADD}?conference={conference.pk}")

    answer = client.post(
        page.request["PATH_INFO"] + f"?conference={conference.pk}",
        form_data(
            page,
            kind="academic",
            **{
                "members-TOTAL_FORMS": 2,
                "members-0-person": member.pk,
                "members-0-role": "member",
                "members-0-position": 2,
                "members-1-person": chair.pk,
                "members-1-role": "chair",
                "members-1-own_role_zh": "主任兼秘书长",
                "members-1-position": 1,
            },
        ),
    )

    assert answer.status_code == 302, errors(answer)
    (committee,) = conference.committees.all()
    assert committee.name.as_list() == ["学术委员会", "Academic Committee"]
    assert [(m.person, m.role_text.zh) for m in committee.members.all()] == [
        (chair, "主任兼秘书长"),
        (member, "委员"),
    ]
    told = client.get(f"/admin/program/committee/{committee.pk}/history/").content.decode()
    assert "主任兼秘书长" in told
    assert "委员" not in told.replace("委员会", "")  # a role of ours is told in one's language


def test_what_cannot_be_is_refused_in_words(client, organizer, conference):
    person = make_person()
    committee = make_committee(conference, person)
    page = client.get(change(committee))
    twice = {"members-TOTAL_FORMS": 2, "members-1-person": person.pk, "members-1-role": "chair"}

    nameless = client.post(change(committee), form_data(page, kind="other"))
    doubled = client.post(change(committee), form_data(page, **twice))

    assert "name the committee" in str(errors(nameless))
    assert doubled.status_code == 200
    assert committee.members.count() == 1
    for values in ({"kind": "other"}, {"kind": "secret"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Committee.objects.filter(pk=committee.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommitteeMember.objects.create(committee=committee, person=person)


def test_a_colleague_may_edit_it_a_stranger_does_not_see_it(client, conference):
    committee = make_committee(conference)
    answers = []
    for role in ("editor", "viewer", "desk"):
        client.force_login(make_member(conference, role))
        page = client.get(change(committee))
        may_save = page.status_code == 200 and 'name="_save"' in page.content.decode()
        answers.append((page.status_code, may_save))
    client.force_login(make_member(make_conference(slug="there"), role="organizer"))
    answers.append((client.get(change(committee)).status_code, False))

    assert answers == [(200, True), (200, False), (403, False), (404, False)]


def test_a_member_is_printed_as_in_the_program_unless_said_otherwise(conference):
    employer = make_organization(name_zh="东北大学", name_en="NEU")
    person = make_person(position_zh="教授", organization=employer)
    printed = {"printed_title_zh": "院士", "printed_name_zh": "王 兴伟"}
    here = make_participation(conference, person, **printed)
    member = make_committee(conference, person).members.get()

    assert (member.name.zh, member.title.zh, member.organization.en) == ("王 兴伟", "院士", "NEU")
    member.printed_title_zh = "名誉教授"
    member.save()
    (row,) = draft_document(conference)["committees"][0]["members"]
    assert (row["name"][0], row["title"][0]) == ("王 兴伟", "名誉教授")
    here.delete()
    (row,) = draft_document(conference)["committees"][0]["members"]
    assert (row["name"][0], row["organization"]) == ("王兴伟", ["东北大学", "NEU"])


def test_readers_find_the_committees_and_a_release_brings_them_back(client, conference):
    person = make_person(
        name_zh="王样例",
        name_zh_is_rendering=True,
        position_zh="院长",
        organization=make_organization(name_zh="样例大学", short_name_zh="样大"),
    )
    speaker = make_participation(conference, person)
    committee = make_committee(
        conference,
        (speaker.person, {"role": "chair"}),
        *(make_person(name_zh=f"吴样例{n}") for n in range(2)),
        kind="advisory",
    )
    release = publish(conference)

    page = client.get(f"/zh-hans/conferences/{conference.slug}/")

    told = text_of(page, "//section[@aria-labelledby='committees']")
    assert told == "委员会 顾问委员会 3 人 主任 王样例 译名 院长 · 样例大学 委员 吴样例0 吴样例1"
    assert parsed(page).xpath("//details[@open]//dd//a/@href") == [
        f"/zh-hans/conferences/{conference.slug}/speakers/{speaker.code}/"
    ]
    before = draft_document(conference)
    committee.members.first().delete()
    make_committee(conference, kind="organizing")
    changed = client.get(f"/zh-hans/conferences/{conference.slug}/")
    assert changed.content == page.content
    restore(release)
    assert draft_document(conference) == before
