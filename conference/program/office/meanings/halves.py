"""Halves of a day as agendas are divided: one rule for what is read and for what is printed.

14:00 stands below 下午, and 2:00 below 下午 is 14:00.
"""

NIGHT, MORNING, NOON, AFTERNOON, EVENING = "night", "am", "noon", "pm", "eve"
HALVES = (NIGHT, MORNING, NOON, AFTERNOON, EVENING)
_BEGIN = ((18, EVENING), (13, AFTERNOON), (12, NOON), (5, MORNING), (0, NIGHT))  # o'clock


def of_hour(hour: int) -> str:
    """The half of the day in which begins what begins then: 中午 is the hour after twelve."""
    return next(half for first, half in _BEGIN if hour >= first)


def hour_below(half: str, hour: int) -> int:
    """What an hour means without a mark of its own, below a half of the day."""
    is_late = half in (NOON, AFTERNOON) and 1 <= hour <= 9
    return hour + 12 if is_late or (half == EVENING and 4 <= hour < 12) else hour
