"""One conference as one file, there and back without a difference, and as the next conference.

    {"format": "lectern-conference", "version": 1, "lectern": "0.9",
     "conference": {name: value},
     "sections": {"rooms": [{"id": "<guid, or the row's number>", name: value}], ...},
     "files": {"<sha256>.webp": "<base64>"}}

What a conference is made of stands in `parts`; rows name each other by `id`, moments are written
on the conference's clock. In the file is the draft alone: no release, nobody's registration or
sign-in, no team, and of participants neither phone nor mail nor note.

    conference --taking--> document --changing--> document --bringing--> conference
    bytes --checking--> document
"""

from config.carrying.bringing import Brought, bring
from config.carrying.changing import changed
from config.carrying.checking import MAX_BYTES, CarryRefused, read_document
from config.carrying.taking import document_of, written

__all__ = [
    "MAX_BYTES",
    "Brought",
    "CarryRefused",
    "bring",
    "changed",
    "document_of",
    "read_document",
    "written",
]
