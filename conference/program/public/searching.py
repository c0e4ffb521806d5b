"""Search in a published program, the best first: what is in a title, then in its people, then the
rest. Which texts say a word is `matching`'s.

The index is joined once a release and process, at the first search, from texts that the release
brings prepared (`prepared`); a search is a walk over some hundred of them, without a database.
Texts and what is typed are folded alike (`conference.folding`), an older release's too.
"""

from dataclasses import dataclass
from functools import cache

from conference.bilingual import Text, label_in_both_languages
from conference.folding import fold, respelled_words, words
from conference.people.pinyin import search_text
from conference.program.models import Kind
from conference.program.public.matching import Said, Word, place, undotted, with_acronyms
from conference.program.release.document import Program
from conference.program.release.prepared import is_of_today, prepared
from conference.program.release.texts import plain_from_html
from conference.program.release.values import Person, Session


@dataclass(frozen=True)
class Index:
    """What can be found, each with what it says."""

    sessions: dict[str, tuple[Said, Said, Said]]  # by code: title, people, the rest
    people: list[tuple[Person, Said]]
    organizations: list[tuple[Text, list[Person], Said]]


def index_of(program: Program) -> Index:
    if "search" not in program.kept:
        program.kept["search"] = _index(program)
    return program.kept["search"]


def words_of(q: str) -> list[Word]:
    """What was typed as folded words, without the quotes and full stops around them."""
    return [Word(word) for word in dict.fromkeys(words(undotted(q)))]


def found_sessions(program: Program, words: list[Word]) -> dict[str, int]:
    """{code: how far down it belongs} of the sessions, talks among them, that say every word; the
    best first, equals in the program's order. 0 says all of them in its title.
    """
    found = {}
    for code, parts in index_of(program).sessions.items():
        if (at := place(parts, words)) is not None:
            found[code] = at
    return dict(sorted(found.items(), key=lambda row: row[1]))


def found_people(program: Program, words: list[Word]) -> list[Person]:
    return [person for person, said in index_of(program).people if said.says_all(words)]


def found_organizations(program: Program, words: list[Word]) -> list[tuple[Text, list[Person]]]:
    """[(organization, its people at this conference)]."""
    return [
        (name, people)
        for name, people, said in index_of(program).organizations
        if said.says_all(words)
    ]


def _index(program):
    names = {person.code: _name(program, person) for person in program.people}
    organizations: dict[Text, list[Person]] = {}
    for person in program.people:
        if person.organization:
            organizations.setdefault(person.organization, []).append(person)
    said = {name: _organization(program, name, people) for name, people in organizations.items()}
    about = {
        person.code: Said.joined(filter(None, (names[person.code], said.get(person.organization))))
        for person in program.people
    }
    places = {
        thing: _prepared(program, rows, thing.slug, thing.name)
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
    if found is None or not is_of_today(found, text.zh, text.en, is_name=is_name):
        found = prepared(text.zh, text.en, is_name=is_name)
    return Said.of(fold(found))


def _organization(program, name, people):
    """Its name, and what everybody calls it ('哈工大', 'HIT')."""
    said = [_prepared(program, "organizations", people[0].code, name)]
    short_names = {person.organization_short_name for person in people}
    said += [Said.of(prepared(short.zh, short.en)) for short in short_names if short]
    return Said.joined(said)


def _name(program, person):
    """Also in either order."""
    first, _space, rest = person.name.en.rpartition(" ")
    orders = (person.sort_name, person.name.en, f"{rest} {first}".strip())
    said = _prepared(program, "people", person.code, person.name, is_name=True)
    return Said.joined((said, Said.of(search_text(names=orders))))


def _session(program, session: Session, about, places):
    """`about` people and `places` are read already, once for all their sessions."""
    written = [
        session.summary.zh,
        session.summary.en,
        _plain(session.abstract_html.zh),
        _plain(session.abstract_html.en),
    ]
    written += respelled_words("\n".join(written))
    title = _prepared(program, "sessions", session.code, session.title)
    beside = [places[thing] for thing in (session.room, session.track) if thing]
    beside += filter(None, [_kinds().get(session.kind)])
    return (
        Said.joined((title, Said(fold(session.code)))),
        Said.joined(about[role.person.code] for role in session.roles),
        Said.joined((Said(with_acronyms(fold("\n".join(filter(None, written))))), *beside)),
    )


@cache
def _kinds() -> dict[str, Said]:
    """What the words for each kind of session say, in both languages."""
    words = {kind.value: label_in_both_languages(kind.label) for kind in Kind}
    return {kind: Said.of(search_text(text.zh, text.en)) for kind, text in words.items()}


def _plain(html):
    return plain_from_html(html) if html else ""
