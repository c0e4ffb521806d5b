"""Tags of pages that show people."""

from django import template

from conference.program.public.portraits import portrait

register = template.Library()
register.simple_tag(portrait)
