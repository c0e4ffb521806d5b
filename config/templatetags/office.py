"""What the admin's templates ask for: the frame around a page."""

from django import template
from django.contrib import admin

from conference import filters
from config.office.frame import frame
from config.office.menu import group_of

register = template.Library()


@register.simple_tag(takes_context=True)
def office_frame(context):
    """The frame (`office.frame`) of a signed-in person's page; None on any other."""
    if not context.get("has_permission") or context.get("is_popup"):
        return None
    return frame(context["request"], admin.site, context.flatten())


@register.simple_tag
def menu_group(opts):
    """The menu's group of a model, for the way above a page; '' where it goes by the same name."""
    name = str(group_of(opts.label_lower).name)
    return "" if name.lower() == str(opts.verbose_name_plural).lower() else name


@register.simple_tag
def chosen_filters(changelist):
    return filters.chosen(changelist)
