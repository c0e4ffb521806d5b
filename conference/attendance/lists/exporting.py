"""The lists that leave the house: sign-in, attendance, scans, registrations.

Columns, keys and order are the contract of docs/concepts.md ("Lists"). Every list is one statement
over one cursor, whatever its length: what belongs to a registration is gathered by the database
beside it. Rows flow from the cursor through a writer into a temporary file, outside a transaction,
and none of them is kept; the file is complete before its first byte leaves.
"""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import (
    Aggregate,
    BigIntegerField,
    F,
    Func,
    OuterRef,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from conference import tabular
from conference.attendance import presence
from conference.attendance.lists.scopes import Scope
from conference.attendance.models import (
    Admission,
    CheckIn,
    Checkpoint,
    ExportLog,
    Question,
    Registration,
    mask_email,
    mask_phone,
    reason_text,
)
from conference.attendance.wording import answer_text, full_name
from conference.bilingual import Text
from conference.models import Conference
from conference.program.models import Participation, Session
from conference.tabular import Column

LISTS = {
    "sign-in": gettext_lazy("Sign-in sheet"),
    "attendance": pgettext_lazy("a list", "Attendance"),
    "scans": gettext_lazy("Scans"),
    "registrations": gettext_lazy("Registrations"),
}
FORMATS = ("xlsx", "csv", "json", "pdf")
JSON_VERSION = 1
CHUNK = 2_000  # rows the database driver holds at once


class ExportRefused(Exception):
    """This list cannot be made so. Codes: unknown_list, unknown_format, too_large."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, message


@dataclass(frozen=True, slots=True)
class Listing:
    """A list before it is written: its columns, and its rows, which can be read once."""

    conference: Conference
    name: str
    checkpoint: Checkpoint | None  # None: the whole conference
    columns: list[Column]
    rows: Iterator[list]

    @property
    def session(self) -> Session | None:
        return self.checkpoint.session if self.checkpoint else None


@dataclass(slots=True)
class Export:
    """A finished file, open at its beginning; its maker is done with it."""

    file: IO[bytes]
    filename: str
    content_type: str
    rows: int
    missing: list[str] = field(default_factory=list)  # people with characters our font lacks


def export(
    conference: Conference,
    list_name: str,
    file_format: str,
    *,
    scope: Scope,
    by,
    via: str,
    session: Session | None = None,
    at: datetime | None = None,
) -> Export:
    """Write a list into a temporary file and log that it left; texts in the active language.

    `via` is desk, admin or command. Raises ExportRefused. At most five queries.
    """
    check_names(list_name, file_format)
    at = at or timezone.now()
    listing = listing_of(conference, list_name, scope=scope, session=session)
    done = Export(
        file=tempfile.TemporaryFile(prefix="lectern-"),  # noqa: SIM115  the answer closes it
        filename=_filename(listing, file_format, at),
        content_type=tabular.CONTENT_TYPES[file_format],
        rows=0,
    )
    try:
        if file_format == "pdf":
            from conference.attendance.lists import prints

            sheet = prints.sign_in_sheet(listing, at=at, by=by)
            done.file.write(sheet.pdf)
            done.rows, done.missing = sheet.people, sheet.missing
        else:
            with small_database_memory():
                done.rows = _write(listing, file_format, done.file)
    except tabular.TooLarge as refusal:
        done.file.close()
        raise ExportRefused("too_large", str(refusal)) from None
    except BaseException:
        done.file.close()
        raise
    done.file.seek(0)
    ExportLog.objects.create(
        conference=conference,
        at=at,
        by=by,
        via=via,
        list_name=list_name,
        format=file_format,
        session=session,
        columns=[column.key for column in listing.columns],
        rows=done.rows,
        unmasked=scope.unmasked,
    )
    return done


def check_names(list_name, file_format):
    """Refuse a list or format that does not exist, with the names that do."""
    if list_name not in LISTS:
        raise ExportRefused(
            "unknown_list",
            _("There is no list “%(name)s”. Choose one of: %(names)s.")
            % {"name": list_name[:40], "names": ", ".join(LISTS)},
        )
    if file_format not in FORMATS:
        raise ExportRefused(
            "unknown_format",
            _("There is no format “%(name)s”. Choose one of: %(names)s.")
            % {"name": file_format[:40], "names": ", ".join(FORMATS)},
        )
    if file_format == "pdf" and list_name != "sign-in":
        raise ExportRefused(
            "unknown_format", _("Only the sign-in sheet is printed as PDF. Choose XLSX or CSV.")
        )


def listing_of(conference, list_name, *, scope: Scope, session: Session | None = None) -> Listing:
    """The list, unread: at most two queries now, one when its rows are read."""
    checkpoint = _checkpoint(conference, session)
    make = {
        "sign-in": _sign_in,
        "attendance": _attendance,
        "scans": _scans,
        "registrations": _registrations,
    }[list_name]
    columns, rows = make(conference, checkpoint, scope)
    return Listing(
        conference=conference,
        name=list_name,
        checkpoint=checkpoint,
        columns=tabular.with_unique_headers(columns),
        rows=rows,
    )


@contextmanager
def small_database_memory():
    """Read SQLite's file without mapping it and with a small cache; no other database is touched.

    A long list walks the whole file. Every page that is mapped or cached on the way counts as this
    process's memory, 110 MB for 100,000 people, and serves nobody else; it saves no time either.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    database, before = connection.connection, {}
    for name, value in (("mmap_size", 0), ("cache_size", -4_000)):
        before[name] = database.execute(f"PRAGMA {name}").fetchone()
        database.execute(f"PRAGMA {name}={value}").fetchone()
    try:
        yield
    finally:
        for name, value in before.items():
            if value is not None:
                database.execute(f"PRAGMA {name}={value[0]}").fetchone()


def _write(listing, file_format, file) -> int:
    if file_format == "csv":
        return tabular.write_csv(file, listing.columns, listing.rows)
    if file_format == "xlsx":
        title = str(LISTS[listing.name])
        return tabular.write_xlsx(file, listing.columns, listing.rows, title=title)
    head = {
        "version": JSON_VERSION,
        "conference": listing.conference.slug,
        "list": listing.name,
        "session": listing.session.code if listing.session else None,
        "time_zone": listing.conference.time_zone,
    }
    return tabular.write_json(file, listing.columns, listing.rows, head=head)


def _filename(listing, file_format, at):
    """'签到表 示例研讨会 分论坛一 2025-04-18.xlsx', without what file systems refuse."""
    day = at.astimezone(listing.conference.zone).date().isoformat()
    parts = [str(LISTS[listing.name]), str(listing.conference)]
    parts += [str(listing.session)] if listing.session else []
    name = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]+', " ", " ".join(parts))
    return f"{' '.join(name.split())[:100].rstrip(' .')} {day}.{file_format}"


