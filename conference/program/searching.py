"""Search in a published program: Chinese anywhere in a word, English, pinyin and initials.

The index is joined once a release and process, at the first search, from texts that the release
brings prepared (`prepared`); a search is a walk over some hundred of them, without a database.
Texts and what is typed are folded alike (`conference.folding`), an older release's too.
"""

from dataclasses import dataclass

from conference.bilingual import Text
from conference.folding import fold, words
from conference.program.document import Person, Program, Session
from conference.program.feeds import plain_from_html
from conference.program.prepared import prepared


@dataclass(frozen=True)
class Index:
    """What can be found, each with the folded text it is found by."""

    sessions: dict[str, str]  # by code
    people: list[tuple[Person, str]]
    organizations: list[tuple[Text, list[Person], str]]


def index_of(program: Program) -> Index:
    if "search" not in program.kept:
        program.kept["search"] = _index(program)
    return program.kept["search"]


def words_of(q: str) -> list[str]:
    """What was typed as folded words, without the quotes and full stops around them."""
    return words(q)


def is_found(text: str, words: list[str]) -> bool:
    """Whether every word is somewhere in the text."""
    return all(word in text for word in words)


def found_sessions(program: Program, words: list[str]) -> set[str]:
    """Codes of the sessions, talks among them, that say every word."""
    return {code for code, text in index_of(program).sessions.items() if is_found(text, words)}


def found_people(program: Program, words: list[str]) -> list[Person]:
    return [person for person, text in index_of(program).people if is_found(text, words)]


def found_organizations(program: Program, words: list[str]) -> list[tuple[Text, list[Person]]]:
    """[(organization, its people at this conference)]."""
    return [
        (name, people)
        for name, people, text in index_of(program).organizations
        if is_found(text, words)
    ]


def _index(program):
    names = {person.code: _name(program, person) for person in program.people}
    organizations: dict[Text, list[Person]] = {}
    for person in program.people:
        if person.organization:
            organizations.setdefault(person.organization, []).append(person)
    said = {
        name: fold(_organization(program, name, people)) for name, people in organizations.items()
    }
    about = {
        person.code: f"{names[person.code]}\n{said.get(person.organization, '')}"
        for person in program.people
    }
    places = {
        thing: fold(_prepared(program, rows, thing.slug, thing.name))
        for rows, things in (("rooms", program.rooms), ("tracks", program.tracks))
        for thing in things
    }
    return Index(
        sessions={
            session.code: _session(program, session, about, places)
            for session in program.every_session()
        },
        people=[(person, names[person.code]) for person in program.people],
        organizations=[(name, people, said[name]) for name, people in organizations.items()],
    )


def _prepared(program, rows, key, text: Text, *, is_name=False):
    found = program.search.get((rows, key))
    return prepared(text.zh, text.en, is_name=is_name) if found is None else found


def _organization(program, name, people):
    """Its name, and what everybody calls it ('哈工大', 'HIT')."""
    said = [_prepared(program, "organizations", people[0].code, name)]
    short_names = {person.organization_short_name for person in people}
    said += [prepared(short.zh, short.en) for short in short_names if short]
    return "\n".join(said)


def _name(program, person):
    """Also in either order, and without spaces."""
    said = _prepared(program, "people", person.code, person.name, is_name=True)
    first, _space, rest = person.name.en.rpartition(" ")
    orders = (person.sort_name, person.name.en, f"{rest} {first}".strip())
    return fold("\n".join((said, *orders, *(name.replace(" ", "") for name in orders))))


def _session(program, session: Session, about, places):
    """`about` people and `places` are folded already, once for all their sessions."""
    said = [
        session.code,
        _prepared(program, "sessions", session.code, session.title),
        session.summary.zh,
        session.summary.en,
        _plain(session.abstract_html.zh),
        _plain(session.abstract_html.en),
    ]
    beside = [places[thing] for thing in (session.room, session.track) if thing]
    beside += [about[role.person.code] for role in session.roles]
    return "\n".join((fold("\n".join(filter(None, said))), *beside))


def _plain(html):
    return plain_from_html(html) if html else ""
