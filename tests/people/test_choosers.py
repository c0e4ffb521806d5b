"""Where people and organizations are chosen they can be made; one Undo stands at the end."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from conference.forms import ScopedAutocomplete
from conference.models import Conference
from conference.people.models import Organization, Person
from conference.permissions import Role
from conference.program.models import Participation
from tests.factories import make_conference, make_member, make_session, make_user
from tests.pages import form_data, messages, of_class

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="which fields a form has is the same on both"),
]


def test_every_chooser_of_people_and_organizations_makes_them_as_well():
    request = RequestFactory().get("/admin/")
    request.user, request.form_conference = make_user(is_superuser=True), make_conference()
    found, without = set(), []
    for model, page in admin.site._registry.items():
        row = request.form_conference if model is Conference else None
        for offers in (page, *page.get_inline_instances(request, row)):
            for field in offers.model._meta.fields:
                if field.related_model not in (Person, Organization, Participation):
                    continue
                box = offers.formfield_for_dbfield(field, request)
                makes = isinstance(box.widget.widget, ScopedAutocomplete)
                makes = makes and "data-make" in box.widget.widget.build_attrs({})
                place = f"{type(offers).__name__}.{field.name}"
                found.add(place)
                without += [] if makes else [place]

    # Which no form asks for.
    assert set(without) == {"RegistrationAdmin.participation", "GuestAdmin.participation"}
    assert {
        "SessionRoleInline.participation",
        "CommitteeMemberInline.person",
        "HostRoleInline.organization",
        "RepresentativeInline.person",
        "MembershipAdmin.organization",
        "RegistrationAdmin.organization",
    } <= found


def test_after_a_form_with_somebody_made_in_it_one_undo_stands(client):
    conference = make_conference()
    client.force_login(make_member(conference, Role.EDITOR))
    session = make_session(conference, "09:00")
    address = f"/admin/program/session/{session.pk}/change/"
    page = client.get(address)
    make = f"/admin/program/participation/make/?conference={conference.pk}&inside=1"

    client.post(make, {"name": "王泉", "form-id": "a" * 32})
    saved = client.post(address, form_data(page, title_en="Opening"), follow=True)

    assert len(of_class(saved, "undo", "form")) == 1
    assert "Opening" in " ".join(messages(saved))
    client.post(make, {"name": "李静", "form-id": "b" * 32})
    left = client.get(address)  # the form was left without saving: the person can be taken back
    assert messages(left)[0].startswith("“李静” is there.")
    assert len(of_class(left, "undo", "form")) == 1
