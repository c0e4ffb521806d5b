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


class KeepsNameOrder:
    """A person whose English name was printed before a Chinese one joined it: it stays in the order
    in which it was. Ali Sample does not become Sample Ali.
    """

    _decides = ("name_zh", "family_name_en", "given_name_en", "name_order_en", "family_name_first")

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        row.remember_name()
        return row

    def remember_name(self):
        self.name_was = {name: self.__dict__.get(name) for name in self._decides}

    def order_to_keep(self) -> str:
        """The NameOrder to save: what was chosen, or has to be said now to stay; '' for neither."""
        was = getattr(self, "name_was", {})
        name_was = was.get("family_name_en"), was.get("given_name_en")
        joins = self.name_zh and not self.name_zh_is_rendering and was.get("name_zh") == ""
        if self.name_order_en or not joins or not all(name_was):
            return self.name_order_en
        if name_was != (self.family_name_en, self.given_name_en) or was["name_order_en"]:
            return ""
        return NameOrder.FAMILY_FIRST if was["family_name_first"] else NameOrder.GIVEN_FIRST
