"""Certificates are issued by the rule, once each, issued again, revoked."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from conference.attendance.certificates import issuing
from conference.attendance.certificates.issuing import CertificateRefused, issue, reissue, revoke
from conference.attendance.certificates.printing import Unprintable
from conference.attendance.certificates.qualifying import candidates
from conference.attendance.joining import make_one
from conference.attendance.models import Certificate, CertificateDesign
from conference.attendance.privacy.erasing import erase_person
from tests.factories import make_certificate, make_conference, make_registration
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def every_character_is_printed(monkeypatch):
    monkeypatch.setattr(issuing, "unprintable", lambda _rows: {})


def whom(design):
    return {one.name: one.why_not for one in candidates(design)}


def test_the_rule_says_who_gets_one_and_why_not(design, came, conference):
    came("两天", days=2)
    came("未签退", leaves=False)
    make_registration(conference, name="没来")

    assert whom(design) == {"两天": "", "未签退": "", "没来": "was not signed in"}
    design.least = Decimal(2)
    assert whom(design)["未签退"] == "has 1 day, needs 2 days"
    design.needs = "minutes"
    assert whom(design) == {
        "两天": "",
        "未签退": "nobody signed them out, so the minutes are not known",
        "没来": "was not signed in",
    }
    design.needs, design.least = "hours", Decimal("4.5")
    assert whom(design)["未签退"] == "has 4 hours, needs 4.5 hours"


def test_candidates_cost_the_same_for_one_and_for_many(
    design, came, conference, django_assert_num_queries
):
    came("一")
    with django_assert_num_queries(5):
        candidates(design)
    for n in range(3):
        make_certificate(came(f"人{n}"))
    with django_assert_num_queries(5):
        candidates(design)


def test_issued_twice_nobody_has_two(design, came, organizer):
    person = came("王全", name_en="Quan Wang", organization_name="辽宁大学", days=2)
    make_registration(design.conference, name="没来")

    first, second = issue(design, by=organizer), issue(design, by=organizer)

    assert (len(first.made), first.had, first.without) == (1, 0, 1)
    assert (len(second.made), second.had, second.without) == (0, 1, 1)
    row = Certificate.objects.get()
    assert row.number.startswith("LN2026-")
    assert (row.registration, row.name, row.name_en) == (person, "王全", "Quan Wang")
    assert (row.organization, row.days, row.minutes) == ("辽宁大学", 2, 360)
    assert (row.hours, row.issued_by, row.state) == (8, organizer, "valid")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_certificate(person)


@pytest.mark.django_db(transaction=True)
def test_issued_by_two_at_once_nobody_has_two(design, came, organizer):
    people = [came(f"人{n}") for n in range(3)]

    answers = at_once(lambda: issue(design, by=organizer), lambda: issue(design, by=organizer))

    assert sorted(len(answer.made) for answer in answers) == [0, 3]
    assert Certificate.objects.valid().count() == len(people)


def test_issued_again_it_has_a_new_number_and_the_old_one_is_told_as_replaced(
    design, came, organizer
):
    person, other = came("王泉"), came("李示")
    issue(design, by=organizer)
    person.name = "王全"
    person.save()
    assert [one.name for one in candidates(design) if one.differs] == ["王全"]

    done = reissue(design, people=[person.pk], by=organizer)

    old, new = person.certificates.order_by("pk")
    assert done.made == [new]
    assert (old.name, old.state, old.replaced_by, old.ended_by) == (
        *("王泉", "replaced", new, organizer),
    )
    assert (new.name, new.state) == ("王全", "valid")
    assert other.certificates.get().is_valid


def test_who_gets_none_any_more_keeps_it_until_it_is_revoked(design, came, organizer):
    person = came("王全")
    issue(design, by=organizer)
    CertificateDesign.objects.update(least=2)
    design.refresh_from_db()

    done = reissue(design, people=[person.pk], by=organizer)

    assert (done.made, done.without) == ([], 1)
    assert person.certificates.get().is_valid


def test_it_is_revoked_for_a_reason_and_a_new_one_may_follow(design, came, organizer):
    person = came("王全")
    issue(design, by=organizer)
    row = person.certificates.get()

    with pytest.raises(CertificateRefused):
        revoke([row], reason="  ", by=organizer)
    assert revoke([row], reason="Another person", by=organizer) == 1
    assert revoke([row], reason="Again", by=organizer) == 0
    assert len(issue(design, by=organizer).made) == 1

    row.refresh_from_db()
    assert (row.state, row.reason, row.ended_by) == ("revoked", "Another person", organizer)
    assert person.certificates.valid().count() == 1


def test_nothing_is_issued_while_the_font_lacks_a_character(design, came, organizer, monkeypatch):
    came("王𠮷")
    monkeypatch.setattr(issuing, "unprintable", lambda _rows: {"王𠮷": "𠮷"})

    with pytest.raises(Unprintable):
        issue(design, by=organizer)
    assert not Certificate.objects.exists()
    assert len(issue(design, by=organizer, anyway=True).made) == 1


def test_what_was_issued_keeps_its_words(design, came, organizer):
    came("王全")
    issue(design, by=organizer)
    CertificateDesign.objects.update(text_zh="别的", signer_zh="李示")

    said = Certificate.objects.get().said

    assert said["zh"]["text"].startswith("于2026年5月20日至21日参加")
    assert "{hours}" in said["zh"]["text"]
    assert said["zh"]["signer"] == ""


def test_of_two_registrations_made_one_one_certificate_is_valid(design, came, conference):
    stays, goes = came("王全"), make_registration(conference, name="王全")
    make_certificate(stays, number="LN2026-AAAA-AAAA")
    make_certificate(goes, number="LN2026-BBBB-BBBB")

    make_one(stays, goes)

    found = {row.number: row for row in Certificate.objects.filter(registration=stays)}
    assert found["LN2026-AAAA-AAAA"].is_valid
    assert found["LN2026-BBBB-BBBB"].replaced_by == found["LN2026-AAAA-AAAA"]


def test_an_erased_person_leaves_the_fact(design, came, organizer):
    person = came("王全", organization_name="辽宁大学")
    issue(design, by=organizer)

    erase_person(person, by=organizer)

    row = Certificate.objects.get()
    assert (row.name, row.name_en, row.organization, row.state) == ("***", "", "辽宁大学", "valid")
    assert issue(design, by=organizer).made == []


def test_who_has_one_cannot_be_deleted():
    person = make_registration(make_conference())
    make_certificate(person)

    with pytest.raises(ProtectedError):
        person.delete()
