"""Two who write one unique value at the same moment: one is kept, the other is told in words."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import UniqueConstraint
from django.test import Client

from alliance.models import Alliance
from conference.attendance.models import Checkpoint, ReplyForm, UnitLiaison
from conference.letters.models import LetterText
from conference.models import Conference, Room, Track
from conference.news.models import Article
from conference.people.models import HostRole
from conference.program.models import ExpectedTotal, Participation, SessionRole
from tests.factories import (
    make_alliance,
    make_conference,
    make_member,
    make_organization,
    make_participation,
    make_person,
    make_session,
    make_user,
)
from tests.pages import errors, form_data
from tests.threads import at_once

# Given by the system, under a lock or by chance; no form asks for them.
GIVEN = {
    "participation_code_is_unique_in_a_conference",
    "release_number_is_unique_in_a_conference",
    "session_number_is_unique_in_a_conference",
    "session_code_is_unique_in_a_conference",
    "registration_number_is_unique_in_a_conference",
    "a_scan_is_undone_once",
    "a_scan_is_judged_once",
    "person_has_one_valid_certificate",
    "question_key_is_unique_in_a_form",
}
# Rows of an owner's page, whose row is held while they are written: the second who saves sees them.
HELD = {
    "team_member_has_each_role_once",
    "alliance_is_given_attendance_once",
    "person_has_each_role_once_in_a_session",
    "initiator_is_named_once",
    "secretary_is_named_once",
    "person_sits_once_in_a_committee",
    "chapter_stands_once_in_a_handbook",
    "conference_has_one_handbook",
}


class World:
    def __init__(self):
        self.conference = make_conference(slug="spring")
        self.organization, self.person = make_organization(), make_person()
        self.session = make_session(self.conference, "09:00")
        make_member(self.conference, "organizer")

    def adding(self):
        """{rule: (model, what the form of a new row is filled with)}."""
        names = {"name_zh": "一", "name_en": "One"}
        arrival = {"kind": "arrival", "name_zh": "", "name_en": ""}
        role = {"organization": self.organization.pk, "role": "sponsor"}
        total = {"total": 5, "label_zh": "人", "label_en": "people", "category": "leader"}
        account = {"password1": "a long password 1", "password2": "a long password 1"}
        conference = {"slug": "autumn", "starts_on": "2026-05-20", "ends_on": "2026-05-20"}
        return {
            "room_slug_is_unique_in_a_conference": (Room, names | {"slug": "hall"}),
            "track_slug_is_unique_in_a_conference": (Track, names | {"slug": "ai"}),
            "host_has_each_role_once": (HostRole, role),
            "expected_total_is_given_once": (ExpectedTotal, total | {"session": self.session.pk}),
            "expected_total_of_a_conference_is_given_once": (ExpectedTotal, total),
            "person_participates_once_in_a_conference": (
                Participation,
                {"person": self.person.pk},
            ),
            "conference_has_one_arrival_checkpoint": (Checkpoint, arrival),
            "session_has_one_checkpoint": (
                Checkpoint,
                arrival | {"kind": "session", "session": self.session.pk},
            ),
            "article_slug_is_unique_in_a_conference": (
                Article,
                {"slug": "news", "title_zh": "一", "title_en": "One"},
            ),
            "conference_has_one_text_an_occasion": (
                LetterText,
                {"occasion": "waiting", "is_sent": "on", "text_zh": "一", "text_en": "One"},
            ),
            "a_unit_is_listed_once_at_a_conference": (
                UnitLiaison,
                {"name": "一", "quota": 3, "closes_at_0": "2090-05-10", "closes_at_1": "00:00"},
            ),
            "conference.Conference.slug": (
                Conference,
                conference | names | {"time_zone": "Asia/Shanghai"},
            ),
            "alliance.Alliance.slug": (Alliance, names | {"slug": "union"}),
            "auth.User.username": (get_user_model(), account | {"username": "wang"}),
        }


def rules_of_the_admin():
    models = {model_admin.model for model_admin in admin.site._registry.values()}
    models |= {
        i.model for model_admin in admin.site._registry.values() for i in model_admin.inlines
    }
    for model in models:
        for rule in model._meta.constraints:
            if isinstance(rule, UniqueConstraint):
                yield rule.name
        for field in model._meta.concrete_fields:
            if field.unique and field.editable and not field.primary_key:
                yield f"{model._meta.label}.{field.name}"


@pytest.mark.django_db
def test_every_unique_rule_of_the_admin_is_tried():
    tried = set(World().adding()) | GIVEN | HELD
    # Scans and certificates are never added by hand; of the form of replies and of what
    # certificates say there is one page, which is led to.
    tried |= {"attendance.CheckIn.client_id", f"{ReplyForm._meta.label}.conference"}
    tried |= {"attendance.Certificate.number", "attendance.CertificateDesign.conference"}

    assert set(rules_of_the_admin()) == tried


@pytest.mark.django_db(transaction=True)
def test_two_new_rows_of_one_unique_value_are_one_row_and_a_sentence():
    world = World()
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(make_user(is_superuser=True))
    wrong = {}

    for rule, (model, values) in world.adding().items():
        opts = model._meta
        address = f"/admin/{opts.app_label}/{opts.model_name}/add/"
        if any(field.name == "conference" for field in opts.concrete_fields):
            address += f"?conference={world.conference.pk}"
        before = model.objects.count()
        forms = [form_data(b.get(address), **values) for b in browsers]
        sent = zip(browsers, forms, strict=True)
        answers = at_once(*(lambda b=b, f=f: b.post(address, f) for b, f in sent))  # noqa: B023
        codes = sorted(getattr(answer, "status_code", answer) for answer in answers)
        told = [errors(answer) for answer in answers if answer.status_code == 200]
        if codes != [200, 302] or model.objects.count() != before + 1 or not all(told):
            wrong[rule] = codes, told

    assert wrong == {}


@pytest.mark.django_db(transaction=True)
def test_two_who_give_one_person_the_same_role_on_a_session_give_it_once():
    world = World()
    person = make_participation(world.conference)
    address = f"/admin/program/session/{world.session.pk}/change/"
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(make_member(world.conference, "organizer"))
    row = {"roles-TOTAL_FORMS": 1, "roles-0-participation": person.pk, "roles-0-role": "speaker"}
    row |= {"roles-0-position": 0, "roles-0-id": "", "roles-0-session": world.session.pk}
    forms = [form_data(b.get(address), **row) for b in browsers]
    sent = zip(browsers, forms, strict=True)

    answers = at_once(*(lambda b=b, f=f: b.post(address, f).status_code for b, f in sent))

    assert sorted(answers) == [200, 302]
    assert SessionRole.objects.count() == 1


@pytest.mark.django_db
def test_a_rule_that_no_form_asks_for_is_told_and_writes_nothing(client, monkeypatch):
    conference = make_conference(slug="spring")
    client.force_login(make_member(conference, "organizer"))
    make_alliance()
    Room.objects.create(conference=conference, slug="hall", name_en="Hall")
    monkeypatch.setattr(Room, "validate_constraints", lambda *args, **kwargs: None)
    address = f"/admin/conference/room/add/?conference={conference.pk}"

    answer = client.post(address, form_data(client.get(address), slug="hall", name_en="Two"))

    assert answer.status_code == 200
    assert "Nothing has been saved" in " ".join(errors(answer))
    assert Room.objects.count() == 1
