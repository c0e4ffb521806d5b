"""Whatever can be changed in the admin keeps who changed it, when, from what and to what."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db.models import Model
from simple_history.utils import get_history_manager_for_model

from tests.factories import make_conference, make_room

# {model: why it keeps none}
WITHOUT = {
    "attendance.Station": "who made it, when, and when it was revoked stand in the row",
    "attendance.UnitLiaison": "a quota and a link; whom its liaison named are rows with a history",
    "attendance.GuestInvitation": "answer and time stand in it; what it made has a history",
    "auth.User": "names and addresses of accounts are their owners'; Django's log tells of saves",
    "attendance.CheckIn": "is a log itself: never changed, never deleted",
    "letters.Letter": "is a record itself: what was written stays, and its states say the rest",
    "attendance.GroupLetter": "is a record once it was sent; of a draft counts what stands there",
    "attendance.Certificate": "is a record itself: what was issued stays, and its end stands in it",
    "attendance.ExportLog": "is a log itself: never changed, never deleted",
    "program.Release": "is a version itself; who published when stands in it",
    "conference.TeamInvitation": "is made and revoked, both with time and account in the row",
    "alliance.SecretaryInvitation": "is made and revoked, both with time and account in the row",
}


def edited_models():
    for model_admin in admin.site._registry.values():
        yield model_admin.model
        yield from (inline.model for inline in model_admin.inlines)


def keeps_history(model):
    return hasattr(model._meta, "simple_history_manager_attribute")


def test_every_model_of_the_admin_keeps_history_or_says_why_not():
    bare = {model._meta.label for model in edited_models() if not keeps_history(model)}

    assert bare == set(WITHOUT)


def test_every_kept_history_has_a_page_in_the_admin_or_stands_on_its_owner_s():
    kept = {model for model in edited_models() if keeps_history(model)}
    shown = {
        model_admin.model
        for model_admin in admin.site._registry.values()
        if hasattr(model_admin, "history_form_view")
    }
    told_beside = {
        part.model
        for model_admin in admin.site._registry.values()
        if model_admin.model in shown
        for part in model_admin.history_parts
    }

    assert kept <= shown | told_beside
    assert all(get_history_manager_for_model(model) is not None for model in kept)


# --- Nothing is written past the history --------------------------------------------------------

# What Django writes without asking a row's history. A queryset's `delete` asks it, row by row.
PAST_HISTORY = {"update", "bulk_create", "bulk_update", "_raw_delete", "execute", "executemany"}
OF_MANY_TO_MANY = {"add", "set", "remove", "clear"}
NO_ROWS = {"attrs", "attrib"}  # of a box, of an element of XML: dictionaries

# (file, function): why it may
ALLOWED = {
    ("conference/history.py", "delete_rows"): "has written the history before",
    ("conference/history.py", "_keep_last_state"): "is the history",
    ("conference/exchanging.py", "park"): "for a moment: written anew in the same transaction",
    ("conference/invitations.py", "accept"): "who accepted and when stands in the row",
    ("conference/stamps.py", "raise_stamps"): "counts, is no fact of anybody",
    ("conference/people/models.py", "tell_its_people"): "a column that no history has",
    ("conference/people/identities.py", "tell"): "its rows are their own record",
    ("conference/acts/writing.py", "rows_beside"): "rows without a history, kept with the act",
    ("conference/program/release/publishing.py", "publish"): "the release says when and by whom",
    ("conference/acts/undoing.py", "release"): "links that come back with the row they point to",
    ("conference/acts/undoing.py", "link"): "links that were emptied past history",
    ("conference/acts/undoing.py", "make_silently"): "rows that keep no history, or went past it",
    ("conference/attendance/letters.py", "stop"): "a column that no history has",
    **{
        ("conference/attendance/models/answer_files.py", act): "whose it is: the answers say it"
        for act in ("taken_by", "let_go")
    },
    ("conference/attendance/joining.py", "move_scans"): "the log is its own record",
    (
        "conference/attendance/station/links.py",
        "make_station",
    ): "by whom and when: in the row",
    ("conference/attendance/station/links.py", "revoke"): "when stands in the row",
    ("conference/attendance/links.py", "revoke"): "when stands in the row",
    ("conference/attendance/units/changes.py", "tick_told"): "when stands in the row",
    ("config/management/refusal.py", "execute"): "runs a command",
    ("config/serving/worker.py", "execute"): "answers a request",
    ("config/serving/sqlite/base.py", "get_new_connection"): "reads alone",
    ("config/backup/making.py", "snapshot"): "reads alone",
    ("config/backup/restoring.py", "_empty_database"): "the histories go and come with the rest",
    ("config/backup/restoring.py", "_load"): "the histories come with the rest",
    ("config/backup/restoring.py", "_insert"): "the histories come with the rest",
    ("config/demo/bench.py", "_attendees"): "a hundred thousand made-up people, for measuring",
    ("conference/letters/dated.py", "_write"): "a column that no history has",
    ("conference/attendance/links.py", "token_of"): "columns that no history has",
    ("conference/attendance/privacy/erasing.py", "forget_log"): "names in Django's own log",
    ("conference/attendance/privacy/erasing.py", "forget_undoing"): "what acts kept aside",
    ("conference/attendance/privacy/sensitive.py", "_forget_some_records"): "is the history",
    ("conference/attendance/privacy/purging.py", "purge"): "columns that no history has",
    ("conference/letters/forgetting.py", "forget"): "a letter is its own record",
    **{
        ("conference/letters/leases.py", step): "a letter is its own record"
        for step in (
            *("hand_over", "sent", "failed", "hold_back", "unclear", "later", "sweep"),
            *("send_again", "arrived", "stop"),
        )
    },
    **{
        ("conference/attendance/certificates/issuing.py", step): "a certificate is its own record"
        for step in ("reissue", "revoke", "hand_over")
    },
    ("conference/attendance/privacy/erasing.py", "forget_certificates"): "the same",
    ("conference/work/taking.py", "take_first"): "jobs and letters alike",
    **{
        ("conference/work/leases.py", step): "a job's row is its own record"
        for step in (
            *("finish", "fail", "sweep", "purge", "cancel"),
            *("try_again_later", "renew", "give_back", "forget_files"),
        )
    },
}


def writes_past_history():
    """{(file, function)} of calls that write rows of a model that keeps history, or may."""
    chosen = {
        field.name
        for model in apps.get_models()
        if model.__module__.startswith(("conference", "alliance", "config"))
        for field in model._meta.many_to_many
    }
    for root in ("conference", "alliance", "config"):
        for path in sorted((settings.BASE_DIR / root).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from _in_file(path, chosen)


def _in_file(path, chosen):
    tree = ast.parse(path.read_text())
    name = path.relative_to(settings.BASE_DIR)
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for call in ast.walk(function):
            is_of_something = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
            if is_of_something and _writes(call, name, chosen):
                yield str(name), function.name


def _writes(call, path, chosen):
    owner = call.func.value
    if call.func.attr in OF_MANY_TO_MANY:
        return isinstance(owner, ast.Attribute) and owner.attr in chosen
    if call.func.attr not in PAST_HISTORY:
        return False
    if call.func.attr == "update" and (call.args or getattr(owner, "attr", "") in NO_ROWS):
        return False  # a dictionary's, a set's, a digest's: a queryset takes names alone
    while isinstance(owner, ast.Attribute | ast.Call):
        owner = owner.func if isinstance(owner, ast.Call) else owner.value
    module = import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
    model = getattr(module, getattr(owner, "id", ""), None)
    if isinstance(model, type) and issubclass(model, Model):
        return keeps_history(model)
    return True  # whose rows these are cannot be read here: it has to be said


def test_no_row_is_written_past_its_history():
    assert set(writes_past_history()) == set(ALLOWED)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Room.objects.filter(pk=1).update(name_en='x')", True),
        ("Room.objects.bulk_create(rows)", True),
        ("rows.update(name_en='x')", True),
        ("person.sessions.set(chosen)", True),
        ("Stamp.objects.bulk_create(rows)", False),
        ("found.update(rows)", False),
        ("person.sessions.all()", False),
    ],
)
def test_a_write_past_the_history_is_found(line, found):
    call = ast.parse(line).body[0].value

    assert _writes(call, Path("conference/models/__init__.py"), {"sessions"}) is found


@pytest.mark.django_db
def test_a_queryset_deletes_with_history():
    room = make_room(make_conference())

    type(room).objects.filter(pk=room.pk).delete()

    assert [row.history_type for row in type(room).history.filter(id=room.pk)] == ["-", "+"]
