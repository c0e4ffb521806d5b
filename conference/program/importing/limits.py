"""What a file may hold at most."""

MAX_BYTES = 20 * 1024 * 1024
MAX_DEPTH = 20  # lists and objects of JSON inside each other
MAX_XML_DEPTH = 40  # elements inside each other: five of the schedule, the rest of markup
MAX_ATTRIBUTES = 200  # of one element of XML; those of schedules have at most ten
MAX_NODES = 1_000_000  # elements, lists and objects: a full 20 MB of them would be gigabytes
MAX_EVENTS = 10_000
MAX_PLACES = 100_000  # rows of rooms; schedule.xml names each room on each day
MAX_PEOPLE = 200  # in one session
MAX_LINKS = 100  # of one session
MAX_MINUTES = 60 * 24 * 60  # a conference lasts at most 60 days
MAX_NUMBER = 2**31 - 1
