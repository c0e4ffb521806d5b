"""Tags of pages that show people."""

from django import template

from conference.program.portraits import portrait

register = template.Library()
register.simple_tag(portrait)
