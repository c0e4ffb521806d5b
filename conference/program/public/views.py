"""The program's public addresses: get the release, ask `pages` or a feed, answer.

Every answer is made from the current release alone and kept by the page cache; none touches user,
session or messages.
"""

import re
from dataclasses import replace

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from conference.bilingual import HTML_LANG, active_side, marked
from conference.open_data import RELEASE_HEADER, open_data
from conference.page_cache import public_page
from conference.program.feeds import entries as feeds
from conference.program.feeds import ical, interchange
from conference.program.models import (
    Participation,
    Release,
    Session,
)
from conference.program.public import beside, pages
from conference.program.public.changes import public_release
from conference.program.public.personal import codes_in
from conference.program.release.addresses import place_of, public_addresses
from conference.program.release.choosing import is_chosen_by_attendees
from conference.program.release.published import (
    published_program,
    read_release,
)
from conference.program.sharing.descriptions import share_changes, share_release
from conference.stamps import of_all_conferences, of_conference, seats_scope


def of_session(slug, code):
    """The seats as well where attendees choose, so that a registration redraws no other page."""
    found = published_program(slug).session(code)
    if found is None or not is_chosen_by_attendees(found):
        return of_conference(slug)
    return (*of_conference(slug), seats_scope(slug))


# --- Pages ---


@require_safe
@public_page(of_conference)
def schedule(request, slug):
    return pages.render_schedule(request, published_program(slug))


@require_safe
@public_page(of_session)
def session(request, slug, code):
    """A sub-forum says live how many seats are left: one query more."""
    program = published_program(slug)
    return pages.render_session(request, program, code, **beside.session(program, code))


@require_safe
@public_page(of_conference)
def speakers(request, slug):
    return pages.render_speakers(request, published_program(slug))


@require_safe
@public_page(of_all_conferences)
def speaker(request, slug, code):
    program = published_program(slug)
    if program.person(code) is None:
        return _moved(program, "speaker", beside.code_of_today(slug, code))
    found = beside.speaker(program, code)
    if moved_to := found.pop("moved_to"):
        return _moved(program, "speaker", moved_to)
    return pages.render_speaker(request, program, code, **found)


def _moved(program, name, code):
    """To the address of the person whom somebody was made one with, if it is public."""
    if program.person(code) is None:
        raise Http404
    address = public_addresses(program.conference.slug).to(name, code)
    return redirect(address, permanent=True)


@require_safe
@public_page(of_conference)
def venue(request, slug):
    return pages.render_venue(request, published_program(slug))


# --- Releases ---


def _releases(slug, zone):
    """The conference's public releases, newest first. One query, without their documents."""
    rows = Release.objects.standing().filter(conference__slug=slug).defer("document", "by")
    return [public_release(row, zone) for row in rows.order_by("-number")]


@require_safe
@public_page(of_conference)
def changes(request, slug):
    program = published_program(slug)
    place = place_of(program)
    context = {
        "place": place,
        "program": program,
        "shared": share_changes(place, program),
        "releases": _releases(slug, program.conference.zone),
    }
    return render(request, "program/changes.html", context)


@require_safe
@public_page(of_conference)
def release(request, slug, number):
    """One release: what it changed, and the whole program as it was then."""
    program = published_program(slug)
    row = Release.objects.standing().filter(conference__slug=slug, number=number).first()
    if row is None:
        raise Http404
    then = read_release(row)
    place = replace(place_of(program), program=then)  # sessions are drawn as they were then
    shown = public_release(row, program.conference.zone)
    context = {
        "place": place,
        "program": then,
        "release": shown,
        "shared": share_release(place, then, shown),
        "is_current": row.number == program.number,
        **pages.agenda(then, list(then.sessions)),
    }
    return pages.dated(request, "program/release.html", context)


@open_data
@require_safe
@public_page(of_conference)
def changes_feed(request, slug):
    """Atom: one entry a release."""
    program = published_program(slug)
    urls = public_addresses(slug)
    home = settings.PUBLIC_URL + urls.to("home")
    feed = _ChangesFeed(
        release=program.version,
        title=_("Changes to the program: %(conference)s")
        % {"conference": feeds.plain(program.conference.title.marked)},
        link=settings.PUBLIC_URL + urls.to("changes"),
        feed_url=settings.PUBLIC_URL + urls.to("changes_feed"),
        feed_guid=settings.PUBLIC_URL + urls.to("changes_feed"),
        description="",
        author_name=feeds.plain(program.conference.title.marked),
        language=HTML_LANG[active_side()],
    )
    for public in _releases(slug, program.conference.zone):
        feed.add_item(
            title=_("Program version %(number)s") % {"number": public.number},
            link=f"{home}releases/{public.number}/",
            unique_id=f"{home}releases/{public.number}/",
            # Atom1Feed marks a summary as HTML.
            description=feeds.plain(format_html_join("", "<p>{}</p>", _sentences(public))),
            pubdate=public.published_at,
            updateddate=public.published_at,
        )
    response = HttpResponse(feed.writeString("utf-8"), content_type=Atom1Feed.content_type)
    return stamped(response, program)


