"""In which order an English name is printed: decided here, for pages, feeds, cards and prints.

As the person chose; else family name first for people with a Chinese name of their own or of an
organization in China (Wang Quan), given name first for everybody else (Jane Smith).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.people.pinyin import has_chinese

CHINA = "CN"


class NameOrder(models.TextChoices):
    FAMILY_FIRST = "family", _("family name first")
    GIVEN_FIRST = "given", _("given name first")


def is_family_first(
    *, chosen: str = "", name_zh: str = "", zh_is_rendering: bool = False, country: str = ""
) -> bool:
    """`chosen` is a NameOrder or ''; `country` is the organization's. A Chinese name that is our
    rendering says nothing of how the person writes the own one.
    """
    if chosen:
        return chosen == NameOrder.FAMILY_FIRST
    return (has_chinese(name_zh) and not zh_is_rendering) or country.strip().upper() == CHINA


def in_order(family: str, given: str, *, family_first: bool) -> str:
    """'Wang Quan' or 'Quan Wang'; one of them alone where the other is empty."""
    return " ".join(filter(None, (family, given) if family_first else (given, family)))
