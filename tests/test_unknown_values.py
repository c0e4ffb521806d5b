"""A value that nothing allows: refused in words, nothing written.

What merely must not break stands in `test_hostile_input`; here the refusal is read.
"""

import re
from urllib.parse import urlencode

import pytest
from django.contrib import admin

from tests.hostile import Attack, digest
from tests.pages import form_data, messages, parsed, words

pytestmark = pytest.mark.django_db

UNKNOWN = "nothing-like-it"
FORM = "application/x-www-form-urlencoded"
HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture
def world(shared_world):
    return shared_world


def test_an_unknown_filter_of_a_list_is_said_and_the_whole_list_shown(world):
    attack, silent, tried = Attack(world.organizer), [], 0

    for model, model_admin in admin.site._registry.items():
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for item in model_admin.list_filter:
            if isinstance(item, str):
                name = f"{item}__exact"
            elif isinstance(item, tuple):
                name = f"{item[0]}__id__exact"
            else:
                name = item.parameter_name
            tried += 1
            query = f"{name}={UNKNOWN}"
            if name == "day":  # offered for one conference alone
                query += f"&conference__id__exact={world.good['conference_id']}"
            answer = attack.client.get(f"{path}?{query}", follow=True)
            if answer.status_code == 403:
                continue
            if answer.status_code != 200 or not messages(answer):
                silent.append((path, name, answer.status_code))

    assert tried > 15
    assert silent == [], silent[:40]


def test_an_unknown_action_or_row_of_a_list_does_nothing(world):
    attack, silent, before = Attack(world.organizer), [], digest()

    for model in admin.site._registry:
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        page = attack.client.get(path)
        offered = page.status_code == 200 and parsed(page).xpath(
            "//select[@name='action']/option/@value"
        )
        for action in [UNKNOWN, *filter(None, offered or ())]:
            for row in (UNKNOWN, "9" * 18):
                sent = {"action": action, "_selected_action": [row], "index": "0"}
                answer = attack.client.post(path, sent, follow=True)
                if answer.status_code >= 500:
                    silent.append((path, action, row, answer.status_code))

    assert silent == [], silent[:40]
    assert digest() == before


def test_an_unknown_value_of_a_public_query_is_named(world):
    client, silent = Attack().client, []

    for name in ("day", "room", "track", "kind", "language"):
        answer = client.get("/en/conferences/here/schedule/", {name: UNKNOWN})
        if answer.status_code != 404 or UNKNOWN not in answer.content.decode():
            silent.append((name, answer.status_code))

    assert silent == [], silent[:40]


def test_unknown_names_of_a_list_that_leaves_the_house_are_refused(world):
    client, before = Attack(world.organizer).client, digest()

    for path in ("nothing.csv", "sign-in.doc", f"sign-in.csv?session={UNKNOWN}"):
        answer = client.get(f"/en/desk/here/export/{path}")
        assert answer.status_code in (400, 404), path
        assert "<h1" in answer.content.decode()

    assert digest() == before


# --- Choices of a form ---------------------------------------------------------------------------

# {model: why it has neither a form for a new row nor one for a row that is there}
WITHOUT_A_FORM = {
    "conference.SiteIdentity": "of the site: a superuser's",
    "auth.User": "accounts are a superuser's: an organizer invites",
    "attendance.CheckIn": "a log: read alone",
    "attendance.Certificate": "issued and revoked by acts, read otherwise",
    "letters.Letter": "written by what happens: read, and decided about by buttons",
    "attendance.ExportLog": "a log: read alone",
    "program.Release": "made by a publish, read afterwards",
}
# Offered by a browser's script, and answered by the form as any other value.
NOT_CHOSEN = re.compile(r"^(csrfmiddlewaretoken|language|next)$|__prefix__|-DELETE$")


def choices_of(response):
    """The names of what a page's form lets people choose."""
    boxes = parsed(response).xpath(
        "//form[@method='post']//select[@name]|//form[@method='post']//input[@type='radio'][@name]"
    )
    names = {box.get("name") for box in boxes if not box.get("disabled")}
    return sorted(name for name in names if not NOT_CHOSEN.search(name))


def test_an_unknown_choice_is_refused_at_its_field(world):
    attack, bad, without, refused, tried = Attack(world.organizer), [], set(), set(), 0
    attack.client.cookies["django_language"] = "zh-hans"

    for model in admin.site._registry:
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        addresses = [f"{path}add/?conference={world.good['conference_id']}"]
        if model in world.rows:
            addresses.append(f"{path}{world.rows[model].pk}/change/")
        found = False
        for address in addresses:
            page = attack.ask("GET", address)
            form = page.status_code == 200 and parsed(page).get_element_by_id(
                f"{model._meta.model_name}_form", None
            )
            if form is False or form is None or not form.xpath(".//input[@type='submit']"):
                continue
            found = True
            names = choices_of(page)
            tried += len(names)
            # All at once, and each alone that is then not answered at its own field.
            for sent in (names, *([name] for name in names)):
                if not refused.issuperset((address, name) for name in sent):
                    data = form_data(page) | dict.fromkeys(sent, UNKNOWN)
                    answer = attack.ask("POST", address, urlencode(data, doseq=True), FORM)
                    if answer.status_code == 200:
                        refused |= {(address, name) for name in refused_in(answer, sent)}
            bad += [(address, name) for name in names if (address, name) not in refused]
        if not found:
            without.add(model._meta.label)

    assert attack.faults == []
    assert bad == [], bad[:40]
    assert without == set(WITHOUT_A_FORM)
    assert tried > 60


def refused_in(response, names):
    """Those names whose own box a page complains about in Chinese, and beside no other of them."""
    page = parsed(response)
    for name in names:
        for place in page.xpath(
            f"(//*[@name='{name}'])[1]/ancestor::*[.//ul[contains(@class,'errorlist')]][1]"
        ):
            complaints = place.xpath(".//ul[contains(@class,'errorlist')]")
            others = set(place.xpath(".//@name")) & set(names) - {name}
            if not others and HAN.search(" ".join(map(words, complaints))):
                yield name
