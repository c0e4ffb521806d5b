"""What an organization is to a conference, in the words that everything prints."""

from types import SimpleNamespace

import pytest
from django.utils.translation import override

from conference.bilingual import Text
from conference.people.hosts import by_role
from conference.people.models import HostRole
from conference.program.models import Release
from conference.program.release.drafting import draft_document
from conference.program.release.publishing import publish
from conference.program.release.restoring import restore
from tests.factories import make_conference, make_host, make_organization


def host(role, zh="", en=""):
    return SimpleNamespace(role=role, called=Text(zh, en))


def test_roles_are_printed_by_rank_and_an_own_word_heads_its_own_group():
    partner = host("supporter", "战略合作伙伴", "strategic partner")
    same = host("supporter", "战略合作伙伴", "strategic partner")
    rows = [funder := host("funder"), plain := host("supporter"), partner, media := host("media"),
            same, guide := host("guide"), sponsor := host("sponsor")]  # fmt: skip

    groups = by_role(rows)

    assert [found for _word, found in groups] == [
        [guide], [sponsor], [plain], [partner, same], [media], [funder],
    ]  # fmt: skip
    assert [word.as_list() for word, _found in groups] == [
        ["指导单位", "Guided by"],
        ["主办", "Organized by"],
        ["支持", "Supported by"],
        ["战略合作伙伴", "Strategic partner"],
        ["媒体支持", "Media support"],
        ["赞助", "Sponsored by"],
    ]


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "战略合作伙伴"), ("en", "Partner")])
@pytest.mark.django_db
def test_a_host_is_called_by_its_own_word(language, word):
    row = make_host(make_conference(), "sponsor", called_zh="战略合作伙伴", called_en="Partner")

    with override(language):
        assert str(row).startswith(f"{word} · ")


@pytest.mark.django_db
def test_hosts_of_every_role_come_back_from_a_release_with_their_words():
    conference = make_conference()
    for number, role in enumerate(HostRole.Role.values):
        make_host(conference, role, organization=make_organization(name_en=f"University {number}"),
                  called_zh=f"称谓{number}" if number % 2 else "")  # fmt: skip
    before = draft_document(conference)["hosts"]
    publish(conference)
    conference.hostroles.all().delete()
    make_host(conference, "guide", organization=make_organization(name_en="Another"))

    restore(Release.objects.get())

    assert draft_document(conference)["hosts"] == before
    assert [row["called"] for row in before][:2] == [["", ""], ["称谓1", ""]]
