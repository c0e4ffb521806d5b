"""What a purge takes, in words."""

from django.utils.translation import ngettext

from conference.attendance.privacy.purging import Found


def told(found: Found) -> list[str]:
    """One line for each kind of which there is something."""
    return [
        line % {"n": n}
        for n, line in (
            (
                found.people,
                ngettext(
                    "%(n)d person: name, title, phone, e-mail, answers, remarks, personal link",
                    "%(n)d people: names, titles, phones, e-mails, answers, remarks, personal "
                    "links",
                    found.people,
                ),
            ),
            (
                found.records,
                ngettext(
                    "%(n)d record of people who were deleted before",
                    "%(n)d records of people who were deleted before",
                    found.records,
                ),
            ),
            (
                found.letters,
                ngettext(
                    "%(n)d letter: name, address, text",
                    "%(n)d letters: names, addresses, texts",
                    found.letters,
                ),
            ),
            (
                found.scans,
                ngettext(
                    "%(n)d scan with a code, a note or a name typed at the door",
                    "%(n)d scans with a code, a note or a name typed at the door",
                    found.scans,
                ),
            ),
            (
                found.contacts,
                ngettext(
                    "%(n)d private contact of a person of the program",
                    "%(n)d private contacts of people of the program",
                    found.contacts,
                ),
            ),
            (
                found.liaisons,
                ngettext(
                    "%(n)d liaison of a unit: name, phone, e-mail, link",
                    "%(n)d liaisons of units: names, phones, e-mails, links",
                    found.liaisons,
                ),
            ),
            (
                found.guests,
                ngettext(
                    "%(n)d invited guest: name, title, phone, e-mail, word, link",
                    "%(n)d invited guests: names, titles, phones, e-mails, words, links",
                    found.guests,
                ),
            ),
            (
                found.sent,
                ngettext(
                    "%(n)d file sent with a reply",
                    "%(n)d files sent with replies",
                    found.sent,
                ),
            ),
            (
                found.files,
                ngettext(
                    "%(n)d file made in the background",
                    "%(n)d files made in the background",
                    found.files,
                ),
            ),
        )
        if n
    ]
