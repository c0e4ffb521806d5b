"""What templates ask of acts."""

from django import template

from conference.acts import offering

register = template.Library()

register.filter("undo_of", offering.undo_of)
register.filter("is_passed", offering.is_passed)
