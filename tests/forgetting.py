"""What a process remembers of the site, forgotten: the next page is drawn from the database."""

from conference import page_cache, stamps
from conference.program.release import published


def forget_everything():
    page_cache.store.clear()
    stamps.forget()
    published.forget_programs()
