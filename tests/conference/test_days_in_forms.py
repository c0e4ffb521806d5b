"""Whatever form asks for a day reads it by one rule: none is taken that reads two ways."""

from django import forms
from django.contrib import admin
from django.urls import get_resolver

from conference.clock import DayField


def our_forms(form=forms.BaseForm):
    for found in form.__subclasses__():
        if found.__module__.startswith(("conference", "config", "alliance")):
            yield found
        yield from our_forms(found)


def test_every_form_of_ours_reads_days_by_one_rule():
    admin.autodiscover()
    assert get_resolver().url_patterns  # so that every page's module is there

    days = {
        f"{form.__name__}.{name}": type(field)
        for form in our_forms()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.DateField)
    }

    assert {"ActForm.on", "CopyForm.first_day"} <= set(days)
    assert {name for name, kind in days.items() if not issubclass(kind, DayField)} == set()
