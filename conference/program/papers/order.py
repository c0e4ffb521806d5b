"""What is asked for: of which source, in which languages, with what else was chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from conference.program.papers.sources import Source
from conference.program.papers.words import Sides


@dataclass(frozen=True, slots=True)
class Order:
    """`choices` are those of a paper's own, as an address brings them: {"parts": ["people"]}."""

    source: Source
    sides: Sides
    choices: Mapping[str, list[str]] = field(default_factory=dict)


def chosen(choices: Mapping[str, Sequence[str]], name: str) -> str:
    """What was chosen; of several the last one, "" for nothing."""
    return (choices.get(name) or [""])[-1]
