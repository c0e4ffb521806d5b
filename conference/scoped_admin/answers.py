"""Small matters of the answers of the admin's pages."""

from django.utils import timezone


def answered_in(zone, view, *args, **kwargs):
    """The answer of an admin view whose page is also drawn in `zone`; None leaves the time zone."""
    if zone is None:
        return view(*args, **kwargs)
    with timezone.override(zone):
        response = view(*args, **kwargs)
        return response.render() if hasattr(response, "render") else response


def is_in_conflict(formset) -> bool:
    return getattr(formset, "is_in_conflict", False)
