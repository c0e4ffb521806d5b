"""Two browsers, and what the boxes of a conflict send."""

from decimal import Decimal

from django.forms import CharField, DecimalField, IntegerField, TypedChoiceField
from django.test import Client

from tests.pages import form_data, parsed


def browser(user):
    opened = Client()
    opened.force_login(user)
    return opened


def other_value(field, value, turn):
    """A valid value of a box other than `value`, a new one each `turn`; None where hard to say."""
    if type(field) is CharField or type(field).__name__ == "LinesField":
        return f"{value} {'xyz'[turn]}".strip()
    if isinstance(field, DecimalField):
        return f"{Decimal(value or 0) + turn + 1:.{field.decimal_places}f}"
    if isinstance(field, IntegerField):
        return str(int(value or 0) + turn + 1)
    if type(field) is TypedChoiceField:
        others = [str(key) for key, _label in field.choices if str(key) not in ("", str(value))]
        return others[turn] if turn < len(others) else None
    return None


def sent(page, name, turn):
    """What a browser sends after its person changed one box, and the value."""
    form = page.context["adminform"].form
    value = other_value(form.fields[name], form[name].value() or "", turn)
    return form_data(page, **{name: value}), value


def chosen(page, side):
    """What the radios of a page's conflicts send when one `side` is chosen."""
    radios = parsed(page).xpath("//*[contains(@class,'meanwhile')]//input[@type='radio']")
    return {r.get("name"): r.get("value") for r in radios if r.get("value").startswith(side)}


def session_page(row):
    return f"/admin/program/session/{row.pk}/change/"
