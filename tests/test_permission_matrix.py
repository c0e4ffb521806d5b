"""Who gets which answer at every address of the site.

Each address of the resolver is asked by everyone there is, by GET and by an empty POST. What is
expected stands in `rights_table`; an address that is not written there fails the test, so that none
is ever forgotten. Whoever asks, the headers of each answer keep the policy (tests/headers.py).
"""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction

from tests.headers import breaches
from tests.rights_table import (
    ADMIN,
    DESK,
    ELSEWHERE_LISTS,
    EVERYONE,
    NOT_A_PAGE,
    OF_THE_CONFERENCE,
    PAPERS,
    PLAN,
    PUBLIC,
    TEAM,
    UNNAMED,
    WORK,
    E,
    O,
    X,
)
from tests.rights_world import addresses, concrete, make_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="rights are decided in Python; test_hostile_input.py asks both"),
    pytest.mark.usefixtures("plain_prints"),
]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """`make_world`, once: each test undoes its own changes as usual."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        world["addresses"] = [concrete(*address, world) for address in addresses()]
        yield world
        transaction.set_rollback(True)


# --- What the contract says --------------------------------------------------------------------


def expected(name, path, who):
    """The status of GET, or a set of allowed ones."""
    label = ".".join(path.split("/")[2:4]) if path.startswith("/admin/") else ""
    if name in UNNAMED:
        return by_name_of_nothing(name, who)
    if name in PUBLIC:
        return NOT_A_PAGE.get(name, 200)
    if name in DESK:
        return of_desk(name, who)
    if name == "papers:paper":
        if who == "anonymous":
            return 302
        return 200 if who in PAPERS else 403 if who in TEAM else 404
    if name in WORK:
        if WORK[name] == 405:
            return 405
        return WORK[name] if who == O else 302 if who == "anonymous" else 404
    if name in ("login", "logout", "password_change", "password_change_done", "index"):
        return own_pages(name, who)
    if who == "anonymous":
        return 302
    if who == "attendee":
        return 403
    if name == "jsi18n":
        return 200
    if name == "autocomplete":
        return 403  # of nothing in particular
    if name == "app_list":
        return 200 if who in {*PLAN, "elsewhere"} else 404
    if name in OF_THE_CONFERENCE:
        if who in OF_THE_CONFERENCE[name]:
            if name.endswith("_view") and "registration" in name:
                return 405
            if name in (
                *("program_settle", "set_step_aside", "letters_letter_decide"),
                "attendance_replyform_usual",
            ):
                return 405  # only buttons lead there
            return {200, 302, 400, 404, 405} if "registration" in name else {200, 302}
        return 403 if who in TEAM else 404
    if name in ("attendance_registration_import_choice", "attendance_registration_lists"):
        return (
            {200, 302} if who in {O, X, "elsewhere"} - ({X} if "import" in name else set()) else 403
        )
    if name == "attendance_registration_charts":
        return 200 if who in {O, X, "elsewhere"} else 403
    if name == "conference_conference_begin":
        return 200 if who in {O, "elsewhere"} else 403
    if name == "conference_conference_begin_file":  # only its form leads there
        return 302 if who in {O, "elsewhere"} else 403
    if name == "changes":
        return 200  # what one did oneself, at least
    if name in ("changes_act", "undo"):
        return 404  # no act of that name
    if name == "conference_photo_several":
        return 200 if who in {E, O, "elsewhere"} else 403
    if name == "auth_user_password_change":
        return 403
    assert label in ADMIN, f"{name} {path} has no expectation here"
    return of_model(label, name, who)


def by_name_of_nothing(name, who):
    if not name.startswith("admin"):
        return {200, 301, 302}
    if who == "anonymous":
        return 302
    if who == "attendee":
        return 403
    return 302 if name == "admin/row" else 404


def of_desk(name, who):
    if who == "anonymous":
        return {302, 405}
    if who in DESK[name]:
        return {200, 405}
    return {403, 405} if who in TEAM else {404, 405}


def own_pages(name, who):
    if name == "login":
        return 200 if who == "anonymous" else 302
    if name == "logout":
        return 302 if who == "anonymous" else 405
    if who == "anonymous":
        return 302
    return 302 if name == "index" and who == "desk" else 200


def of_model(label, name, who):
    see, _change, add, delete = ADMIN[label]
    act = name.removeprefix(label.replace(".", "_") + "_")
    if act == "changelist":
        return 200 if who in see or (who == "elsewhere" and label in ELSEWHERE_LISTS) else 403
    if act == "add":
        # A conference has one of each: its page opens instead.
        once = ("attendance.replyform", "attendance.certificatedesign")
        there = 302 if label in once and who == O else 200
        return there if who in add else 403
    if act == "doubles":
        return 200 if who in add else 403
    if act == "merge":  # of no two rows
        return 404 if who in add else 403
    if act == "make":  # asks for the conference where there are several
        return 200 if who in add else 403
    if act == "names":
        return 200 if who in see else 403
    shared = label in ("people.person", "people.organization", "conference.siteidentity")
    shared = shared or label.startswith("alliance.")
    in_scope = who in see or (who in TEAM and not shared)
    if label == "auth.user":
        return 403
    if not in_scope:
        return 404
    if who not in see:
        return 403
    if act == "delete" and label == "alliance.membership":
        return 403  # what was active is kept
    if act == "delete":
        # A published session is not deleted: its page says so, and offers to cancel it.
        return 200 if who in delete else 403
    return 200


# --- The walk ----------------------------------------------------------------------------------


def test_every_model_of_the_admin_is_in_the_table():
    registered = {model._meta.label_lower for model in admin.site._registry}

    assert registered == set(ADMIN)


@pytest.mark.parametrize("who", EVERYONE)
def test_every_address_answers_each_as_the_contract_says(client, world, who):
    if who != "anonymous":
        client.force_login(world["users"][who])
    wrong = []
    for name, path in world["addresses"]:
        if "logout" in path:
            continue
        answer = client.get(path)
        answer.getvalue()  # a file is closed when it is read
        status = answer.status_code
        allowed = expected(name, path, who)
        allowed = allowed if isinstance(allowed, set) else {allowed}
        if status not in allowed:
            wrong.append(f"{path}: {status}, not {sorted(allowed)}")
        wrong += [f"{path}: {status}, {breach}" for breach in breaches(path, answer)]

    assert wrong == []


def everything():
    """Every row of our own models, to tell whether anything changed."""
    ours = ("conference", "people", "program", "attendance", "news", "alliance", "work", "letters")
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for label in ours
        for model in apps.get_app_config(label).get_models()
    }


@pytest.mark.parametrize("who", ["anonymous", "attendee", "viewer", "exporter", "elsewhere"])
def test_an_empty_post_of_who_may_not_changes_nothing(client, world, who):
    if who != "anonymous":
        client.force_login(world["users"][who])
    before = everything()
    failed = []
    for name, path in world["addresses"]:
        if "logout" in path or name in ("attendance:withdraw", "attendance:export"):
            continue  # the personal link is its own right; the export is logged
        answer = client.post(path, {"post": "yes", "confirm": "yes"})
        answer.getvalue()  # a file is closed when it is read
        if answer.status_code >= 500:
            failed.append(f"{path}: {answer.status_code}")

    assert failed == []
    assert everything() == before


@pytest.mark.parametrize("who", EVERYONE)
def test_nobody_but_its_keepers_is_told_of_an_alliance_in_the_admin(client, world, who):
    if who != "anonymous":
        client.force_login(world["users"][who])
    page = client.get("/admin/", follow=True).content.decode()

    assert ("Alliance for Teaching Reform" in page) == (who == "secretary")
