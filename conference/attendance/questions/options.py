"""The options of a list: one a line, in two languages whose lines belong together."""

from conference.attendance.models import Question
from conference.bilingual import Text


def option_lines(text: str) -> list[str]:
    """The options of a question as organizers write them: one a line, blank lines left out."""
    return [line for line in (" ".join(raw.split()) for raw in text.splitlines()) if line]


def options_of(question: Question) -> list[str]:
    """What is offered, in the active language."""
    return option_lines(str(question.options))


def all_options(question: Question) -> list[Text]:
    """Each option in both languages; where they have not as many, each language for itself."""
    zh, en = (option_lines(text) for text in (question.options_zh, question.options_en))
    if len(zh) == len(en):
        return [Text(*pair) for pair in zip(zh, en, strict=True)]
    return [*(Text(zh=line) for line in zh), *(Text(en=line) for line in en)]


def option_of(question: Question, said: str) -> Text | None:
    """The option that was chosen under this name, in either language."""
    for option in all_options(question):
        if said and said in (option.zh, option.en):
            return option
    return None


def in_active_language(question: Question, said: str) -> str:
    return str(option_of(question, said) or said)


def same_option(question: Question, one: str, other: str) -> bool:
    """Whether two texts name one option, whichever language each is in."""
    found = option_of(question, one)
    return one == other or (found is not None and other in (found.zh, found.en))
