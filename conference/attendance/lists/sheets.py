"""A list as sheets of a workbook that print as they are: what stands above and below the rows, and
how the list is parted.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.attendance.lists import reception
from conference.attendance.lists.columns import Counts
from conference.attendance.lists.listing import LISTS, RECEPTION, Listing, listing_of
from conference.attendance.lists.scopes import PEOPLE
from conference.attendance.lists.wishes import NO_HOTEL, Wish
from conference.attendance.wording import full_name
from conference.models import Conference
from conference.program.draft.overlapping import times_of
from conference.program.models import Kind as SessionKind
from conference.program.models import Session
from conference.tabular import Sheet
from conference.wording.clocks import clock
from conference.wording.days import calendar_date, date_range

# Columns that would say on each row what the sheet of one says above all of them.
NAMED_ABOVE = {
    "arrivals": ("day",),
    "departures": ("day",),
    "rooms": ("hotel",),
    "meals": ("day",),
}


def drawn(listing: Listing, *, at: datetime, by: User | None, title: str = "") -> Sheet:
    """The list as a sheet: its title block, its totals, and who printed it when."""
    return Sheet(
        title=title or title_of(listing),
        columns=listing.columns,
        rows=listing.rows,
        head=title_block(listing),
        foot=stamp(listing.conference, at=at, by=by),
        totals=pgettext("below a list", "Total") if listing.has_totals else "",
    )


def counted(listing: Listing, counts: Counts, *, at: datetime, by: User | None) -> Sheet:
    """How many by group, as a sheet behind the list; after the rows of all its parts are read."""
    return Sheet(
        title=pgettext("a sheet of a workbook", "Counts"),
        columns=counts.columns,
        rows=counts.rows,
        head=title_block(listing),
        foot=stamp(listing.conference, at=at, by=by),
        totals=pgettext("below a list", "Total"),
    )


def title_of(listing: Listing) -> str:
    """Of its sheet: what tells it from the others of its workbook."""
    if listing.wish.sheets == "forum" and listing.session:
        return str(listing.session)
    if listing.wish.sheets == "day" and listing.wish.day:
        return listing.wish.day.isoformat()
    if listing.wish.sheets == "hotel" and listing.wish.hotel:
        return hotel_named(listing.wish.hotel)
    return str(LISTS[listing.name])


def hotel_named(hotel: str) -> str:
    return pgettext("a list", "no hotel named") if hotel == NO_HOTEL else hotel


def title_block(listing: Listing) -> list[str]:
    """Whose list it is, which, and of when and where: three lines."""
    conference, session = listing.conference, listing.session
    kind = [str(LISTS[listing.name]), str(session.title) if session else ""]
    kind += [str(PEOPLE[listing.of].label)] if listing.of else []
    kind += [hotel_named(listing.wish.hotel)] if listing.wish.hotel else []
    place = [str(session.effective_room.name)] if session and session.effective_room else []
    place += [str(conference.venue), str(conference.city)]
    where = [when(conference, session, listing.wish.day), *dict.fromkeys(place)]
    return [str(conference.name), " · ".join(filter(None, kind)), " · ".join(filter(None, where))]


def when(conference: Conference, session: Session | None, day: date | None = None) -> str:
    """The day that was chosen, the session's times, or the conference's days."""
    if day:
        return calendar_date(day)
    if session and session.starts_at:
        start, end = (at.astimezone(conference.zone) for at in times_of(session))
        return f"{calendar_date(start.date())} {clock(start)}-{clock(end)}"
    return date_range(conference.starts_on, conference.ends_on)


def stamp(conference: Conference, *, at: datetime, by: User | None) -> str:
    printed = _("Made %(time)s (%(zone)s)") % {
        "time": clock(at.astimezone(conference.zone), "%Y-%m-%d %H:%M:%S"),
        "zone": conference.time_zone,
    }
    if by is None:
        return printed
    return f"{printed} · {full_name(by.first_name, by.last_name, by.get_username())}"


def parts(listing: Listing, *, tell: Callable[[int], None] | None = None) -> Iterator[Listing]:
    """The list parted as its wish says, one after the other; `tell` hears of the rows of all.

    A day of the conference has its sheet whether anybody came or not, and so has a sub-forum; days
    and hotels of a reception list are those that somebody named. At most six queries each.
    """
    conference, told = listing.conference, 0
    for session, wish in parted(listing):
        one = listing_of(
            conference,
            listing.name,
            scope=listing.scope,
            session=session,
            wish=replace(wish, sheets=""),
        )
        if not wish.columns and wish.sheets in NAMED_ABOVE.get(listing.name, ()):
            one.show([column.key for column in one.columns if column.key != wish.sheets])
        one.rows.count_with(listing.rows)
        if tell is not None:
            before = told

            def hear(number: int, before: int = before) -> None:
                nonlocal told
                told = before + number
                tell(told)

            one.rows.tell_each(hear)
        yield replace(one, wish=wish)


def parted(listing: Listing) -> list[tuple[Session | None, Wish]]:
    """Of which session each sheet of it is, and what is wanted there. At most two queries."""
    conference, wish, session = listing.conference, listing.wish, listing.session
    found: list[tuple[Session | None, Wish]] = []
    if wish.sheets == "forum":
        found = [(one, wish) for one in forums(conference)]
    elif wish.sheets == "hotel":
        found = [(session, replace(wish, hotel=hotel)) for hotel in asked_in(listing).hotels]
    elif wish.sheets == "day":
        days = asked_in(listing).days if listing.name in RECEPTION else conference.days
        found = [(session, replace(wish, day=day)) for day in days]
    return found or [(session, wish)]


def asked_in(listing: Listing) -> reception.Asked:
    """The days and hotels that a reception list shows. Two queries."""
    return reception.asked_of(
        listing.conference, listing.checkpoint, listing.scope, listing.name, listing.wish
    )


def forums(conference: Conference) -> list[Session]:
    """The sub-forums, in the order of the program. One query."""
    rows = Session.objects.filter(conference=conference, kind=SessionKind.SUB_FORUM)
    return list(rows.select_related("room", "parent__room").in_order())
