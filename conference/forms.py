"""What every form of the admin shares: the conference it stands in, and its choosers."""

from urllib.parse import urlencode

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import BaseUserCreationForm
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from conference.controls import without_controls
from conference.exchanging import parked
from conference.ids import possible_id
from conference.markdown import without_margins
from conference.meanwhile.forms import MergingForm

OFFERS = "makes"  # in the address of an autocomplete: whoever asks can open the dialog


class TypedField(forms.CharField):
    """A text by the rule for all texts (`controls`)."""

    def to_python(self, value):
        text = super().to_python(value)
        return text if "\x00" in text else without_controls(text)  # of NUL Django speaks itself


class LinesField(TypedField):
    """A text of several lines, with the ends of lines that imports and commands write.

    Browsers send others: without this, the save of a form would be a change of each of its texts,
    for attendees too. Wide spaces that begin the first paragraph are a part of it.
    """

    def __init__(self, *args, strip=False, **kwargs):
        super().__init__(*args, strip=strip, **kwargs)

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        return without_margins(text)


class _YesNoUnknown(forms.NullBooleanSelect):
    def value_from_datadict(self, data, files, name):
        known = super().value_from_datadict(data, files, name)
        return data.get(name) if known is None else known


class YesNoUnknownField(forms.NullBooleanField):
    """A value that is none of the three is refused; Django takes it for "unknown"."""

    widget = _YesNoUnknown

    def to_python(self, value):
        if value not in (None, "", "unknown", True, False):
            raise ValidationError(
                forms.ChoiceField.default_error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": value},
            )
        return super().to_python(value)


class PossibleChoices(forms.ModelMultipleChoiceField):
    """Several rows; an id that no row can have is no choice, where SQLite would fail to look."""

    def clean(self, value):
        for key in value or ():
            if possible_id(key) is None:
                params = {"pk": str(key)[:40]}
                message = self.error_messages["invalid_pk_value"]
                raise ValidationError(message, code="invalid_pk_value", params=params)
        return super().clean(value)


class KnownChoice(forms.ModelChoiceField):
    """One row; the one that a form's row has loaded already, and keeps, is not looked for again."""

    known = None

    def to_python(self, value):
        kept = self.known is not None and str(value) == str(self.known.pk)
        return self.known if kept else super().to_python(value)


class _ReadOnce(forms.models.ModelChoiceIterator):
    def __iter__(self):
        if not self.field.offered:
            self.field.offered.extend(super().__iter__())
        return iter(self.field.offered)


class ChoiceOfManyRows(KnownChoice):
    """The same choice in each row of a page: what it offers is read once for all of them."""

    iterator = _ReadOnce

    def __init__(self, *args, **kwargs):
        self.offered = []  # shared by the rows' copies of the field
        super().__init__(*args, **kwargs)


class ScopedModelForm(MergingForm, forms.ModelForm):
    """A model form that stands in one conference and checks every rule of its row.

    Of a row that is there it writes what its person changed (`conference.meanwhile`), and the
    rules are asked of the row as it will be.

    `conference` (set on the class by the admin, None outside a conference) is given to a new row
    and cannot be chosen. Constraints are checked also where some of their columns are not in the
    form: the database would refuse them with an error page.
    """

    conference = None
    is_one_of_many = False  # a row of a list, or on the page of its owner
    exchanging = ()  # keys of rows that give up a unique value in the same save
    refused = ""  # by the database, where no rule of the form's has been broken

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.conference is not None and self.instance._state.adding:
            self.instance.conference = self.conference
        for name, field in self.fields.items():
            if isinstance(field, KnownChoice):
                field.known = self._loaded(name)
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, ScopedAutocomplete):
                widget.remember(self.instance, name)

    def _loaded(self, name):
        """The row that this one points to, where it was read with it."""
        column = self.instance._meta.get_field(name)
        return getattr(self.instance, name) if column.is_cached(self.instance) else None

    def clean(self):
        cleaned = super().clean()
        if self.refused:
            self.add_error(None, self.refused)
        return cleaned

    def _post_clean(self):
        # The rules of a row cost queries; many rows have few changes.
        if self.is_one_of_many and self.is_of_a_row and not self.has_changed():
            return
        # Its boxes are read already: what they offer may ask for the very rows that are parked.
        with parked(self._meta.model, self.exchanging):
            self._ask_rules()

    def _ask_rules(self):
        super()._post_clean()
        # Django has skipped each constraint that names a column outside the form.
        if not self._errors and hasattr(self, "cleaned_data"):
            try:
                self.instance.validate_constraints()
            except ValidationError as error:
                self._update_errors(error)

    def _update_errors(self, errors):
        super()._update_errors(ValidationError(self._beside_fields(errors)))

    def _beside_fields(self, error):
        """The messages by field; those of columns that are not in the form stand above it."""
        beside = {}
        for name, messages in error.update_error_dict({}).items():
            for message in messages:
                key = name if name in self.fields else self._field_of(message)
                beside.setdefault(key, []).append(message)
        return beside

    def _field_of(self, error):
        """The field beside which a broken constraint is told: the last one that it asks about."""
        for constraint in self.instance._meta.constraints:
            if error.message == constraint.get_violation_error_message():
                asked = getattr(constraint, "fields", ())
                if not asked and getattr(constraint, "condition", None):
                    asked = constraint.condition.referenced_base_fields
                shown = [box.name for box in self.visible_fields() if box.name in asked]
                return shown[-1] if shown else NON_FIELD_ERRORS
        return NON_FIELD_ERRORS


