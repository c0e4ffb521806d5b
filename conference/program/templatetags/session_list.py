"""A tag of the admin's list of sessions; `admin.session_groups` says what stands there."""

from django import template

register = template.Library()


@register.simple_tag
def standing_before(changes, index):
    """The heads and gaps before a row of the list; at the number of rows, what ends it."""
    return changes.between.get(index, ())
