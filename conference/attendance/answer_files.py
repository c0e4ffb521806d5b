"""Files sent as answers: put aside when they were checked, found again, handed out, removed.

A file is put aside before the reply that names it is kept, because no page can carry it through a
mistake elsewhere in the form. It is whose reply names it (`Registration.save`). One that no answer
names is let go: an hour later it is gone, from the rows and from the disk.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from shutil import copyfileobj
from zipfile import ZipFile, ZipInfo

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.attendance import links
from conference.attendance.models import (
    AnswerFile,
    Registration,
    answer_storage,
    file_keys,
    is_file,
)
from conference.attendance.questions.files import Chosen, digest_of
from conference.attendance.questions.kinds import Answer
from conference.models import Conference

KEPT = timedelta(hours=1)  # of what no answer names
MOST_WAITING = 500 * 1024 * 1024  # bytes of a conference's that no answer names yet
CONTENT_TYPES = {"webp": "image/webp", "pdf": "application/pdf"}


def put_aside(conference: Conference, chosen: Chosen, *, of: str) -> Answer:
    """The answer that names a checked file. `of`: the form or person it came from; sent twice from
    there it is one file. Three queries. Raises ValidationError where too much waits already.
    """
    told = f"file:{conference.pk}:{of}:{chosen.name}:{chosen.digest}"
    key = links.keyed(told)[:16].hex()
    if (row := _touched(conference, key)) is not None:
        return row.answer
    waiting = AnswerFile.objects.filter(conference=conference, registration=None)
    if (waiting.aggregate(all=Sum("size"))["all"] or 0) > MOST_WAITING:
        raise ValidationError(
            _("Too many files are being sent at the moment. Choose it again in an hour."),
            code="too_many",
        )
    # The file first: no row promises one that is not there, and a file without a row is swept.
    name = answer_storage().save(f"{key}.{chosen.ending}", ContentFile(chosen.content))
    try:
        with transaction.atomic():
            row = AnswerFile.objects.create(
                conference=conference,
                key=key,
                name=chosen.name,
                ending=chosen.ending,
                size=len(chosen.content),
                file=name,
            )
    except IntegrityError:  # the second tap was quicker
        answer_storage().delete(name)
        row = AnswerFile.objects.get(key=key)
    return row.answer


def _touched(conference: Conference, key: str) -> AnswerFile | None:
    """It waits for an hour from now on."""
    row = AnswerFile.objects.filter(conference=conference, key=key).first()
    if row is not None and row.let_go_at is not None:
        AnswerFile.objects.filter(pk=row.pk, registration=None).update(let_go_at=timezone.now())
    return row


def found_again(conference: Conference, key: str, *, person: Registration | None) -> AnswerFile:
    """A file chosen before: by this page, or by this person. Raises ValidationError for any other.
    Two queries.
    """
    row = _touched(conference, key)
    owner = person.pk if person else None
    if row is None or (row.registration_id is not None and row.registration_id != owner):
        raise ValidationError(
            _("The file that was chosen before is not kept any more. Choose it again."),
            code="gone",
        )
    return row


def said_by_files(files) -> dict[str, list[str]]:
    """What uploads say, by the names of their boxes, for `registering.reply_digest`."""
    return {
        f"file {name}": [f"{each.name}:{digest_of(each)}" for each in uploads]
        for name, uploads in files.lists()
    }


# --- Handing out --------------------------------------------------------------------------------


def handed_out(person: Registration, question: str) -> FileResponse:
    """The file with which somebody answered a question, for saving alone. Raises Http404. One
    query.
    """
    answer = person.answers.get(question)
    rows = AnswerFile.objects.filter(conference=person.conference_id)
    row = rows.filter(key=answer["file"]).first() if is_file(answer) else None
    if row is None:
        raise Http404
    try:
        file = answer_storage().open(row.file)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        file,
        as_attachment=True,
        filename=row.saved_as,
        content_type=CONTENT_TYPES[row.ending],
        headers={
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )


def put_into(archive: ZipFile, person: Registration) -> dict[str, str]:
    """The files with which somebody answered, into an archive: {question id: its name there}. One
    query, none without files.
    """
    asked = {answer["file"]: key for key, answer in person.answers.items() if is_file(answer)}
    if not asked:
        return {}
    found = {}
    rows = AnswerFile.objects.filter(conference=person.conference_id, key__in=asked)
    for n, row in enumerate(rows.order_by("pk"), start=1):
        name = f"files/{n} {row.saved_as}"
        entry = ZipInfo(name, date_time=timezone.localtime().timetuple()[:6])
        try:
            with answer_storage().open(row.file) as file, archive.open(entry, "w") as there:
                copyfileobj(file, there)
        except FileNotFoundError:
            continue
        found[asked[row.key]] = name
    return found


# --- Removing -----------------------------------------------------------------------------------


def remove(rows) -> int:
    """Rows and files, when the transaction ends well. Two queries."""
    found = list(rows.values_list("pk", "file"))
    if not found:
        return 0
    AnswerFile.objects.filter(pk__in=[pk for pk, _file in found]).delete()
    transaction.on_commit(partial(_remove_stored, [file for _pk, file in found]))
    return len(found)


def _remove_stored(names: Iterable[str]) -> None:
    for name in names:
        answer_storage().delete(name)


def forget_files_of(keys: Iterable[int]) -> int:
    """Of people whose data are erased. Two queries."""
    return remove(AnswerFile.objects.of_people(keys))


def sweep(at: datetime | None = None) -> int:
    """For `work.worker.SWEEPS`: removes what no answer names for an hour; how many files went. Two
    queries and a look into the folder where there is nothing to do.
    """
    at = at or timezone.now()
    # Of somebody who was deleted, which can be taken back for a while.
    AnswerFile.objects.filter(registration=None, let_go_at=None).update(let_go_at=at)
    gone = []
    for row in AnswerFile.objects.filter(let_go_at__lt=at - KEPT).select_related("registration"):
        if row.registration and row.key in file_keys(row.registration.answers):
            # An older version of the registration came back.
            AnswerFile.objects.filter(pk=row.pk).update(let_go_at=None)
        else:
            gone.append(row.pk)
    # Whoever sent it again meanwhile keeps it.
    still = AnswerFile.objects.filter(pk__in=gone, let_go_at__lt=at - KEPT)
    return (remove(still) if gone else 0) + _remove_strays(at)


def _remove_strays(at: datetime) -> int:
    """Files without a row: of a conference that was deleted, or before a backup was restored."""
    try:
        names = answer_storage().listdir("")[1]
    except FileNotFoundError:
        return 0
    if not names:
        return 0
    known = set(AnswerFile.objects.values_list("file", flat=True))
    gone = 0
    for name in set(names) - known:
        try:
            if answer_storage().get_modified_time(name) < at - KEPT:
                answer_storage().delete(name)
                gone += 1
        except FileNotFoundError:  # another worker was faster
            continue
    return gone
