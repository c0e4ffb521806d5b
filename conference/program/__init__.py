"""The program of a conference, from the draft that organizers type to what the public reads.

    models -> draft -> release -> {sharing, screens, feeds} -> public -> embed
                          ^-- importing (other systems' files become the draft)

`models` are the rows of the draft. `draft` holds the acts on it, and what cannot happen as planned.
`release` makes the draft one document, says what differs from the one before, publishes it, and
reads it again as typed values; what a section is made of stands in `release/fields`. All that
readers see is made of those values alone: pages (`public`), calendars and files for other programs
(`feeds`), cards and descriptions (`sharing`), the screens at the rooms' doors (`screens`), and
other sites (`embed`). `admin` sees them all, because it shows organizers what readers will see.
"""
