"""Questions of one sort, answered with one press."""

from dataclasses import dataclass

from django.utils.translation import ngettext

from conference.program.entering.decisions import NEW

KNOWN = "known"  # of each question the only one whom the directory names
_FROM = 2  # questions


@dataclass(frozen=True)
class Together:
    """A press for `count` questions about `subject`: `value` is their answer."""

    subject: str
    value: str
    count: int

    @property
    def label(self) -> str:
        n = self.count
        told = {
            ("organization", NEW): ngettext(
                "%(n)d organization is new", "All %(n)d organizations are new", n
            ),
            ("organization", KNOWN): ngettext(
                "%(n)d organization is the one that is named",
                "All %(n)d organizations are the ones that are named",
                n,
            ),
            ("person", NEW): ngettext("%(n)d person is new", "All %(n)d people are new", n),
            ("person", KNOWN): ngettext(
                "%(n)d person is the one who is named",
                "All %(n)d people are the ones who are named",
                n,
            ),
        }
        return told[self.subject, self.value] % {"n": n}


def presses(open_asks) -> list[Together]:
    """What can be answered at once: by subject, where it is asked of several."""
    found = []
    for subject in ("organization", "person"):
        asks = [ask for ask in open_asks if ask.subject == subject]
        if len(asks) < _FROM:
            continue
        found.append(Together(subject, NEW, len(asks)))
        if all(_only(ask) for ask in asks):
            found.append(Together(subject, KNOWN, len(asks)))
    return found


def answers(open_asks, subject: str, value: str) -> dict[str, str]:
    """{key: answer} of what one press says; {} for none that is offered."""
    if not any((one.subject, one.value) == (subject, value) for one in presses(open_asks)):
        return {}
    asks = [ask for ask in open_asks if ask.subject == subject]
    return {ask.key: _only(ask) if value == KNOWN else NEW for ask in asks}


def _only(ask) -> str:
    """The one candidate of a question, '' where it has several."""
    named = [option.value for option in ask.options if option.value != NEW]
    return named[0] if len(named) == 1 else ""
