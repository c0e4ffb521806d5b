"""The program that the public sees, parsed once a version and kept in the process."""

from collections import OrderedDict
from threading import Lock

from django.db.models import OuterRef, Subquery
from django.db.models.fields.json import KeyTransform
from django.http import Http404

from conference.bilingual import Text
from conference.program.models import Release
from conference.program.release.document import Program, read
from conference.stamps import conference_scope, version_of

KEPT = 16  # programs; one of 600 sessions takes about 5 MB

_lock = Lock()
_programs: OrderedDict[tuple, Program] = OrderedDict()


def read_release(release: Release) -> Program:
    return read(release.document, number=release.number, published_at=release.published_at)


def published_program(slug: str) -> Program:
    """The current release of a conference. One query, none while its stamp stands still.

    Raises Http404 when nothing is public. A stamp is read before the release, so a publish in
    between can only make the kept program newer than its key, never older.
    """
    key = (slug, version_of([conference_scope(slug)]))
    with _lock:
        if key in _programs:
            _programs.move_to_end(key)
            return _programs[key]
    release = Release.objects.current(slug)
    if release is None:
        raise Http404
    program = read_release(release)
    with _lock:
        _programs[key] = program
        while len(_programs) > KEPT:
            _programs.popitem(last=False)
    return program


def published_facts(conference: str = "conference") -> Subquery:
    """An annotation: the `conference` part of the current release of each row's conference.

    Lists that name several conferences read names and dates through it, because the row of a
    conference is its draft.
    """
    releases = Release.objects.standing().filter(conference=OuterRef(conference))
    facts = releases.annotate(facts=KeyTransform("conference", "document"))
    return Subquery(facts.order_by("-number").values("facts")[:1])


def current_facts() -> list[tuple]:
    """[(number, published_at, `conference` part)] of every current release. One query, without
    the rest of their documents.
    """
    latest = Release.objects.standing().filter(conference=OuterRef("conference"))
    rows = Release.objects.filter(
        conference__is_public=True, pk=Subquery(latest.order_by("-number").values("pk")[:1])
    )
    rows = rows.annotate(facts=KeyTransform("conference", "document"))
    return list(rows.values_list("number", "published_at", "facts"))


def title_in(facts: dict) -> Text:
    """The short name, else the full one, of the `conference` part of a document."""
    zh, en = (short or full for short, full in zip(facts["short_name"], facts["name"], strict=True))
    return Text(zh, en, zh_is_rendering=facts["name_is_rendering"])


def forget_programs() -> None:
    """Empty the memory. For tests, where a rolled back database repeats its stamps."""
    with _lock:
        _programs.clear()
