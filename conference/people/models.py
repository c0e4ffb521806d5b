"""Organization, Person, HostRole: the site's shared directory, public fields only."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from conference.bilingual import Bilingual, Text, either_language, pair
from conference.folding import fold, words
from conference.history import WRITTEN
from conference.images import CheckedImageField
from conference.models import Dated, InConference, Stamped, in_order, one_of
from conference.ordering import Ordered
from conference.people import english_names
from conference.people.english_names import KeepsNameOrder, NameOrder, is_family_first
from conference.people.identities import Merged
from conference.people.pinyin import search_text, sort_name
from conference.people.readings import syllables
from conference.permissions import ConferenceScopedQuerySet, Right, SharedQuerySet
from conference.stamps import SITE


class DirectoryQuerySet(SharedQuerySet):
    def matching(self, text: str):
        """Rows whose names, aliases, pinyin or initials contain every word of `text`."""
        rows = self
        for word in words(text):
            rows = rows.filter(search__contains=word)
        return rows

    def known_as(self, guids) -> dict:
        """{guid: row}, also by the guid of a row that was made one with it. Two queries for each
        500 guids.
        """
        guids = {uuid.UUID(str(guid)) for guid in guids}
        merged: dict[uuid.UUID, uuid.UUID] = {}
        for some in in_parts(guids):
            merged |= Merged.objects.kept(some)
        wanted = in_parts(guids.union(merged.values()))
        rows = {row.guid: row for some in wanted for row in self.filter(guid__in=some)}
        found = {guid: rows.get(merged.get(guid, guid)) for guid in guids}
        return {guid: row for guid, row in found.items() if row is not None}


def in_parts(guids, size=500) -> list[list]:
    """What one query after the other asks for."""
    everything = list(guids)
    return [everything[start : start + size] for start in range(0, len(everything), size)]


class DirectoryRow(Stamped):
    """What organizations and people share: an identity, other names, how to sort and find them."""

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    aliases = models.TextField(
        _("other names"),
        blank=True,
        max_length=1_000,
        help_text=_("One a line; for search."),
    )
    sort_name = models.CharField(
        _("sort name"),
        max_length=200,
        blank=True,
        help_text=_("Pinyin, family name first; filled on save, change it where it is wrong."),
    )
    search = models.TextField(editable=False, blank=True)

    prepared, prepared_with = ("sort_name", "search"), ()

    objects = DirectoryQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["sort_name", "pk"]

    def prepare(self):
        """Fill what is derived. For `save` and bulk writes."""
        if not self.sort_name:
            self.sort_name = self.make_sort_name()[:200]
        self.search = self.make_search()

    def save(self, *args, **kwargs):
        self.prepare()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "sort_name", "search"}
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if not is_new:
            WRITTEN.ask(type(self), [self.pk])

    def stamp_scopes(self):
        return (SITE,)


class Organization(DirectoryRow):
    class Kind(models.TextChoices):
        UNIVERSITY = "university", _("university")
        GOVERNMENT = "government", _("government")
        ENTERPRISE = "enterprise", _("enterprise")
        INSTITUTE = "institute", _("research institute")
        ASSOCIATION = "association", _("association")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.UNIVERSITY)
    name_zh, name_en = pair(models.CharField, _("name"), max_length=200)
    short_name_zh, short_name_en = pair(models.CharField, _("short name"), max_length=60)
    city_zh, city_en = pair(models.CharField, _("city"), max_length=100)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        help_text=_("Two letters, ISO 3166: CN."),
    )
    website = models.URLField(_("website"), blank=True)
    logo = CheckedImageField(_("logo"), blank=True)

    name = Bilingual()
    short_name = Bilingual()
    city = Bilingual()

    history = HistoricalRecords(excluded_fields=["search"])

    class Meta(DirectoryRow.Meta):
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            one_of(
                "kind",
                ["university", "government", "enterprise", "institute", "association", "other"],
                constraint="organization_kind_is_known",
            ),
            either_language(
                "name",
                constraint="organization_has_a_name",
                message=_("Give the organization a name in Chinese or in English."),
            ),
        ]

    def __str__(self):
        return str(self.name)

    def save(self, *args, **kwargs):
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if not is_new:
            self.tell_its_people()

    def tell_its_people(self):
        """Its country decides how the English names of its people are printed. Two queries more
        at most, and one where nobody's order changes.
        """
        people = Person.objects.filter(organization=self, name_order_en="")
        for family_first in (True, False):
            turned = [
                person.pk
                for person in people.filter(family_name_first=not family_first)
                if person.decide_order(self.country) is family_first
            ]
            if turned:
                Person.objects.filter(pk__in=turned).update(family_name_first=family_first)

    def make_sort_name(self):
        spelled = syllables(fold(self.name_zh)) or fold(self.name_en).split()
        return " ".join(" ".join(spelled).split())

    def make_search(self):
        return search_text(
            self.name_zh,
            self.name_en,
            self.short_name_zh,
            self.short_name_en,
            *self.aliases.splitlines(),
        )


class AcademicTitle(models.TextChoices):
    """Ranks with a fixed name in both languages; anything else is printed as a position."""

    ACADEMICIAN = "academician", _("Academician")
    PROFESSOR = "professor", _("Professor")
    ASSOCIATE_PROFESSOR = "associate_professor", _("Associate Professor")
    LECTURER = "lecturer", _("Lecturer")
    RESEARCHER = "researcher", _("Research Fellow")
    ASSOCIATE_RESEARCHER = "associate_researcher", _("Associate Research Fellow")
    SENIOR_ENGINEER = "senior_engineer", _("Senior Engineer")


class PersonQuerySet(DirectoryQuerySet):
    def called(self, text: str):
        """Like `matching`, a word being of the name or of the organization."""
        rows = self
        for word in words(text):
            rows = rows.filter(Q(search__contains=word) | Q(organization__search__contains=word))
        return rows


class Person(KeepsNameOrder, DirectoryRow):
    name_zh = models.CharField(
        _("Chinese name"),
        max_length=60,
        blank=True,
        help_text=_("In one piece, as the person writes it; 间隔号 · is allowed."),
    )
    name_zh_is_rendering = models.BooleanField(
        _("the Chinese name is our rendering"),
        default=False,
        help_text=_("Tick when it is not the official one; pages mark it with 译名."),
    )
    family_name_en = models.CharField(_("family name (English)"), max_length=60, blank=True)
    given_name_en = models.CharField(_("given name (English)"), max_length=60, blank=True)
    name_order_en = models.CharField(
        _("order of the English name"),
        max_length=6,
        choices=NameOrder,
        blank=True,
        help_text=_(
            "As the person chose. Empty: family name first for people with a Chinese name or of an "
            "organization in China, given name first for others."
        ),
    )
    # What follows from it, kept by `save`, so that no list needs the organization for a name.
    family_name_first = models.BooleanField(default=False, editable=False)
    academic_title = models.CharField(
        _("academic title"), max_length=24, choices=AcademicTitle, blank=True
    )
    position_zh, position_en = pair(
        models.CharField, pgettext_lazy("of a person", "position"), max_length=200
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("organization"),
    )
    biography_zh, biography_en = pair(models.TextField, _("biography"), max_length=10_000)
    portrait = CheckedImageField(_("portrait"), blank=True)
    website = models.URLField(_("website"), blank=True)

    position = Bilingual()
    biography = Bilingual()

    prepared = (*DirectoryRow.prepared, "family_name_first")
    prepared_with = ("organization",)

    objects = PersonQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search", "family_name_first"])

    class Meta(DirectoryRow.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            one_of(
                "academic_title", ["", *AcademicTitle.values], constraint="academic_title_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(name_zh="", family_name_en="", given_name_en=""),
                name="person_has_a_name",
                violation_error_message=_("Give the person a Chinese or an English name."),
            ),
            models.CheckConstraint(
                condition=Q(name_order_en__in=["", "family", "given"]),
                name="person_name_order_is_known",
                violation_error_message=_("Choose family name first, given name first, or empty."),
            ),
        ]

    def __str__(self):
        return str(self.name)

    def save(self, *args, **kwargs):
        """One query more where an organization that is not loaded decides the order of the name."""
        self.name_order_en = self.order_to_keep()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "family_name_first", "name_order_en"}
        super().save(*args, **kwargs)
        self.remember_name()

    def prepare(self):
        super().prepare()
        self.family_name_first = self.decide_order()

    def decide_order(self, country: str | None = None) -> bool:
        """Whether the English name is printed family name first; see `english_names`."""
        own = {
            "chosen": self.name_order_en,
            "name_zh": self.name_zh,
            "zh_is_rendering": self.name_zh_is_rendering,
        }
        if self.name_order_en or is_family_first(**own):
            return is_family_first(**own)
        if country is None:
            country = self.organization.country if self.organization_id else ""
        return is_family_first(**own, country=country)

    @property
    def name_en(self) -> str:
        """'Chen Junlong' or 'Jane Smith': the one order that everything prints."""
        return english_names.in_order(
            self.family_name_en, self.given_name_en, family_first=self.family_name_first
        )

    @property
    def name(self) -> Text:
        return Text(self.name_zh, self.name_en, zh_is_rendering=self.name_zh_is_rendering)

    def make_sort_name(self):
        return sort_name(self.name_zh, self.family_name_en, self.given_name_en)

    def make_search(self):
        orders = [
            english_names.in_order(self.family_name_en, self.given_name_en, family_first=first)
            for first in (False, True)
        ]
        return search_text(
            self.sort_name, names=(self.name_zh, *orders, *self.aliases.splitlines())
        )


class HostRoleQuerySet(ConferenceScopedQuerySet):
    edit_right = Right.EDIT_DRAFT


class HostRole(Ordered, InConference, Dated):
    """What an organization is to a conference: who organizes it, undertakes it, supports it."""

    class Role(models.TextChoices):
        """In the order in which they are printed. What is kept for 主办 is an older word, which
        releases and programs know it by; nobody reads it.
        """

        GUIDE = "guide", _("guided by")
        SPONSOR = "sponsor", _("organized by")
        UNDERTAKER = "undertaker", _("undertaken by")
        CO_ORGANIZER = "co-organizer", _("co-organized by")
        SUPPORTER = "supporter", _("supported by")
        MEDIA = "media", _("media support")
        FUNDER = "funder", _("sponsored by")  # with money

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="host_roles",
        verbose_name=_("organization"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    called_zh, called_en = pair(
        models.CharField,
        _("own word for the role"),
        max_length=60,
        help_text=_("Where it is called otherwise: “战略合作伙伴”, “strategic partner”."),
    )

    called = Bilingual()

    objects = HostRoleQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ordered.Meta):
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "organization", "role"],
                name="host_has_each_role_once",
                violation_error_message=_("This organization has this role already."),
            ),
            one_of(
                "role",
                [
                    "guide",
                    "sponsor",
                    "undertaker",
                    "co-organizer",
                    "supporter",
                    "media",
                    "funder",
                ],
                constraint="host_role_is_known",
                message=_("Choose one of the listed roles."),
            ),
            in_order("host_role_ends_after_it_begins"),
        ]

    def __str__(self):
        return f"{self.called or self.get_role_display()} · {self.organization}"
