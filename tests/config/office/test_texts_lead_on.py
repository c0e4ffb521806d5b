"""The page of both languages leads on when all is done; what is saved in place says so there."""

import pytest

from conference.models import Conference
from conference.permissions import Role
from tests.factories import make_conference, make_member
from tests.pages import messages, of_class, parsed, words

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="the same texts are found on both"),
]


def test_texts_saved_in_place_leave_no_message_and_the_last_one_leads_on(client):
    conference = make_conference(
        name_zh="春季研讨会", name_en="", city_zh="", city_en="", venue_zh="", venue_en=""
    )
    client.force_login(make_member(conference, Role.ORGANIZER))
    page = f"/admin/texts/{conference.pk}/"
    shown = client.get(page)
    fold = parsed(shown).xpath("//details[@class='texts-return']")[0]
    assert fold.xpath(".//input[@type='file']") and fold.get("open") is None
    assert parsed(shown).xpath("//*[@data-complete]/@hidden")
    key = f"conference.conference.{conference.pk}.name:en"
    stamp = parsed(shown).xpath(f"//input[@name='{key}:was']/@value")[0]

    given = {f"{key}:0": "Spring Symposium", f"{key}:was": stamp}
    client.post(page, given, headers={"Accept": "application/json"})

    assert Conference.objects.get().name_en == "Spring Symposium"
    after = client.get(page)
    assert messages(after) == []
    done = of_class(after, "done")[0]
    assert words(done).startswith("Everything is in both languages. Next: Publish · Papers ·")
