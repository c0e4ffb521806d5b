"""Share cards: what stands on them, that they are drawn once, and that nobody is kept waiting."""

import io
import threading

import pytest
from django.core.files.base import ContentFile
from django.utils.translation import override
from PIL import Image

from conference import page_cache, typesetting
from conference.program.release import published
from conference.program.release.publishing import publish
from conference.program.sharing import cards
from conference.typesetting import draw
from tests.factories import (
    make_conference,
    make_host,
    make_organization,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
)
from tests.forgetting import forget_everything

HOME = "/en/conferences/ai-2026/"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(color="red", size=(300, 400)):
    file = io.BytesIO()
    Image.new("RGB", size, color).save(file, "WEBP", lossless=True)
    return file.getvalue()


def image_of(png):
    image = Image.open(io.BytesIO(png))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    return image.convert("RGB")


def publish_now(conference):
    publish(conference)
    forget_everything()
    return published.published_program(conference.slug)


@pytest.fixture
def conference(db):
    return make_conference(
        slug="ai-2026",
        short_name_zh="研讨会",
        short_name_en="AI 2026",
        venue_zh="学术交流中心",
        venue_en="Academic Center",
        city_en="Shenyang",
    )


@pytest.fixture
def person(conference):
    organization = make_organization()
    return make_participation(conference, make_person(organization=organization))


@pytest.fixture
def session(conference, person):
    hall = make_room(conference, name_zh="主会场", name_en="Main hall")
    session = make_session(conference, "09:00", "09:45", room=hall)
    make_role(session, person)
    return session


# --- What stands on them -------------------------------------------------------------------------


def test_a_conference_tells_its_name_day_place_and_hosts(conference):
    make_host(conference, "sponsor", organization=make_organization(name_zh="教育厅", name_en=""))
    make_host(conference, "undertaker")
    make_host(conference, "undertaker", organization=make_organization(name_en="Second"))
    program = publish_now(conference)

    assert cards.conference_card(program) == {
        "kind": "conference",
        "lang": "en",
        "title": "Symposium on AI in Higher Education",
        "other": "人工智能与高等教育研讨会",
        "other_lang": "zh",
        "when": "20 May 2026",
        "place": "Academic Center · Shenyang",
        "hosts": [
            ["Organized by", "教育厅"],
            ["Undertaken by", "Northeastern University (China), Second"],
        ],
        "logo": "",
    }
    with override("zh-hans"):
        found = cards.conference_card(program)
    assert (found["lang"], found["title"]) == ("zh-Hans", "人工智能与高等教育研讨会")
    assert (found["when"], found["place"]) == ("2026年5月20日", "学术交流中心 · Shenyang")
    assert found["hosts"] == [["主办", "教育厅"], ["承办", "东北大学、东北大学"]]


def test_a_session_tells_who_when_and_where(conference, session):
    program = publish_now(conference)

    assert cards.session_card(program, program.session(session.code)) == {
        "kind": "session",
        "lang": "en",
        "conference": "AI 2026",
        "label": "Keynote",
        "cancelled": "",
        "title": "The future of educational big data",
        "other": "教育大数据的未来",
        "other_lang": "zh",
        "people": [
            {
                "name": "Wang Xingwei",
                "initials": "WX",
                "says": "Northeastern University (China)",
                "picture": "",
            }
        ],
        "when": "Wednesday 20 May 2026, 09:00–09:45",
        "room": "Main hall",
    }


def test_a_cancelled_sub_forum_cancels_its_talks_on_their_cards(conference):
    forum = make_session(conference, "09:00", "10:00", kind="sub-forum", status="cancelled")
    talk = make_session(conference, "09:00", kind="talk", parent=forum)
    program = publish_now(conference)

    for code in (forum.code, talk.code):
        assert cards.session_card(program, program.session(code))["cancelled"] == "Cancelled"


def test_a_session_without_times_has_the_days_of_its_conference(conference):
    session = make_session(conference)
    program = publish_now(conference)

    found = cards.session_card(program, program.session(session.code))

    assert (found["when"], found["room"], found["people"]) == ("20 May 2026", "", [])


