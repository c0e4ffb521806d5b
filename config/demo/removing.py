"""Remove the sample symposium and all that belongs to it, and nothing else."""

import json

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import FileField, ProtectedError

from conference.attendance.models import (
    Admission,
    Certificate,
    CheckIn,
    Checkpoint,
    Choice,
    Question,
    Registration,
    ReplyForm,
    SessionWait,
    Station,
)
from conference.models import Act, Conference
from conference.people.models import Organization, Person
from conference.program.models import (
    Committee,
    CommitteeMember,
    Participation,
    Release,
    Session,
    SessionLink,
    SessionRole,
)
from conference.program.release.document import upgraded
from conference.program.release.drafting import draft_document
from conference.stamps import SITE, conference_scope, raise_stamps
from config.demo import sample_plan as plan
from config.demo.sample import sample_organizations, sample_persons, session_guid


@transaction.atomic
def remove_sample() -> list[str]:
    """Sentences saying what was removed; [] when there was nothing.

    The conference is known by the guid of one of its sessions, people and organizations by their
    own: a conference that merely has the same address stays. So does a sample person or
    organization that someone uses elsewhere; the last sentence then names it.
    """
    said, kept = [], []
    conference = Conference.objects.filter(
        slug=plan.SLUG, sessions__guid=session_guid("opening")
    ).first()
    if conference is not None:
        said.append(_remove_conference(conference))
    for label, model, guids in (
        ("people", Person, sample_persons()),
        ("organizations", Organization, sample_organizations()),
    ):
        removed, used = _remove_from_directory(model, guids)
        kept += used
        if removed:
            said.append(f"Removed {removed} sample {label}.")
    if kept:
        said.append(f"Kept, because they are used elsewhere: {', '.join(kept)}.")
    if said:
        raise_stamps(SITE, conference_scope(plan.SLUG))
    return said


def _remove_conference(conference):
    sessions = Session.objects.filter(conference=conference)
    registrations = Registration.objects.filter(conference=conference)
    scans = CheckIn.objects.filter(conference=conference)
    said = (
        f"Removed the conference “{conference.slug}” with {sessions.count()} sessions, "
        f"{registrations.count()} registrations and {scans.count()} scans."
    )
    pk = conference.pk
    files = _files_of(conference)
    Act.objects.filter(conference=conference).delete()
    for model in _models_with("conference"):
        _forget_in_admin_log(model, model.objects.filter(conference=pk))
    _forget_in_admin_log(Conference, Conference.objects.filter(pk=pk))
    # What protects others goes first. Through querysets: a published session refuses its own
    # delete(), and here the whole conference goes.
    Admission.objects.filter(checkpoint__conference=pk).delete()
    scans.delete()
    Station.objects.filter(conference=pk).delete()
    Checkpoint.objects.filter(conference=pk).delete()
    Certificate.objects.filter(conference=pk).delete()
    registrations.delete()
    SessionRole.objects.filter(session__conference=pk).delete()
    sessions.filter(parent__isnull=False).delete()
    sessions.delete()
    Participation.objects.filter(conference=pk).delete()
    conference.delete()
    _remove_history(pk)
    transaction.on_commit(lambda: _remove_files(files))
    return said


def _files_of(conference) -> set[str]:
    """Stored names of all that the sample shows, of what its releases named too."""
    documents = [draft_document(conference)]
    documents += conference.releases.values_list("document", flat=True)
    found = set()
    for document in map(upgraded, documents):
        pictures = [*document["plans"], *document["photos"]]
        found |= {row[name] for row in pictures for name in ("image", "preview")}
    links = SessionLink.objects.filter(session__conference=conference)
    return (found | set(links.values_list("file", flat=True))) - {""}


def _remove_files(names):
    """Delete stored files that nothing else names: equal content is one file for all."""
    for name in names - _named_elsewhere(names):
        default_storage.delete(name)


def _named_elsewhere(names) -> set[str]:
    found = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField) or field.name == "preview":
                rows = model._default_manager.filter(**{f"{field.name}__in": names})
                found |= set(rows.values_list(field.name, flat=True))
    for document in Release.objects.values_list("document", flat=True).iterator():
        text = json.dumps(document)
        found |= {name for name in names if name in text}
    return found


def _remove_history(pk):
    """The history of everything that was in the conference, of rows deleted earlier too."""
    sessions = Session.history.filter(conference_id=pk).values("id")
    SessionRole.history.filter(session_id__in=sessions).delete()
    SessionLink.history.filter(session_id__in=sessions).delete()
    committees = Committee.history.filter(conference_id=pk).values("id")
    CommitteeMember.history.filter(committee_id__in=committees).delete()
    forms = ReplyForm.history.filter(conference_id=pk).values("id")
    Question.history.filter(form_id__in=forms).delete()
    people = Registration.history.filter(conference_id=pk).values("id")
    Choice.history.filter(registration_id__in=people).delete()
    SessionWait.history.filter(registration_id__in=people).delete()
    for model in _models_with("conference"):
        if hasattr(model, "history"):
            model.history.filter(conference_id=pk).delete()
    Conference.history.filter(id=pk).delete()


def _remove_from_directory(model, guids):
    """(number removed, names of those kept because something else uses them)."""
    removed, kept = 0, []
    for row in model.objects.filter(guid__in=guids):
        pk = row.pk
        try:
            with transaction.atomic():
                row.delete()
        except ProtectedError:
            kept.append(str(row))
            continue
        removed += 1
        model.history.filter(id=pk).delete()
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(model), object_id=str(pk)
        ).delete()
    return removed, kept


def _models_with(name):
    """Our models that belong to a conference by a column of this name; history tables not."""
    for model in apps.get_models():
        fields = {field.name for field in model._meta.concrete_fields}
        if name in fields and "history_id" not in fields:
            related = model._meta.get_field(name).related_model
            if related is Conference:
                yield model


def _forget_in_admin_log(model, rows):
    pks = [str(pk) for pk in rows.values_list("pk", flat=True)]
    LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=pks
    ).delete()
