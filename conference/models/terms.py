"""Terms: dated rows of one kind of which no two share a day, whatever their state.

Both days of a term belong to it, and an empty one is open: who left on 31 December may be back on
1 January, and a term without any day covers all of them.
"""

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from conference.models.frame import Dated


class TermsOverlap(IntegrityError):
    """Two terms share a day: what the database would refuse, said before it in words for people."""

    def __init__(self, message):
        super().__init__(message)
        self.message = str(message)


def term_words(row: Dated) -> str:
    """'from 2020-01-01 to 2021-12-31', also where a day is open; in the reader's language."""
    days = {"since": row.since, "until": row.until}
    if row.since and row.until:
        return _("from %(since)s to %(until)s") % days
    if row.since:
        return _("since %(since)s, without an end") % days
    if row.until:
        return _("until %(until)s, without a beginning") % days
    return _("without a beginning or an end")


def sharing_a_day(since, until) -> Q:
    """The condition on dated rows that they share a day with a term; None is open."""
    condition = Q()
    if until is not None:
        condition &= Q(since__isnull=True) | Q(since__lte=until)
    if since is not None:
        condition &= Q(until__isnull=True) | Q(until__gte=since)
    return condition


def share_a_day(one: Dated, other: Dated) -> bool:
    """`sharing_a_day` of two rows at hand."""
    return (one.since is None or other.until is None or one.since <= other.until) and (
        other.since is None or one.until is None or other.since <= one.until
    )


class TermsApart(models.BaseConstraint):
    """No two rows that agree in the foreign keys `of` share a day; `only` narrows to some rows.

    The message may name the other row: `%(other)s`, and its days: `%(term)s`.

    PostgreSQL keeps this as an exclusion constraint. An id stands in it as a range of one number,
    which needs no extension; it is judged at the end of the transaction, so that one save may move
    the end of a term together with the beginning of the next. SQLite knows no such constraint;
    there `Term.save` keeps it, in a transaction that holds the only lock for writing.
    """

    def __init__(self, *, of, name, violation_error_message, only=None, violation_error_code=None):
        self.of, self.only = tuple(of), dict(only or {})
        # Beside these a form tells that the rule is broken.
        self.fields = (*self.of, "since", "until")
        super().__init__(
            name=name,
            violation_error_code=violation_error_code,
            violation_error_message=violation_error_message,
        )

    def __eq__(self, other):
        return isinstance(other, TermsApart) and self.deconstruct() == other.deconstruct()

    def __hash__(self):
        return hash(self.name)

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        kwargs["of"] = self.of
        if self.only:
            kwargs["only"] = self.only
        return path, args, kwargs

    def get_violation_error_message(self):
        return self.violation_error_message  # its names are filled in where the other row is known

    # --- The database -------------------------------------------------------------------------

    def constraint_sql(self, model, schema_editor):
        if schema_editor.connection.vendor != "postgresql":
            return None
        quote = schema_editor.quote_name
        column = {field.name: quote(field.column) for field in model._meta.concrete_fields}
        ranges = [f"int8range({column[name]}, {column[name]}, '[]')" for name in self.of]
        ranges.append(f"daterange({column['since']}, {column['until']}, '[]')")
        excluded = ", ".join(f"({each}) WITH &&" for each in ranges)
        where = " AND ".join(
            f"{column[name]} = {schema_editor.quote_value(value)}"
            for name, value in self.only.items()
        )
        return (
            f"CONSTRAINT {quote(self.name)} EXCLUDE USING gist ({excluded})"
            f"{f' WHERE ({where})' if where else ''} DEFERRABLE INITIALLY DEFERRED"
        )

    def create_sql(self, model, schema_editor):
        constraint = self.constraint_sql(model, schema_editor)
        table = schema_editor.quote_name(model._meta.db_table)
        return constraint and f"ALTER TABLE {table} ADD {constraint}"

    def remove_sql(self, model, schema_editor):
        if schema_editor.connection.vendor != "postgresql":
            return None
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} DROP CONSTRAINT {schema_editor.quote_name(self.name)}"

    # --- Rows ---------------------------------------------------------------------------------

    def covers(self, row, *, known=()) -> bool:
        """Whether the rule says anything of the row; the foreign keys `known` count as there."""
        asked = set(self.of) - set(known)
        return all(getattr(row, f"{name}_id") is not None for name in asked) and all(
            getattr(row, name) == value for name, value in self.only.items()
        )

    def are_rivals(self, one, other, *, known=()) -> bool:
        """Whether two rows at hand, with the same row under `known`, break the rule together."""
        return (
            self.covers(one, known=known)
            and self.covers(other, known=known)
            and all(getattr(one, f"{n}_id") == getattr(other, f"{n}_id") for n in self.of)
            and share_a_day(one, other)
        )

    def rival_of(self, row, *, using=DEFAULT_DB_ALIAS):
        """A row of the database that shares a day with this one, or None. One query."""
        if not self.covers(row):
            return None
        same = {f"{name}_id": getattr(row, f"{name}_id") for name in self.of} | self.only
        rows = type(row)._default_manager.using(using).filter(**same).exclude(pk=row.pk)
        return rows.filter(sharing_a_day(row.since, row.until)).order_by("since", "pk").first()

    def refusal(self, rival) -> ValidationError:
        return ValidationError(
            self.violation_error_message,
            code=self.violation_error_code or "terms_overlap",
            params={"other": rival, "term": term_words(rival)},
        )

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        # `exclude` is not asked: a column outside the form has its value in the row.
        if instance.is_judged_together:
            return
        if rival := self.rival_of(instance, using=using):
            raise self.refusal(rival)


class Term(Dated):
    """A dated row with `TermsApart` among its constraints, saved one at a time.

    Checked and written while the row that `term_of` names is held: two people who add terms at the
    same moment are judged one after the other, on every database. Two more queries and one a rule.
    """

    term_of = ""  # a foreign key
    is_judged_together = False  # by a formset, with all the rows beside it

    class Meta:
        abstract = True

    @classmethod
    def term_rules(cls) -> list[TermsApart]:
        return [rule for rule in cls._meta.constraints if isinstance(rule, TermsApart)]

    def hold_terms(self):
        """Hold the row whose terms these are until the transaction ends. One query."""
        field = self._meta.get_field(self.term_of)
        rows = field.remote_field.model._base_manager.select_for_update(no_key=True)
        rows.filter(pk=getattr(self, field.attname)).values_list("pk").first()

    def clean(self):
        super().clean()
        # What a form finds free is still free when it is saved in the same transaction.
        if transaction.get_connection().in_atomic_block:
            self.hold_terms()

    def save(self, *args, **kwargs):
        """Raises TermsOverlap."""
        written, rules = kwargs.get("update_fields"), self.term_rules()
        if written is not None and not any({*r.fields, *r.only} & set(written) for r in rules):
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            self.hold_terms()
            if not self.is_judged_together:
                for rule in rules:
                    if rival := rule.rival_of(self):
                        raise TermsOverlap(rule.refusal(rival).messages[0])
            super().save(*args, **kwargs)
