"""No column is forgotten: each is emptied by a purge, or kept for a reason."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone

from conference.acts.writing import act
from conference.attendance.checkin import check_in
from conference.attendance.choices import choose
from conference.attendance.models import CheckIn, Registration, ReplacedLink, SessionWait
from conference.attendance.privacy.purging import purge, what_is_kept
from conference.letters.models import Letter
from conference.models import Act
from conference.people.models import Person
from conference.program.models import Participation
from conference.work.models import Job, results
from tests.attendance.privacy.columns import KEPT, PURGED
from tests.factories import (
    make_certificate,
    make_checkpoint,
    make_conference,
    make_guest,
    make_letter,
    make_member,
    make_participation,
    make_registration,
    make_session,
    make_unit,
    today_there,
)

TEXTS = (
    *(models.CharField, models.TextField, models.JSONField, models.FileField),
    models.GenericIPAddressField,
)
PEOPLE = {Person, Participation, apps.get_model("auth.User")}
MARK = "王芳PERSONAL"


def own_models():
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if not hasattr(model, "instance_type")]


def says_something_of_people(field) -> bool:
    if field.is_relation:
        return field.related_model in PEOPLE
    return isinstance(field, TEXTS) and not field.choices


def columns_of(model) -> set[str]:
    return {f.name for f in model._meta.concrete_fields if says_something_of_people(f)}


def test_every_column_is_purged_or_kept_for_a_reason():
    there = {model._meta.label: names for model in own_models() if (names := columns_of(model))}

    named = {label: set(names.split()) for label, names in PURGED.items()}
    for label, (reason, names) in KEPT.items():
        assert reason
        assert not named.get(label, set()) & set(names.split())
        named[label] = named.get(label, set()) | set(names.split())
    assert named == there


@pytest.fixture
def conference():
    today = today_there()
    return make_conference(
        slug="over", starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=8)
    )


def fill(conference):
    """A conference with something of somebody in every column that a purge empties."""
    by = make_member(conference, "organizer")
    person = make_participation(
        conference, contact_phone=MARK, contact_email=f"{MARK}@example.org", contact_note=MARK
    )
    with act(by=by, conference=conference, file=f"{MARK}.xlsx"):
        came = make_registration(
            conference,
            **dict.fromkeys(("name", "name_en", "title", "remarks"), MARK),
            phone=f"{MARK} 900123",
            email="wang.PERSONAL@example.org",
            answers={"1": MARK},
            participation=person,
            organization_name="Sample University",
            source="self",
            consented_at=timezone.now(),
            token_hash=MARK,
            link_seed=MARK,
            reply_digest=MARK,
        )
        gone = make_registration(conference, name=f"{MARK} deleted")
        came.title = f"{MARK}, Professor"
        came.save()
        gone_key = gone.pk
        gone.delete()
    checkpoint = make_checkpoint(conference)
    facts = {"conference": conference, "checkpoint": checkpoint, "by": by}
    check_in(came, client_id="one", note=MARK, **facts)
    check_in(MARK, client_id="two", **facts)
    CheckIn.objects.update(typed_by=MARK)
    forum = make_session(conference, kind="sub-forum")
    choose([(came.pk, forum.pk)])
    SessionWait.objects.create(registration=came, session=forum, place=1)
    make_certificate(came, state="revoked", ended_at=timezone.now(), reason=MARK)
    texts = dict.fromkeys(("to_name", "to_address", "subject", "text", "answer"), MARK)
    for state in ("failed", "held", "unclear"):
        make_letter(conference, about=f"registration:{came.pk}", state=state, **texts)
    make_letter(
        conference,
        about=f"registration:{gone_key}",
        **texts | {"state": "sent", "sent_at": timezone.now(), "why": ""},
    )
    kind = ContentType.objects.get_for_model
    for row in (came, Letter.objects.first(), CheckIn.objects.first()):
        LogEntry.objects.create(
            user=by,
            content_type=kind(type(row)),
            object_id=row.pk,
            object_repr=MARK,
            action_flag=CHANGE,
        )
    LogEntry.objects.create(
        user=by,
        content_type=kind(Registration),
        object_id=gone_key,
        object_repr=MARK,
        action_flag=CHANGE,
    )
    unit = make_unit(
        conference,
        **dict.fromkeys(("liaison", "phone"), MARK),
        **dict.fromkeys(("token_hash", "link_seed"), MARK),
        email="wang.PERSONAL@example.org",
    )
    unit.members.create(registration=came, form_mark="0", form_line=0, reason=MARK)
    ReplacedLink.objects.create(conference=conference, token_hash=MARK)
    make_guest(
        conference,
        **dict.fromkeys(("name", "name_en", "title", "phone", "word"), MARK),
        **dict.fromkeys(("token_hash", "link_seed"), MARK),
        email="wang.PERSONAL@example.org",
        participation=person,
    )
    conference.groupletters.create(chosen_by=MARK)
    conference.savedviews.create(name=MARK, query=f"q={MARK}")
    came.answer_files.create(
        conference=conference, key=MARK, name=MARK, ending="pdf", size=1, file=MARK
    )
    name = results().save("list", ContentFile(MARK.encode()))
    Job.objects.create(
        kind="export", conference=conference, by=by, language="en", key="k", state="done",
        expires_at=timezone.now() + timedelta(hours=1), ended_at=timezone.now(), file=name,
        facts={"rows": MARK},
    )  # fmt: skip
    return came


def everything() -> dict[str, str]:
    """{table: all its rows as text}, of the whole database, histories included."""
    every = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: str(list(model._base_manager.values())) for model in every}


def purged_columns() -> dict[tuple, list]:
    return {
        (label, name): list(apps.get_model(label)._base_manager.values_list("pk", name))
        for label, names in PURGED.items()
        for name in names.split()
    }


def holding(text) -> set[str]:
    return {table for table, rows in everything().items() if text in rows}


@pytest.mark.django_db(transaction=False)
def test_a_purge_leaves_the_mark_nowhere_and_the_facts_as_they_were(
    conference, django_capture_on_commit_callbacks
):
    came = fill(conference)
    before, said = holding("PERSONAL"), purged_columns()
    file = Job.objects.get().file

    with django_capture_on_commit_callbacks(execute=True):
        found = purge(conference)

    assert before >= {apps.get_model(label)._meta.db_table for label in PURGED}
    assert holding("PERSONAL") == set()
    assert [name for name, rows in purged_columns().items() if rows == said[name]] == []
    assert not results().exists(file)
    assert (found.people, found.records, found.letters, found.contacts) == (1, 2, 4, 1)
    came.refresh_from_db()
    assert (came.name, came.organization_name, came.status) == (
        "***",
        "Sample University",
        "confirmed",
    )
    assert came.admissions.count() == came.sessions.count() == 1
    assert set(Letter.objects.values_list("state", flat=True)) == {"held", "sent"}
    assert not Act.objects.exclude(kept=None).exists()
    # A second time it finds nothing, and writes nothing.
    rows = everything()
    assert not what_is_kept(conference)
    assert not purge(conference)
    assert everything() == rows
