"""A new article that begins with the program: who hosted, who spoke, how many came."""

from datetime import date

import pytest

from conference.attendance.checkin import check_in
from conference.attendance.checkpoints import arrival_checkpoint
from conference.news.models import Article
from conference.permissions import Role
from config.office.news_draft import draft_of
from tests.factories import (
    make_conference,
    make_host,
    make_member,
    make_organization,
    make_participation,
    make_person,
    make_registration,
    make_role,
    make_session,
)
from tests.pages import parsed

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    row = make_conference(
        name_zh="样例研讨会",
        name_en="Sample Symposium",
        venue_zh="样例中心",
        venue_en="Sample Center",
        starts_on=date(2026, 5, 20),
        ends_on=date(2026, 5, 20),
    )
    university = make_organization(name_zh="样例大学", name_en="Sample University")
    make_host(row, "undertaker", organization=university)
    person = make_person(
        name_zh="王泉",
        family_name_en="Wang",
        given_name_en="Quan",
        organization=university,
        position_zh="校长",
        position_en="President",
    )
    keynote = make_session(row, "09:00", kind="keynote", title_zh="未来", title_en="The Future")
    make_role(keynote, make_participation(row, person))
    make_session(row, "10:00", kind="break", title_en="Tea", title_zh="茶歇")
    make_session(row, "11:00", title_en="Off", status="cancelled")
    return row


def test_it_says_who_hosted_and_who_spoke_in_both_languages(conference):
    draft = draft_of(conference, make_member(conference, Role.EDITOR))

    assert draft["title_zh"] == "样例研讨会举行"
    assert draft["lead_en"] == "Sample Symposium was held on 20 May 2026 at Sample Center."
    assert "样例大学" in draft["body_zh"]
    assert "**未来**：样例大学 校长王泉" in draft["body_zh"].replace("校长 王泉", "校长王泉")
    assert "Wang Quan (President, Sample University)" in draft["body_en"]
    for text in (draft["body_zh"], draft["body_en"]):
        assert "Tea" not in text
        assert "茶歇" not in text
        assert "Off" not in text


def test_it_counts_who_came(conference):
    for number in range(3):
        row = make_registration(conference, organization_name=f"University {number % 2}")
        if number:
            admit(row)

    draft = draft_of(conference, make_member(conference, Role.EDITOR))

    assert "2 people from 2 organizations took part." in draft["body_en"]


def admit(registration):
    checkpoint = arrival_checkpoint(registration.conference)
    check_in(
        registration,
        conference=registration.conference,
        checkpoint=checkpoint,
        client_id=registration.code,
        by=None,
    )


def test_the_form_of_a_new_article_begins_with_it(client, conference):
    client.force_login(make_member(conference, Role.EDITOR))
    address = f"/admin/news/article/add/?conference={conference.pk}"

    plain = parsed(client.get(address))
    (link,) = plain.xpath("//a[contains(@href, 'draft=program')]/@href")
    page = parsed(client.get(f"/admin/news/article/add/{link}"))

    assert page.get_element_by_id("id_title_zh").get("value") == "样例研讨会举行"
    assert "Wang Quan" in page.get_element_by_id("id_body_en").text
    assert not Article.objects.exists()


def test_a_stranger_gets_no_draft(conference):
    assert draft_of(conference, make_member(make_conference(), Role.ORGANIZER)) is None