def test_a_speaker_tells_what_they_are_and_what_they_give(conference, session, person):
    program = publish_now(conference)

    with override("zh-hans"):
        found = cards.speaker_card(program, program.person(person.code))

    assert found == {
        "kind": "speaker",
        "lang": "zh-Hans",
        "conference": "研讨会",
        "person": {"name": "王兴伟", "initials": "王", "says": "东北大学", "picture": ""},
        "other": "Wang Xingwei",
        "other_lang": "en",
        "lines": ["东北大学"],
        "sessions": "教育大数据的未来",
    }


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王兴伟", "王"),
        ("Xingwei Wang", "XW"),
        ("Łukasz von der Straße", "ŁS"),
        ("Plato", "P"),
        ("买买提·艾力", "买"),
        ("3M", "3"),
        ("", ""),
    ],
)
def test_initials_stand_for_a_portrait(name, shown):
    assert cards.initials(name) == shown


# --- Drawing -------------------------------------------------------------------------------------


def said(**changes):
    return {
        "kind": "session",
        "lang": "en",
        "conference": "AI 2026",
        "label": "Keynote",
        "cancelled": "",
        "title": "Title",
        "other": "",
        "other_lang": "zh",
        "people": [],
        "when": "Wednesday",
        "room": "Hall",
    } | changes


def ink_outside(image, box):
    """Whether anything but the ground is drawn in a strip of the card."""
    strip = image.crop(box)
    return any(sum(color) < 600 for _count, color in strip.getcolors(strip.width * strip.height))


@pytest.mark.parametrize(
    "title",
    [
        "关于进一步深化人工智能赋能高等教育高质量发展若干重大问题的专题研讨与实践经验交流会" * 3,
        "How universities change with artificial intelligence and what it means " * 5,
        "x" * 300,
        "",
        "茶歇",
    ],
)
def test_any_title_stays_inside_the_card(title):
    image = image_of(draw(cards.TEMPLATE, said(title=cards.breakable(title), lang="zh-Hans")))

    assert not ink_outside(image, (1_130, 0, 1_200, 630))
    assert not ink_outside(image, (20, 500, 1_200, 510))


def test_long_names_stay_inside_too():
    name = "阿卜杜热合曼·" * 9
    person = {"name": name, "initials": "阿", "says": "大学" * 60, "picture": ""}

    alone = draw(
        cards.TEMPLATE,
        {
            "kind": "speaker",
            "lang": "zh-Hans",
            "conference": "研讨会" * 30,
            "person": person,
            "other": "Abdurahman " * 20,
            "other_lang": "en",
            "lines": ["教授" * 50, "大学" * 50],
            "sessions": "题目" * 60,
        },
    )
    among = draw(cards.TEMPLATE, said(people=[person] * 3, title="题目" * 100, other="y " * 150))

    for png in (alone, among):
        assert not ink_outside(image_of(png), (1_135, 0, 1_200, 630))


def test_a_character_without_a_glyph_is_drawn_as_its_mark():
    assert draw(cards.TEMPLATE, said(title="\U00020000田")) == draw(
        cards.TEMPLATE, said(title=f"{typesetting.GETA}田")
    )


@pytest.mark.parametrize(("plain", "marked"), [("cccccc", "ćććććć"), ("ZZZZZZ", "ŻŻŻŻŻŻ")])
def test_a_mark_stands_on_its_letter(plain, marked):
    """The Chinese font has the letter and the mark, but not both in one; beside each other they
    would take twice the width.
    """

    def width(title):
        image = image_of(draw(cards.TEMPLATE, said(title=title))).convert("L")
        ink = image.crop((60, 170, 1_200, 340)).point(lambda value: 255 if value < 100 else 0)
        left, _top, right, _bottom = ink.getbbox()
        return right - left

    assert width(marked) < 1.1 * width(plain)


def test_the_same_card_gives_the_same_bytes_and_text_is_no_markup():
    hostile = '#read("/etc/passwd") *b* $x$ \\ <a> </script>'

    assert draw(cards.TEMPLATE, said(title=hostile)) == draw(cards.TEMPLATE, said(title=hostile))


def test_a_portrait_is_drawn(conference, person):
    from django.core.files.storage import default_storage

    default_storage.save("public/red.webp", ContentFile(picture()))
    card = {
        "kind": "speaker",
        "lang": "en",
        "conference": "AI",
        "person": {"name": "A", "initials": "A", "says": "", "picture": "public/red.webp"},
        "other": "",
        "other_lang": "zh",
        "lines": [],
        "sessions": "",
    }

    assert image_of(cards.card(card)).getpixel((217, 320)) == (255, 0, 0)
    gone = card | {"person": card["person"] | {"picture": "public/gone.webp"}}
    assert image_of(cards.card(gone)).getpixel((100, 320)) == (231, 238, 248)


