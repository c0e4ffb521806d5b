"""The models of the frame, by subject. Everybody imports them from here."""

from conference.models.acts import Act
from conference.models.frame import (
    ASCII_SLUG,
    Conference,
    ConferenceQuerySet,
    Dated,
    Highlight,
    InConference,
    Room,
    Stamp,
    Track,
    check_time_zone,
    in_order,
    one_of,
)
from conference.models.identity import SiteIdentity
from conference.models.stamped import Stamped
from conference.models.steps import StepAside
from conference.models.team import Invitation, TeamInvitation, TeamMember
from conference.models.terms import Term, TermsApart, TermsOverlap
from conference.models.venue import PHONE, WEB_ADDRESS, Contact, Hotel, Photo, Picture, VenuePlan

__all__ = [
    "ASCII_SLUG",
    "PHONE",
    "WEB_ADDRESS",
    "Act",
    "Conference",
    "ConferenceQuerySet",
    "Contact",
    "Dated",
    "Highlight",
    "Hotel",
    "InConference",
    "Invitation",
    "Photo",
    "Picture",
    "Room",
    "SiteIdentity",
    "Stamp",
    "Stamped",
    "StepAside",
    "TeamInvitation",
    "TeamMember",
    "Term",
    "TermsApart",
    "TermsOverlap",
    "Track",
    "VenuePlan",
    "check_time_zone",
    "in_order",
    "one_of",
]
