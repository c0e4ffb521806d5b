"""Who wants no more letters of some kind says so by the address that stands in each of them."""

from conference.hooks import Hook

# Asked with what a letter was about: True where that person gets none of that kind any more.
STOP: Hook[[str], bool] = Hook("Who stops letters that may be stopped?")


def stop(about: str) -> bool:
    """Whether there was somebody to stop them for. Twice is once."""
    return any(STOP.ask(about))
