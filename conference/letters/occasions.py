"""When somebody is written to: what each occasion says by itself, and what may stand in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from conference.hooks import Hook


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One thing that goes with a letter; with `shown_as` the text's HTML shows it: an image."""

    filename: str
    content: bytes
    content_type: str
    shown_as: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One occasion. `placeholders` are what its texts may name, {name: what it stands for}.

    `about` gets what a letter's row says it is about, and gives the row it means, or None when
    that is gone. `secrets` and `encloses` are asked when the letter leaves, with that row: a
    personal link, the image of a code, a calendar file. `still` is asked then as well: '' or why
    the letter must not leave any more, a sentence in English (`gettext_noop`).
    """

    name: str  # kept with the row
    label: Any  # for organizers, translated when it is shown
    subject: Any
    text: Any
    placeholders: dict[str, Any]
    about: Callable[[str], Any] = lambda _about: None
    secrets: Callable[[Any, str], dict[str, str]] = lambda _row, _language: {}
    encloses: Callable[[Any, str], list[Enclosed]] = lambda _row, _language: []
    still: Callable[[Any], str] = lambda _row: ""
    # A row of a conference to try a text with, and its values: `sample(conference, language)`.
    sample: Callable[[Any, str], tuple[Any, dict[str, str]] | None] = lambda _c, _language: None
    # Everybody to whom it is written on a day that an organizer sets, as `writing.Addressee`; None:
    # this occasion comes about by itself.
    everybody: Callable[[Any], list[Any]] | None = None
    sms: Any = ""  # what a short message on it says; '': none ever does
    secret_names: frozenset[str] = field(default_factory=frozenset)
    may_be_stopped: bool = False  # whoever gets it may want no more of its kind


OCCASIONS: Hook[[], list[Occasion]] = Hook("On which occasions is somebody written to?")


def occasions() -> dict[str, Occasion]:
    """Every occasion by its name, in the order of joining."""
    return {occasion.name: occasion for joined in OCCASIONS.ask() for occasion in joined}
