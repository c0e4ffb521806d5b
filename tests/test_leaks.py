"""Nothing leaves that should not: no draft, no personal data, no row of another conference."""

import re

import pytest
from django import forms
from django.contrib import admin
from django.db import models
from django.test import Client

from alliance.models import Alliance, Membership, Tier
from conference.attendance.models import Certificate, CheckIn, Registration
from conference.letters.models import Letter
from conference.models import Conference, Contact, Highlight, Hotel, Photo, Room, Track, VenuePlan
from conference.news.models import Article
from conference.program.models import (
    Committee,
    CommitteeMember,
    ExpectedTotal,
    Participation,
    Session,
    SessionLink,
)
from tests.factories import (
    make_alliance,
    make_article,
    make_checkpoint,
    make_conference,
    make_host,
    make_member,
    make_membership,
    make_registration,
    make_role,
    make_room,
    make_secretary,
    make_session,
    make_track,
)
from tests.forgetting import forget_everything
from tests.hostile import every_address, make_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("plain_prints"),
    pytest.mark.once(reason="what a page shows is drawn from the same rows on both"),
]

MARK = "未发布UNPUBLISHED"
DRAFT = (
    *(Conference, Room, Track, Session, Participation, Highlight, ExpectedTotal),
    *(VenuePlan, Photo, Hotel, Contact, SessionLink),
    *(Committee, CommitteeMember),
)
PERSONAL = (Registration, CheckIn, Letter, Certificate)
# Identities and choices stay what they are: a change of them would be another leak.
KEPT = {"slug", "code", "time_zone", "color", "token_hash", "client_id", "sort_name", "logo"}
KEPT |= {"language", "number"}  # a tag; of a certificate
KEPT |= {"lease", "occasion", "about", "key", "means", "state"}  # of a letter


@pytest.fixture
def world():
    return make_world()


def mark(model):
    """Write the mark into every free text of every row, past all that keeps copies in step."""
    texts = {
        field.name: MARK[: field.max_length]
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and field.name not in KEPT
    }
    assert texts
    model.objects.update(**texts)


def everything_a_stranger_gets(world):
    """{address: body} of every answer, its headers included, in both languages."""
    forget_everything()
    client, found = Client(raise_request_exception=False), {}
    for address in every_address():
        english = address.at(world)
        for path in {english, english.replace("/en/", "/zh-hans/", 1)}:
            # One's own page and an invitation are for whoever holds the link.
            if re.search("/(r|u|i|invitations)/", path):
                continue
            response = client.get(path)
            assert response.status_code < 500
            if not response.streaming:
                found[path] = f"{dict(response.items())}{response.content.decode(errors='replace')}"
    for query in ("q=future", "room=hall", "kind=sub-forum", "day=2026-05-20", "track=teaching"):
        path = f"/en/conferences/here/schedule/?{query}"
        found[path] = client.get(path).content.decode()
    return found


def leaks(found, *texts):
    return {path: text for path, body in found.items() for text in texts if text in body}


def test_no_draft_and_no_personal_data_reach_a_stranger(world):
    for model in (*DRAFT, *PERSONAL):
        mark(model)
    Membership.objects.update(note=MARK)
    Registration.objects.update(email="person@secret.example", phone="+44 7700 900999")
    Participation.objects.update(contact_email="person@secret.example")
    person = Registration.objects.get()

    found = everything_a_stranger_gets(world)

    assert len(found) > 200
    assert "Symposium on AI" in found["/en/conferences/here/"]
    assert leaks(found, "secret.example", "900999", world.organizer.username) == {}
    # A station's link is for whoever signs people in: names and codes, and nothing to reach them.
    others = {path: body for path, body in found.items() if "/station/" not in path}
    assert leaks(others, "UNPUBLISHED", person.code) == {}


def test_what_is_not_public_yet_is_not_there_for_a_stranger(world):
    secret = make_conference(slug="secret", name_en="Secret", name_zh="机密")
    make_session(secret, "09:00", title_en="Secret", title_zh="机密")
    make_article(secret, title_en="Secret", title_zh="机密")
    make_alliance(name_en="Secret", name_zh="机密", is_public=False)
    Article.objects.filter(conference__slug="here").update(
        is_public=False, title_en="Secret", title_zh="机密"
    )

    found = everything_a_stranger_gets(world)

    assert leaks(found, "Secret", "机密", "/secret/") == {}


def test_no_form_offers_a_row_of_elsewhere(world):
    here = world.rows[Conference]
    there = Conference.objects.get(slug="there")
    forum = make_session(there, kind="sub-forum")
    make_role(forum)
    for make in (make_room, make_track, make_host, make_registration, make_checkpoint):
        make(there)
    other = make_alliance()
    make_membership(other)
    Tier.objects.create(alliance=other, name_en="Elsewhere")
    account = make_member(here, "organizer", sees_contacts=True)
    make_secretary(world.rows[Alliance], user=account)
    client = Client()
    client.force_login(account)

    offered = set()
    for model in admin.site._registry:
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        pages = [f"{base}add/", base]
        pages += [f"{base}{world.rows[model].pk}/change/"] if model in world.rows else []
        for page in pages:
            offered |= {(page, name, row) for name, row in choices_of(client.get(page))}

    assert len(offered) > 30
    elsewhere = {
        (page, name, str(row))
        for page, name, row in offered
        if getattr(row, "conference", here) != here
        or getattr(row, "alliance", world.rows[Alliance]) != world.rows[Alliance]
        or row in (there, other)
    }
    # An organizer lets any public alliance see its members' attendance; that it exists is public.
    grants = f"/admin/conference/conference/{here.pk}/change/"
    elsewhere -= {(grants, "alliance", str(other))}
    assert elsewhere == set()


def choices_of(response):
    """(name of the field, row) of every choice that the forms of an admin page accept."""
    context = response.context or {}
    forms_of_page = []
    if "adminform" in context:
        forms_of_page.append(context["adminform"].form)
    for inline in context.get("inline_admin_formsets", ()) if context else ():
        forms_of_page += [*inline.formset.forms, inline.formset.empty_form]
    if "cl" in context and context["cl"].formset:
        forms_of_page += context["cl"].formset.forms
    for form in forms_of_page:
        for name, field in form.fields.items():
            # "id" names the row of a formset, which Django looks for among the formset's own.
            if isinstance(field, forms.ModelChoiceField) and name != "id":
                yield from ((name, row) for row in field.queryset)
