"""Hosts of a conference under the word for what they are to it, as everything prints them."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from conference.bilingual import Text, label_in_both_languages
from conference.people.models import HostRole
from conference.wording.labels import first_upper

RANK = {role: rank for rank, role in enumerate(HostRole.Role.values)}


class Host(Protocol):
    """A row, or a value of a release."""

    @property
    def role(self) -> str: ...

    @property
    def called(self) -> Text: ...


Of = TypeVar("Of", bound=Host)


def by_role(hosts: Iterable[Of]) -> list[tuple[Text, list[Of]]]:
    """[(heading, hosts)]: roles by rank, hosts as listed. Those of one role that are called by a
    word of their own stand together under it. No query.
    """
    groups: dict[tuple[str, Text], list[Of]] = {}
    for host in sorted(hosts, key=lambda host: RANK[host.role]):
        groups.setdefault((host.role, host.called), []).append(host)
    return [(_heading(role, called), found) for (role, called), found in groups.items()]


def _heading(role: str, called: Text) -> Text:
    word = called or label_in_both_languages(HostRole.Role(role).label)
    return Text(word.zh, first_upper(word.en))