# --- What the database gathers beside a row ----------------------------------------------------


class _Joined(Aggregate):
    """All texts of a group, with commas; their order does not matter to the readers below."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = TextField()

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **extra)


class _EpochSeconds(Func):
    """A moment as whole seconds since 1970, which has no format to differ in."""

    output_field = BigIntegerField()
    template = "CAST(FLOOR(EXTRACT(EPOCH FROM %(expressions)s)) AS bigint)"

    def as_sqlite(self, compiler, connection, **extra):
        template = "CAST(strftime('%%%%s', %(expressions)s) AS integer)"
        return self.as_sql(compiler, connection, template=template, **extra)


def _gathered(rows, value):
    """The comma-joined `value` of those `rows` that belong to the registration outside."""
    return Subquery(
        rows.filter(registration=OuterRef("pk"))
        .order_by()
        .values("registration")
        .annotate(gathered=_Joined(Cast(value, TextField())))
        .values("gathered")
    )


def _row_of(*values):
    """The values of a row as texts, with spaces between them."""
    texts = [part for value in values for part in (Value(" "), Cast(value, TextField()))]
    return Concat(*texts[1:], output_field=TextField())


def _admissions():
    """'12 431 1744938067,15 502 1744950000': for each checkpoint at which somebody is signed in,
    the scan that did it and its second."""
    second = _EpochSeconds("signed_in_at")
    return _gathered(Admission.objects, _row_of(F("checkpoint_id"), F("check_in_id"), second))


def _ins_and_outs():
    """'431 12 in 1744938067,440 12 out 1744950000': scans that let somebody in (again) or out."""
    scans = CheckIn.objects.filter(result__in=[CheckIn.Result.ADMITTED, CheckIn.Result.ALREADY])
    second = _EpochSeconds("scanned_at")
    return _gathered(scans, _row_of(F("pk"), F("checkpoint_id"), F("direction"), second))


def _parted(gathered):
    """Those rows again: a list of lists of texts."""
    return [row.split(" ") for row in gathered.split(",")] if gathered else []


# --- The lists --------------------------------------------------------------------------------


def _sign_in(conference, checkpoint, scope):
    at = checkpoint or _arrival(conference)
    signed_in_at = Admission.objects.filter(
        registration=OuterRef("pk"), checkpoint_id=at.pk
    ).values("signed_in_at")[:1]
    people = (
        _within(Registration.objects.expected_at(at), scope)
        .in_order()
        .annotate(signed_in_at=Subquery(signed_in_at))
        .values_list("name", "organization_name", "title", "phone", "signed_in_at", "remarks")
    )
    phone, local = _phone(scope), _local(conference.zone)

    def rows():
        found = people.iterator(CHUNK)
        for no, (name, organization, title, number, moment, remarks) in enumerate(found, 1):
            yield [no, name, organization, title, phone(number), local(moment), "", remarks]

    columns = [
        *_person_columns("no", "name", "organization", "title", "phone"),
        Column("signed_in_at", pgettext("list column", "Signed in at"), "moment"),
        Column("signature", pgettext("list column", "Signature"), width=16),
        Column("remarks", pgettext("list column", "Remarks"), width=20),
    ]
    return columns, rows()


def _attendance(conference, checkpoint, scope):
    shown = [checkpoint] if checkpoint else _checkpoints(conference)
    people = Registration.objects.filter(conference=conference)
    if checkpoint:
        people = Registration.objects.expected_at(checkpoint)
    people = (
        _within(people, scope)
        .in_order()
        .annotate(signed_in=_admissions(), scans=_ins_and_outs())
        .values_list(
            *("name", "name_en", "organization_name", "title", "category", "phone", "status"),
            *("signed_in", "scans"),
        )
    )
    zone = conference.zone
    phone, local = _phone(scope), _local(zone)
    category, status = _labels(Participation.Category), _labels(Registration.Status)
    wanted = [str(row.pk) for row in shown]
    arrival = next((str(row.pk) for row in shown if row.kind == Checkpoint.Kind.ARRIVAL), "")

    def rows():
        for no, row in enumerate(people.iterator(CHUNK), 1):
            name, name_en, organization, title, kind, number, state, admissions, scans = row
            signed_in = [row for row in _parted(admissions) if row[0] in wanted]
            signed_in_at = {place: int(second) for place, _by, second in signed_in}
            log = presence.standing(
                (presence.Scan(int(n), *rest, int(at)) for n, *rest, at in _parted(scans)),
                {place: int(by) for place, by, _second in signed_in},
            )
            first = next((scan.at for scan in log if scan.direction == "in"), None)
            outs = (scan.at for scan in reversed(log) if scan.direction == "out")
            last = next((second for second in outs if first is not None and second >= first), None)
            days = presence.days(log, zone=zone, arrival=arrival) if last is not None else []
            yield [
                *(no, name, name_en, organization, title),
                *(category[kind], phone(number), status[state]),
                *(local(_moment(first)), local(_moment(last))),
                sum(day.minutes for day in days) if days else "",
                *(local(_moment(signed_in_at.get(place))) for place in wanted),
                conference.time_zone,
            ]

    columns = [
        *_person_columns(
            "no", "name", "name_en", "organization", "title", "category", "phone", "status"
        ),
        Column("first_in", pgettext("list column", "First in"), "moment"),
        Column("last_out", pgettext("list column", "Last out"), "moment"),
        Column("minutes", pgettext("list column", "Minutes"), "number"),
        *(Column(_key(row), str(row), "moment") for row in shown),
        _zone_column(),
    ]
    return columns, rows()


def _scans(conference, checkpoint, scope):
    names = {row.pk: str(row) for row in ([checkpoint] if checkpoint else _checkpoints(conference))}
    scans = CheckIn.objects.filter(conference=conference)
    if checkpoint:
        scans = scans.filter(checkpoint_id=checkpoint.pk)
    if scope.rows is not None:
        own = Registration.objects.filter(conference=conference).filter(scope.rows)
        scans = scans.filter(registration__in=own)
    scans = scans.order_by("received_at", "pk").values_list(
        *("scanned_at", "received_at", "checkpoint_id", "result", "reason"),
        *("registration__number", "registration__name", "registration__organization_name"),
        *("station", "by__first_name", "by__last_name", "by__username", "method", "direction"),
    )
    local = _local(conference.zone)
    result = _labels(CheckIn.Result)
    method = _labels(CheckIn.Method)
    left = _("left")

    def rows():
        for no, row in enumerate(scans.iterator(CHUNK), 1):
            scanned, received, place, what, why, number, name, organization = row[:8]
            station, given, family, account, how, direction = row[8:]
            if why == CheckIn.Reason.OTHER_CONFERENCE:
                number = name = organization = None  # not ours to tell
            went_out = what == CheckIn.Result.ADMITTED and direction == CheckIn.Direction.OUT
            yield [
                *(no, local(scanned), local(received), names.get(place, "")),
                *(left if went_out else result[what], reason_text(what, why)),
                *(number or "", name or "", organization or "", station),
                full_name(given, family, account),
                *(method[how], conference.time_zone),
            ]

    columns = [
        *_person_columns("no"),
        Column("scanned_at", pgettext("list column", "Scanned at"), "moment"),
        Column("received_at", pgettext("list column", "Received at"), "moment"),
        Column("checkpoint", pgettext("list column", "Checkpoint"), width=20),
        Column("result", pgettext("list column", "Result")),
        Column("reason", pgettext("list column", "Reason")),
        *_person_columns("number", "name", "organization"),
        Column("station", pgettext("list column", "Station")),
        Column("by", pgettext("list column", "By")),
        Column("method", pgettext("list column", "Method")),
        _zone_column(),
    ]
    return columns, rows()


def _registrations(conference, checkpoint, scope):
    questions = list(Question.objects.filter(form__conference=conference))
    forums = {
        str(pk): str(Text(zh, en))
        for pk, zh, en in Session.objects.filter(conference=conference, kind="sub-forum")
        .in_order()
        .values_list("pk", "title_zh", "title_en")
    }
    people = Registration.objects.filter(conference=conference)
    if checkpoint:
        people = people.filter(sessions=checkpoint.session_id)
    choices = Registration.sessions.through.objects
    people = (
        _within(people, scope)
        .in_order()
        .annotate(chosen=_gathered(choices, F("session_id")))
        .values_list(
            *("number", "code", "name", "name_en", "organization_name", "title", "category"),
            *("phone", "email", "status", "source", "registered_at", "chosen", "answers"),
        )
    )
    phone, local = _phone(scope), _local(conference.zone)
    mail = (lambda text: text) if scope.unmasked else mask_email
    category, status = _labels(Participation.Category), _labels(Registration.Status)
    source = _labels(Registration.Source)
    separator = pgettext("between the items of a list", ", ")

    def rows():
        for row in people.iterator(CHUNK):
            number, code, name, name_en, organization, title, kind = row[:7]
            digits, address, state, origin, moment, chosen, answers = row[7:]
            picked = set(chosen.split(",")) if chosen else ()
            yield [
                *(number, code, name, name_en, organization, title, category[kind]),
                *(phone(digits), mail(address), status[state], source[origin], local(moment)),
                separator.join(title for pk, title in forums.items() if pk in picked),
                *(answer_text(q, answers.get(str(q.pk))) for q in questions),
                conference.time_zone,
            ]

    columns = [
        *_person_columns("number", "code", "name", "name_en", "organization", "title"),
        *_person_columns("category", "phone", "email", "status"),
        Column("source", pgettext("list column", "Source")),
        Column("registered_at", pgettext("list column", "Registered at"), "moment"),
        Column("sessions", pgettext("list column", "Sub-forum"), width=24),
        *(Column(f"question_{question.pk}", str(question)) for question in questions),
        _zone_column(),
    ]
    return columns, rows()


# --- Pieces -----------------------------------------------------------------------------------


def _person_columns(*keys):
    known = {
        "no": Column("no", pgettext("list column", "No."), "number", 6),
        "number": Column("number", pgettext("list column", "Number"), "number", 9),
        "code": Column("code", pgettext("list column", "Code"), "code", 16),
        "name": Column("name", pgettext("list column", "Name"), width=16),
        "name_en": Column("name_en", pgettext("list column", "English name"), width=20),
        "organization": Column("organization", pgettext("list column", "Organization"), width=28),
        "title": Column("title", pgettext("list column", "Title"), width=20),
        "category": Column("category", pgettext("list column", "Category")),
        "phone": Column("phone", pgettext("list column", "Phone"), "code"),
        "email": Column("email", pgettext("list column", "E-mail"), width=26),
        "status": Column("status", pgettext("list column", "Status")),
    }
    return [known[key] for key in keys]


def _zone_column():
    return Column("time_zone", pgettext("list column", "Time zone"), width=16)


def _key(checkpoint):
    """The JSON key of a checkpoint's column; sessions by their code, which never changes."""
    return checkpoint.token.replace("-", "_")


