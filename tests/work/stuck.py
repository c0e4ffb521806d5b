"""A worker that stops for ever in the middle of its first list, and says by a file that it does."""

import os
import sys
from pathlib import Path
from threading import Event

import django


def main(mark):
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from django.core.management import call_command

    from conference.attendance.lists import exporting

    write = exporting.write

    def stuck(*args, tell, **more):
        def told(no):
            tell(no)
            if no == 2:
                Path(mark).touch()
                Event().wait()

        return write(*args, tell=told, **more)

    exporting.write = stuck
    call_command("work")


if __name__ == "__main__":
    main(sys.argv[1])