class ScopedListForm(ScopedModelForm):
    """One row of a list that is edited in place; rows the user may not change stay as they are."""

    may_change = None  # set by the admin: asks for one row
    is_in_table = is_one_of_many = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.may_change(self.instance):
            for field in self.fields.values():
                field.disabled = True


class ScopedAutocomplete(AutocompleteSelect):
    """An autocomplete that asks within one conference and knows the name of what is chosen.

    Django's own asks the database for each chosen row; here the row that the form's instance has
    already loaded is used, so that an inline of many rows costs no more than one of few.
    """

    def __init__(self, *args, conference_id=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.conference_id = conference_id
        self.known = {}

    def use_required_attribute(self, initial):
        # Of a `select` that offers only what is chosen already; the form asks for it itself.
        return False

    def create_option(self, name, value, label, *args, **kwargs):
        return super().create_option(name, value, label or "---------", *args, **kwargs)

    @property
    def related_admin(self):
        """The admin of the rows that are chosen among; it may make one in place."""
        return self.admin_site.get_model_admin(self.field.remote_field.model)

    def get_url(self):
        asked = {"conference": self.conference_id} if self.conference_id else {}
        if hasattr(self.related_admin, "making_address"):
            asked[OFFERS] = 1
        url = super().get_url()
        return f"{url}?{urlencode(asked)}" if asked else url

    def build_attrs(self, *args, **kwargs):
        attrs = super().build_attrs(*args, **kwargs)
        if address := getattr(self.related_admin, "making_address", None):
            attrs["data-make"] = address(self.conference_id)
        return attrs

    def remember(self, instance, name):
        """Keep the label of the row that `instance` holds under the foreign key `name`."""
        field = self.field
        if field.name == name and isinstance(instance, field.model) and field.is_cached(instance):
            chosen = getattr(instance, name)
            self.known = {str(chosen.pk): self.label_of(chosen)} if chosen is not None else {}

    def label_of(self, row) -> str:
        label = getattr(self.related_admin, "autocomplete_label", str)
        return label(row)

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.known = {}
        return copied

    def optgroups(self, name, value, attr=None):
        # What cannot be an id comes from a tampered address or form: nothing is chosen then.
        value = [v for v in value if possible_id(v) is not None]
        unknown = [v for v in value if str(v) not in self.known]
        groups = super().optgroups(name, unknown, attr)
        options = groups[0][1]
        for chosen in value:
            if str(chosen) in self.known:
                label = self.known[str(chosen)]
                options.append(self.create_option(name, chosen, label, True, len(options)))
        return groups


class ScopedWrapper(RelatedFieldWidgetWrapper):
    """The links beside a chooser: change the chosen row, add one to the same conference."""

    @classmethod
    def around(cls, wrapper: RelatedFieldWidgetWrapper, conference_id):
        own = cls(
            wrapper.widget,
            wrapper.rel,
            wrapper.admin_site,
            can_add_related=wrapper.can_add_related,
            can_change_related=wrapper.can_change_related,
            can_delete_related=False,
            can_view_related=wrapper.can_view_related,
        )
        own.conference_id = conference_id
        return own

    def use_required_attribute(self, initial):
        return self.widget.use_required_attribute(initial)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if self.conference_id:
            context["url_params"] += f"&conference={self.conference_id}"
        return context


class NewAccountForm(BaseUserCreationForm):
    """The account of an invited person: a name to sign in with, and a password twice."""

    class Meta(BaseUserCreationForm.Meta):
        fields = ("username",)

    def __init__(self, data=None, *, email):
        super().__init__(data)
        self.instance.email = email

    def clean_username(self):
        username = self.cleaned_data["username"]
        if get_user_model().objects.filter(username__iexact=username).exists():
            raise ValidationError(_("This name is taken. Choose another."))
        return username
