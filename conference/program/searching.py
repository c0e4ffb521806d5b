"""Search in a published program: Chinese anywhere in a word, English, pinyin and initials.

The index is made once a release and process, at the first search (0.1 s for 600 sessions), and
asks no database: a search is a walk over some hundred short texts.
"""

from dataclasses import dataclass

from conference.bilingual import Text
from conference.people.pinyin import search_text
from conference.program.document import Person, Program, Session
from conference.program.feeds import plain_from_html


@dataclass(frozen=True)
class Index:
    """What can be found, each with the lower-case text it is found by."""

    sessions: dict[str, str]  # by code
    people: list[tuple[Person, str]]
    organizations: list[tuple[Text, list[Person], str]]


def index_of(program: Program) -> Index:
    if "search" not in program.kept:
        program.kept["search"] = _index(program)
    return program.kept["search"]


def words_of(q: str) -> list[str]:
    return q.casefold().split()


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
    names = {person.code: _name(person) for person in program.people}
    organizations: dict[Text, list[Person]] = {}
    for person in program.people:
        if person.organization:
            organizations.setdefault(person.organization, []).append(person)
    said = {name: search_text(name.zh, name.en) for name in organizations}
    about = {
        person.code: f"{names[person.code]}\n{said.get(person.organization, '')}"
        for person in program.people
    }
    places = {
        thing.guid: search_text(thing.name.zh, thing.name.en)
        for thing in (*program.rooms, *program.tracks)
    }
    return Index(
        sessions={
            session.code: _session(session, about, places) for session in program.every_session()
        },
        people=[(person, names[person.code]) for person in program.people],
        organizations=[(name, people, said[name]) for name, people in organizations.items()],
    )


def _name(person):
    said = search_text(person.name.en, person.sort_name, names=(person.name.zh,))
    return f"{said}\n{person.sort_name.replace(' ', '')}"


def _session(session: Session, about, places):
    said = [
        session.code.lower(),
        search_text(session.title.zh, session.title.en),
        session.summary.zh.casefold(),
        session.summary.en.casefold(),
        plain_from_html(session.abstract_html.zh).casefold(),
        plain_from_html(session.abstract_html.en).casefold(),
    ]
    said += [places[thing.guid] for thing in (session.room, session.track) if thing]
    said += [about[role.person.code] for role in session.roles]
    return "\n".join(filter(None, said))
