"""How an app asks one that stands above it, which it cannot import: by a hook.

The lower app holds the hook where it asks and says what is asked; the higher one joins a function
in its `ready()`. Nobody joins later, so that the answers stay the same while the site runs.
"""

from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Hook(Generic[Asked, Answer]):
    """A question to whoever stands above: `Hook[[User], bool]("who else may ...")`."""

    def __init__(self, question: str):
        self.question = question
        self.joined: tuple[Callable[Asked, Answer | None], ...] = ()

    def __repr__(self):
        return f"<Hook: {self.question}>"

    def join(self, answers: Callable[Asked, Answer | None]) -> None:
        """Let `answers` be asked too, after those that joined before; a second joining is none."""
        if answers not in self.joined:
            self.joined = (*self.joined, answers)

    def ask(self, *args: Asked.args, **kwargs: Asked.kwargs) -> list[Answer]:
        """What each answers, in the order of joining; None says that it has nothing to say."""
        found = (answers(*args, **kwargs) for answers in self.joined)
        return [answer for answer in found if answer is not None]
