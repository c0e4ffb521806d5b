"""What each page of a program says of itself when it is shared: `conference.sharing.Shared`.

Pure functions over a Program and its place, in the active language; None in a preview, because a
draft has nothing to share.
"""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from conference.bilingual import Text, best_of, in_one_language, joined, quoting
from conference.program.models import is_off
from conference.program.release.addresses import Place
from conference.program.release.document import Program
from conference.program.release.values import Person, Session
from conference.program.sharing import structured
from conference.sharing import Picture, Shared, breadcrumbs, excerpt, words
from conference.wording.clocks import clock
from conference.wording.days import calendar_date, date_range, day
from conference.wording.labels import affiliation


def share_home(place: Place, program: Program) -> Shared | None:
    if place.is_preview:
        return None
    card = conference_card(place)
    facts = program.conference
    said = best_of(words(facts.description_html), _hosts_line(program))
    return Shared(
        title=facts.name.marked,
        description=excerpt(sentences(when_and_where(program), said)),
        picture=card,
        address=settings.PUBLIC_URL + place.urls.to("home"),
        qr=place.urls.to("qr"),
        nodes=(structured.conference_event(program, place.urls, image=card.path),),
    )


def share_schedule(place: Place, program: Program, wanted=None) -> Shared | None:
    """`wanted` is the filter: a part of the program is not a page of its own."""
    count = sum(1 for s in program.sessions if not (s.is_pause or s.is_cancelled))
    sessions = (
        ngettext("%(count)s session", "%(count)s sessions", count) % {"count": count}
        if count
        else ""
    )
    return _page(
        place,
        program,
        _("Schedule"),
        "schedule",
        sentences(
            quoting(_("The program of %(name)s"), program.conference.name),
            when_and_where(program),
            sessions,
        ),
        is_listed=not (wanted and wanted.is_active),
    )


def share_speakers(place: Place, program: Program) -> Shared | None:
    names = _names(who.name for who in program.people[:12])
    of = quoting(_("Speakers and guests of %(name)s"), program.conference.name)
    return _page(place, program, _("Speakers"), "speakers", sentences(of, names))


def share_venue(place: Place, program: Program) -> Shared | None:
    facts = program.conference
    said = sentences(
        quoting(_("Where %(name)s takes place"), facts.name),
        *(facts.venue, facts.address, facts.city),
        words(facts.directions_html),
    )
    return _page(place, program, _("Venue"), "venue", said)


def share_register(place: Place, program: Program) -> Shared | None:
    """The page of the reply form, open or not."""
    said = quoting(_("Register for %(name)s"), program.conference.name)
    described = sentences(said, when_and_where(program))
    return _page(place, program, _("Register"), "register", described)


def share_changes(place: Place, program: Program) -> Shared | None:
    said = quoting(_("What changed in the program of %(name)s"), program.conference.name)
    return _page(place, program, _("Changes"), "changes", sentences(said, _version(place)))


def share_release(place: Place, program: Program, release) -> Shared | None:
    """`release` is a PublicRelease; the page of an old one is not for search engines."""
    title = _("Program version %(number)s") % {"number": release.number}
    published_on = calendar_date(release.published_at)
    return _page(
        place,
        program,
        title,
        "release",
        sentences(program.conference.name, title, published_on, release.note),
        release.number,
        is_listed=release.number == place.number,
    )


def share_session(place: Place, program: Program, session: Session, title: str) -> Shared | None:
    """`title` is the page's own, unique in the conference."""
    if place.is_preview:
        return None
    urls, parent = place.urls, program.parent_of(session)
    card = Picture(_versioned(place, "session_card", session.code), alt=session.title.marked)
    people = list({role.person.code: role.person.name for role in session.roles}.values())
    is_cancelled = is_off(session, parent)
    said = sentences(
        _("Cancelled") if is_cancelled else "",
        when_of(session),
        session.room.name if session.room else "",
        _names(people[:6]),
        best_of(session.summary, words(session.abstract_html), program.conference.name),
    )
    steps = [(str(place.title), urls.to("home")), (_("Schedule"), urls.to("schedule"))]
    if parent:
        steps.append((str(parent.title), urls.to("session", parent.code)))
    steps.append((str(session.title), urls.to("session", session.code)))
    return Shared(
        title=title,
        description=excerpt(said),
        picture=card,
        address=settings.PUBLIC_URL + urls.to("session", session.code),
        qr=urls.to("session_qr", session.code),
        nodes=(
            structured.session_event(program, urls, session, image=card.path),
            breadcrumbs(*steps),
        ),
    )


def share_speaker(place: Place, program: Program, person: Person, title: str) -> Shared | None:
    """`title` is the page's own, unique in the conference."""
    if place.is_preview:
        return None
    urls = place.urls
    titles = {s.code: s.title for s, _role in program.roles_of(person)}
    said = sentences(
        joined(affiliation(person), " · "),
        *list(titles.values())[:3],
        best_of(words(person.biography_html), program.conference.name),
    )
    return Shared(
        title=title,
        description=excerpt(said),
        kind="profile",
        picture=Picture(_versioned(place, "speaker_card", person.code), alt=person.name.marked),
        address=settings.PUBLIC_URL + urls.to("speaker", person.code),
        qr=urls.to("speaker_qr", person.code),
        nodes=(
            structured.person(program, urls, person),
            breadcrumbs(
                (str(place.title), urls.to("home")),
                (_("Speakers"), urls.to("speakers")),
                (str(person.name), urls.to("speaker", person.code)),
            ),
        ),
    )


def conference_card(place: Place) -> Picture:
    """The picture of a conference, also of its pages that have none of their own."""
    return Picture(_versioned(place, "card"), alt=place.name.marked)


def _page(place, program, title, name, description, *args, is_listed=True):
    """A page below the conference's home, without a picture or an object of its own."""
    if place.is_preview:
        return None
    return Shared(
        title=title,
        names_place=True,
        description=excerpt(description),
        picture=conference_card(place),
        is_listed=is_listed,
        nodes=(
            breadcrumbs(
                (str(place.title), place.urls.to("home")), (title, place.urls.to(name, *args))
            ),
        ),
    )


def _versioned(place, name, *args):
    """An address that changes with each publish: messengers keep a picture for its address."""
    return f"{place.urls.to(name, *args)}?v={place.number}"


# --- Words ---------------------------------------------------------------------------------------


def sentences(*parts: "str | Text") -> str:
    """The parts that are not empty, each a sentence of its own, of one language."""
    stop = pgettext("end of a sentence", ". ")
    said = ""
    for part in filter(None, (part.strip() for part in in_one_language(parts))):
        if said:
            said += " " if said[-1] in ".!?…" else "" if said[-1] in "。！？" else stop
        said += part
    return said


def when_and_where(program: Program) -> str:
    """'18 April 2025 · Academic Center · Shenyang', of what is known in the reader's language."""
    facts = program.conference
    when = date_range(facts.starts_on, facts.ends_on)
    return " · ".join(in_one_language([when, facts.venue, facts.city]))


def when_of(session: Session) -> str:
    """'Wednesday 20 May 2026, 09:00–09:45'; '' without times."""
    if not session.is_timed:
        return ""
    clocks = f"{clock(session.starts_at)}–{clock(session.ends_at)}"
    return day(session.day) + pgettext("between a day and a time", ", ") + clocks


def _hosts_line(program):
    return _names(host.name for host in program.hosts)


def _names(texts) -> Text:
    return joined(texts, pgettext("between names", ", "))


def _version(place):
    if not place.published_at:
        return ""
    return _("Program version %(number)s") % {"number": place.number}
