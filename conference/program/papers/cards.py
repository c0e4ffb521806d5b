"""Table cards (席卡) of a conference: whom they are for, and what stands on each.

`?session=<code>` the people of one session and of its talks; `?who=guests|speakers` those,
`?who=category-<category>` those of one category; else all who take part, on the public pages or
not. Who is registered and not of the program's people is among them by category: all of one that
was asked for, else the guests. `?cards=2` on a sheet, `?about=no` names alone.
"""

from collections.abc import Collection

from conference.chinese import has_chinese
from conference.program.models import Participation
from conference.program.papers.order import Order, chosen
from conference.program.papers.signs import HALVES, WHOLE, NameCard, table_cards
from conference.program.papers.sources import Registered
from conference.program.papers.words import Sides, once, posts
from conference.program.release.texts import line as in_one_line
from conference.program.release.values import Person

Category = Participation.Category
GUESTS = {Category.LEADER, Category.GUEST, Category.EXPERT}
# Who sits in the hall under their name without being of the program.
CARDED = {*GUESTS, Category.SPEAKER, Category.CHAIR}
ONE_CATEGORY = "category-"
WHO = ("all", "guests", "speakers", *(f"{ONE_CATEGORY}{each}" for each in Category.values))


def cards_of(order: Order) -> bytes:
    choices = order.choices
    is_named = chosen(choices, "about") == "no"
    return table_cards(
        [NameCard(card.names, () if is_named else card.about) for card in cards_for(order)],
        at=order.source.at,
        lang=order.sides[0],
        sheet=HALVES if chosen(choices, "cards") == "2" else WHOLE,
        anyway=bool(chosen(choices, "anyway")),
    )


def cards_for(order: Order) -> list[NameCard]:
    """In the order of the conference's people, registered ones behind, each person once."""
    sides = order.sides
    people = _wanted(order)
    known = {(in_one_line(p.name.zh), in_one_line(p.organization.zh)) for p in people}
    known |= {(name, "") for name, _organization in known}
    return [
        *(NameCard(said_names(p, sides), posts(p, sides)) for p in people),
        *(
            NameCard(
                once((one.name if side == "zh" else one.name_en) for side in sides) or (one.name,),
                once((_post_of(one, sides),)),
            )
            for one in order.source.registered
            if one.category in registered_categories(order)
            and (one.name, one.organization) not in known
        ),
    ]


def registered_categories(order: Order) -> Collection[str]:
    """Of the people who are registered alone, those that are asked for."""
    who = chosen(order.choices, "who").lower()
    if chosen(order.choices, "session") or who == "speakers":
        return ()
    if who == "guests":
        return GUESTS
    return {who.removeprefix(ONE_CATEGORY)} if who.startswith(ONE_CATEGORY) else CARDED


def said_names(person: Person, sides: Sides) -> tuple[str, ...]:
    """Bare: 译名 belongs on no card."""
    return once(in_one_line(person.name.in_side(side)) for side in sides)


def _post_of(one: Registered, sides: Sides) -> str:
    """As it was written at the registration, which knows one language: once, in its order."""
    is_chinese = has_chinese(f"{one.organization}{one.title}")
    side = sides[0] if len(sides) == 1 or is_chinese else "en"
    if one.organization and one.organization in one.title:
        return one.title
    parts = (one.organization, one.title)
    return (" " if side == "zh" else ", ").join(
        filter(None, parts if side == "zh" else parts[::-1])
    )


def _wanted(order: Order) -> list[Person]:
    program, people = order.source.program, order.source.everybody or order.source.program.people
    who, code = chosen(order.choices, "who").lower(), chosen(order.choices, "session")
    every = list(program.every_session())
    if code:
        session = program.session(code)
        parts = (session, *session.talks) if session else ()
        codes = {role.person.code for part in parts for role in part.roles}
    elif who == "speakers":
        codes = {role.person.code for session in every for role in session.roles}
    elif who == "guests":
        codes = {p.code for session in every for p in session.people_in("guest-of-honor")}
        codes |= {person.code for person in people if person.category in GUESTS}
    elif who.startswith(ONE_CATEGORY):
        category = who.removeprefix(ONE_CATEGORY)
        codes = {person.code for person in people if person.category == category}
    else:
        return list(people)
    return [person for person in people if person.code in codes]