# --- Keeping -------------------------------------------------------------------------------------


def test_a_card_is_drawn_once(monkeypatch):
    first = cards.card(said())
    monkeypatch.setattr(typesetting, "draw", None)

    assert cards.card(said()) == first
    assert [path.name for path in cards.folder().iterdir()] == [f"{cards.name_of(said())}.png"]


def test_no_more_than_so_many_are_kept(monkeypatch):
    monkeypatch.setattr(cards, "KEPT", 10)
    monkeypatch.setattr(typesetting, "draw", lambda *args, **options: b"png")

    for number in range(11):
        cards.card(said(title=str(number)))

    assert len(list(cards.folder().iterdir())) == 9
    assert cards.card(said(title="10")) == b"png"


def test_a_disk_that_takes_nothing_costs_only_the_keeping(monkeypatch, settings, tmp_path):
    (tmp_path / "cards").write_text("a file where the folder should be")
    monkeypatch.setattr(typesetting, "draw", lambda *args, **options: b"png")
    monkeypatch.setattr(cards, "_read", lambda path: None)

    assert cards.card(said()) == b"png"


def test_one_is_drawn_at_a_time_and_few_wait(monkeypatch):
    begun, go_on = threading.Semaphore(0), threading.Event()
    at_once, most = 0, 0

    def slow(template, shown, **options):
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        begun.release()
        assert go_on.wait(10)
        at_once -= 1
        return b"png"

    monkeypatch.setattr(typesetting, "draw", slow)
    taken = threading.Semaphore(0)
    real = cards._places

    class Counted:
        def acquire(self, **options):
            found = real.acquire(**options)
            taken.release()
            return found

        release = real.release

    monkeypatch.setattr(cards, "_places", Counted())
    threads = [
        threading.Thread(target=cards.card, args=(said(title=str(n)),))
        for n in range(1 + cards.WAITING)
    ]
    for thread in threads:
        thread.start()
    assert begun.acquire(timeout=60)
    for _thread in threads:
        assert taken.acquire(timeout=60)

    with pytest.raises(cards.Busy):
        cards.card(said(title="one too many"))

    go_on.set()
    for thread in threads:
        thread.join(10)
    assert most == 1
    assert cards.card(said(title="later")) == b"png"


# --- The addresses -------------------------------------------------------------------------------


def test_the_cards_are_served(client, conference, session, person):
    publish_now(conference)

    for tail in (
        "card.png",
        f"sessions/{session.code}/card.png",
        f"speakers/{person.code}/card.png",
    ):
        english = client.get(f"{HOME}{tail}?v=1", headers={"Accept-Encoding": "gzip, br"})
        chinese = client.get(f"/zh-hans{HOME.removeprefix('/en')}{tail}")
        image_of(english.content)
        assert english["Content-Type"] == "image/png"
        assert "Content-Encoding" not in english
        assert english["ETag"] != ""
        image_of(chinese.content)
        assert english.content != chinese.content
        again = client.get(f"{HOME}{tail}?v=1", headers={"If-None-Match": english["ETag"]})
        assert again.status_code == 304


def test_cards_take_no_place_from_the_pages(client, conference):
    publish_now(conference)
    before = page_cache.store.bytes

    for number in range(3):
        assert client.get(f"{HOME}card.png?v={number}").status_code == 200

    assert page_cache.store.bytes == before


@pytest.mark.parametrize(
    "tail", ["card.png", "sessions/ABC123/card.png", "speakers/ABC123/card.png"]
)
def test_what_is_not_public_has_no_card(client, conference, tail):
    make_session(conference, "09:00", code="ABC123")

    assert client.get(f"{HOME}{tail}").status_code == 404
    publish_now(make_conference(slug="other"))
    assert client.get("/en/conferences/other/sessions/ABC123/card.png").status_code == 404


def test_a_crawler_in_a_hurry_is_asked_to_wait(client, conference, monkeypatch):
    publish_now(conference)

    def busy(said):
        raise cards.Busy

    monkeypatch.setattr(cards, "card", busy)

    response = client.get(f"{HOME}card.png")

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response["Cache-Control"] == "no-store"
    monkeypatch.undo()
    assert client.get(f"{HOME}card.png").status_code == 200