def _checkpoint(conference, session):
    """The checkpoint of `session`, unsaved when nobody was signed in there yet; None for None."""
    if session is None:
        return None
    found = Checkpoint.objects.filter(session=session).first()
    found = found or Checkpoint(
        conference=conference, kind=Checkpoint.Kind.SESSION, session=session
    )
    found.session = session
    return found


def _arrival(conference):
    rows = Checkpoint.objects.filter(conference=conference, kind=Checkpoint.Kind.ARRIVAL)
    return rows.first() or Checkpoint(conference=conference, kind=Checkpoint.Kind.ARRIVAL)


def _checkpoints(conference):
    """Arrival, sessions in their order, then own ones. One query."""
    rows = Checkpoint.objects.filter(conference=conference).select_related("session")
    rows = list(
        rows.order_by(
            F("session__starts_at").asc(nulls_last=True), "session__position", "position", "pk"
        )
    )
    if not any(row.kind == Checkpoint.Kind.ARRIVAL for row in rows):
        rows.append(Checkpoint(conference=conference, kind=Checkpoint.Kind.ARRIVAL))
    kinds = [Checkpoint.Kind.ARRIVAL, Checkpoint.Kind.SESSION, Checkpoint.Kind.OWN]
    return sorted(rows, key=lambda row: kinds.index(row.kind))


def _within(registrations, scope):
    return registrations if scope.rows is None else registrations.filter(scope.rows)


def _labels(choices):
    return {value: str(label) for value, label in choices.choices}


def _phone(scope):
    return (lambda text: text) if scope.unmasked else mask_phone


def _moment(second):
    return None if second is None else datetime.fromtimestamp(second, UTC)


def _local(zone: ZoneInfo):
    """Function: an aware moment as the wall clock of the conference, to the second; None is ""."""

    def local(moment):
        if moment is None:
            return ""
        return moment.astimezone(zone).replace(tzinfo=None, microsecond=0)

    return local
