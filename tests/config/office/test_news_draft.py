"""A new article that begins with the program: who hosted, who spoke, how many came."""

from datetime import UTC, date, datetime

import pytest

from conference.attendance.checkin import check_in
from conference.attendance.checkpoints import arrival_checkpoint
from conference.news.models import Article
from conference.people.models import Person
from conference.permissions import Role
from conference.program.release.publishing import publish
from config.office.news_draft import draft_of
from tests.factories import (
    make_committee,
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
from tests.pages import form_data, messages, parsed

pytestmark = pytest.mark.django_db

BEFORE = datetime(2026, 5, 20, 15, 59, tzinfo=UTC)  # one minute of its day is left there
AFTER = datetime(2026, 5, 20, 16, tzinfo=UTC)


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


def drafted(conference, at=AFTER):
    return draft_of(conference, make_member(conference, Role.EDITOR), at=at)


def test_it_says_who_hosted_and_who_spoke_in_both_languages(conference):
    draft = drafted(conference)

    assert draft["title_zh"] == "样例研讨会举行"
    assert draft["lead_en"] == "The Sample Symposium was held on 20 May 2026 at Sample Center."
    assert "- 承办：样例大学" in draft["body_zh"]
    assert "**未来**：样例大学校长王泉" in draft["body_zh"]
    assert "**The Future**: Wang Quan (President, Sample University)" in draft["body_en"]
    for text in (draft["body_zh"], draft["body_en"]):
        assert "Tea" not in text
        assert "茶歇" not in text
        assert "Off" not in text


def test_until_its_last_day_is_over_it_says_what_will_be(conference):
    for _number in range(2):
        make_registration(conference)

    draft = drafted(conference, BEFORE)

    assert draft["title_en"] == "Sample Symposium to be held on 20 May 2026"
    assert draft["lead_en"] == "The Sample Symposium will be held on 20 May 2026 at Sample Center."
    assert "The program holds 1 keynote. 2 people have registered." in draft["body_en"]
    assert "2 people registered." in drafted(conference)["body_en"]


@pytest.mark.parametrize(
    ("name", "position", "shown"),
    [
        ("王泉", "校长", "样例大学校长王泉"),
        ("Jane Smith", "校长", "样例大学校长 Jane Smith"),
        ("王泉", "", "王泉（样例大学 President）"),
        ("Jane Smith", "", "Jane Smith（样例大学 President）"),
    ],
)
def test_no_name_runs_into_a_title_of_another_language(conference, name, position, shown):
    Person.objects.filter(name_zh="王泉").update(
        name_zh=name if name == "王泉" else "",
        family_name_en="Smith",
        given_name_en="Jane",
        name_order_en="given",
        family_name_first=False,
        position_zh=position,
    )

    assert f"**未来**：{shown}" in drafted(conference)["body_zh"]


def test_a_block_is_told_with_its_chair_and_its_items(conference):
    block = make_session(
        conference, "08:00", "09:00", kind="ceremony", title_zh="开幕式", title_en="Opening"
    )
    chair = make_participation(conference, make_person(name_zh="李华"))
    make_role(block, chair, role="chair")
    item = make_session(
        conference, "08:00", "08:30", kind="address", parent=block, title_en="Address"
    )
    guest = make_participation(
        conference, make_person(family_name_en="Zhao", given_name_en="Min", name_zh="赵敏")
    )
    make_role(item, guest)
    make_role(item, guest, role="guest-of-honor")  # once, as who is there in two roles

    body = drafted(conference)["body_en"]

    assert "**Opening**: chaired by " in body
    assert body.count("Zhao Min") == 1
    assert body.index("**Opening**") < body.index("- Address: Zhao Min")


def test_committees_stand_at_its_end_role_by_role(conference):
    make_committee(
        conference,
        (make_person(name_zh="李华"), {"role": "chair"}),
        make_person(name_zh="赵敏"),
        own_name_zh="组织委员会",
    )

    assert drafted(conference)["body_zh"].endswith("**组织委员会**\n\n- 主任：李华\n- 委员：赵敏")


def test_of_a_public_program_it_tells_what_is_public(conference):
    publish(conference)
    make_session(conference, "14:00", kind="sub-forum", title_en="Not yet public")

    assert "Not yet public" not in drafted(conference)["body_en"]


def test_a_name_too_long_for_a_title_gives_way_to_the_short_one(conference):
    conference.name_en, conference.short_name_en = "Symposium on " + "x" * 190, "Sample 2026"
    conference.save()

    assert drafted(conference)["title_en"] == "Sample 2026 held"


def test_it_counts_who_came(conference):
    for number in range(4):
        row = make_registration(
            conference, organization_name=("", "Sample  College", "sample college")[number % 3]
        )
        if number:
            admit(row)

    assert "3 people from 1 organization took part." in drafted(conference)["body_en"]
    before = drafted(conference, BEFORE)["body_en"]
    assert "So far 3 people from 1 organization have signed in." in before


def admit(registration):
    checkpoint = arrival_checkpoint(registration.conference)
    check_in(
        registration,
        conference=registration.conference,
        checkpoint=checkpoint,
        client_id=registration.code,
        by=None,
    )


def test_it_is_offered_where_news_are_added_and_fills_in_a_new_article(client, conference):
    client.force_login(make_member(conference, Role.EDITOR))
    address = f"/admin/news/article/add/?draft=program&conference={conference.pk}"

    for page in ("/admin/news/article/", "/admin/"):
        links = parsed(client.get(page)).xpath("//a[contains(@href, 'draft=program')]/@href")
        assert f"conference={conference.pk}" in links[0], page
    page = parsed(client.get(address))

    assert page.get_element_by_id("id_title_zh").get("value") == "样例研讨会举行"
    assert "Wang Quan" in page.get_element_by_id("id_body_en").text
    assert not Article.objects.exists()


def test_pressed_in_a_form_it_fills_in_what_is_empty_and_leaves_what_was_typed(client, conference):
    client.force_login(make_member(conference, Role.EDITOR))
    address = f"/admin/news/article/add/?conference={conference.pk}"
    typed = {"title_zh": "我的标题", "body_en": "Mine", "published_on": "2026-01-02", "slug": "own"}

    blank = client.get(address)
    buttons = "//form[@id='article_form']//*[self::button or @type='submit']/@name"
    # Enter in a field presses the first.
    assert parsed(blank).xpath(buttons)[:2] == ["_save", "_draft"]
    answer = client.post(address, form_data(blank, **typed, is_public="on", _draft="program"))

    page = parsed(answer)
    assert answer.status_code == 200 and not Article.objects.exists()
    for name in ("title_zh", "published_on", "slug"):
        assert page.get_element_by_id(f"id_{name}").get("value") == typed[name]
    assert page.get_element_by_id("id_is_public").get("checked") is not None
    assert page.get_element_by_id("id_body_en").text.strip() == "Mine"
    assert page.get_element_by_id("id_title_en").get("value") == "Sample Symposium held"
    assert "Wang Quan" not in page.get_element_by_id("id_body_en").text
    (message,) = messages(answer)
    assert message.startswith("What you had written stays: title (Chinese), text (English).")
    saved = client.post(address, form_data(answer))
    assert saved.status_code == 302 and Article.objects.get().title_zh == "我的标题"


def test_a_stranger_gets_no_draft(conference):
    assert draft_of(conference, make_member(make_conference(), Role.ORGANIZER)) is None