class _ChangesFeed(Atom1Feed):
    """Atom that names what made it, and from which release."""

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        generator = {"uri": settings.PUBLIC_URL, "version": self.feed["release"]}
        handler.addQuickElement("generator", "Lectern", generator)


def _sentences(public):
    """[(paragraph,)] in HTML, in which what exists in the other language alone says so."""
    if public.note:
        yield (_in_its_language(public.note),)
    if public.is_first:
        yield (_("The first version of the program."),)
    else:
        colon = pgettext("between a role and a name", ": ")
        for change in public.sessions_first:
            yield (format_html("{}{}{}", change.kind_label, colon, _in_its_language(change.what)),)


def _in_its_language(text):
    if text.is_fallback:
        return format_html('<span lang="{}">{}</span>', text.lang, text.marked)
    return text.marked


# --- Feeds ---


def stamped(response, program):
    response[RELEASE_HEADER] = program.version
    return response


def _ics(program, entries, *name_parts):
    """A calendar named after the conference and, where it is a part, after that part."""
    name = " · ".join(feeds.line(marked(part)) for part in (program.conference.title, *name_parts))
    body = ical.calendar(program, entries, name=name)
    response = HttpResponse(body, content_type=ical.MEDIA_TYPE)
    response["Content-Disposition"] = f'inline; filename="{program.conference.slug}.ics"'
    return stamped(response, program)


@open_data
@require_safe
@public_page(of_conference)
def schedule_ics(request, slug):
    program = published_program(slug)
    return _ics(program, feeds.entries(program, public_addresses(slug)))


@open_data
@require_safe
@public_page(of_conference)
def schedule_xml(request, slug):
    program = published_program(slug)
    body = interchange.schedule_xml(program, public_addresses(slug))
    return stamped(HttpResponse(body, content_type=interchange.XML_TYPE), program)


@open_data
@require_safe
@public_page(of_conference)
def schedule_json(request, slug):
    program = published_program(slug)
    body = interchange.schedule_json(program, public_addresses(slug))
    return stamped(HttpResponse(body, content_type="application/json; charset=utf-8"), program)


@open_data
@require_safe
@public_page(of_conference)
def session_ics(request, slug, code):
    """A session that went with a withdrawn release leaves an empty calendar, as in `my_ics`."""
    program = published_program(slug)
    found = program.session(code)
    if found is None:
        if not _were_published(slug, [code]):
            raise Http404
        return _ics(program, [])
    return _ics(program, feeds.entries_of(program, public_addresses(slug), [found]), found.title)


@open_data
@require_safe
@public_page(of_conference)
def track_ics(request, slug, track):
    program = published_program(slug)
    found = program.track(track)
    if found is None:
        raise Http404
    entries = feeds.entries(program, public_addresses(slug))
    return _ics(program, [e for e in entries if e.track == found], found.name)


@open_data
@require_safe
@public_page(of_conference)
def room_ics(request, slug, room):
    program = published_program(slug)
    found = program.room(room)
    if found is None:
        raise Http404
    entries = feeds.entries(program, public_addresses(slug))
    return _ics(program, [e for e in entries if e.room == found], found.name)


@open_data
@require_safe
@public_page(of_conference)
def speaker_ics(request, slug, code):
    """A person's own talks; of a sub-forum that they lead, all its talks. Who went with a withdrawn
    release leaves an empty calendar.
    """
    program = published_program(slug)
    person = program.person(code)
    if person is None:
        now = beside.code_of_today(slug, code)
        if program.person(now):
            return _moved(program, "speaker_ics", now)
        known = Participation.objects.filter(conference__slug=slug, code__in=[code, now])
        if not known.filter(first_published_at__isnull=False).exists():
            raise Http404
        return _ics(program, [])
    now, others = beside.codes_of_one(program, person)
    if now != code:
        return _moved(program, "speaker_ics", now)
    same = [person, *filter(None, map(program.person, others))]
    sessions = [session for one in same for session, _role in program.roles_of(one)]
    entries = feeds.entries_of(program, public_addresses(slug), sessions)
    return _ics(program, entries, person.name)


@open_data
@require_safe
@public_page(of_conference)
def my_ics(request, slug):
    """A personal agenda to subscribe to: `?s=K7WQ2M,4HD9XA` or `?s=K7WQ2M&s=4HD9XA`.

    A code that the program no longer has is left out, so that a subscription goes on, empty at last
    when a withdrawn release takes all of them with it: calendars give up an address that answers
    404. Codes that nobody could ever have chosen are refused.
    """
    program = published_program(slug)
    codes = codes_in(request.GET)
    if not codes or not all(map(_CODE.fullmatch, codes)):
        raise BadRequest(_choose_sessions)
    sessions = [session for code in codes if (session := program.session(code))]
    if not sessions and not _were_published(slug, codes):
        raise Http404
    entries = feeds.entries_of(program, public_addresses(slug), sessions)
    return _ics(program, entries, _("My agenda"))


def _were_published(slug, codes):
    rows = Session.objects.filter(conference__slug=slug, code__in=codes)
    return rows.filter(first_published_at__isnull=False).exists()


_CODE = re.compile(r"[0-9A-Z]{6}")
_choose_sessions = gettext_lazy(
    "A personal calendar is made of 1 to 200 sessions. Choose them on the schedule."
)
