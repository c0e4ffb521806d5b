"""What the door decides about one scan, over plain values alone: the same at every desk.

No rows, no clock, no language. The cases with their answers lie in
tests/attendance/desk/door.json, so that any other place which decides (a device without a network)
can be held to the same answers.
"""

from collections.abc import Collection

ADMITTED, ALREADY, REFUSED, QUESTION = "admitted", "already", "refused", "question"

# A registration's status -> why it is no way in. Nobody at the door can overrule these.
NOT_WELCOME = {
    "cancelled": "cancelled",
    "declined": "declined",
    "pending": "not_confirmed",
    "waitlisted": "not_confirmed",
}


def decide(
    *,
    status: str | None,
    elsewhere: bool = False,
    chosen: Collection[str] = (),
    sub_forum: str = "",
    direction: str = "in",
    admitted: bool = False,
    left: bool = False,
    override: bool = False,
    of_this_station: bool = True,
    confirmed_only: bool = True,
    at: float = 0,
    opens_at: float | None = None,
    closes_at: float | None = None,
    category: str = "",
    categories: Collection[str] = (),
) -> tuple[str, str]:
    """(result, reason) of a scan.

    `status` is the registration's, None for an unknown code; `elsewhere`: it is one of another
    conference. `chosen` are the codes of the
    sub-forums that the person chose; `sub_forum` is the code of the one whose door this is, empty
    where nobody had to choose. `admitted`: whether the person is signed in here already; `left`:
    whether they were scanned out since they last came.
    `override`: somebody at the door was asked, and lets the person in. Then the reason stays with
    the result `admitted`: it says what was overruled.

    `of_this_station`: whether the station was given this checkpoint. `at`, `opens_at` and
    `closes_at` are seconds since 1970, None where it never opens or closes. `categories` are those
    that the checkpoint is for, empty for everyone; `category` is the person's.
    """
    if status is None:
        return REFUSED, "unknown_code"
    if elsewhere:
        return REFUSED, "other_conference"
    if not of_this_station:
        return REFUSED, "other_checkpoint"
    reason = NOT_WELCOME.get(status)
    if reason and (confirmed_only or reason != "not_confirmed"):
        return REFUSED, reason
    if direction == "out" and not admitted:
        return REFUSED, "not_signed_in"
    if direction == "out":
        return (ALREADY if left else ADMITTED), ""
    if admitted:
        return ALREADY, ""
    doubt = (
        ("not_open" if not is_open(at, opens_at, closes_at) else "")
        or ("other_category" if categories and category not in categories else "")
        or wrong_door(chosen, sub_forum)
    )
    if doubt:
        return (ADMITTED if override else QUESTION), doubt
    return ADMITTED, ""


def is_open(at: float, opens_at: float | None, closes_at: float | None) -> bool:
    """Whether a checkpoint takes people in; at the moment it closes it does no more."""
    return (opens_at is None or at >= opens_at) and (closes_at is None or at < closes_at)


def wrong_door(chosen: Collection[str], sub_forum: str) -> str:
    """Why somebody is asked at the door of a sub-forum, or ""."""
    if not sub_forum or sub_forum in chosen:
        return ""
    return "other_sub_forum" if chosen else "no_sub_forum"
