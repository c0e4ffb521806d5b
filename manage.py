#!/usr/bin/env python
"""Lectern's commands: `python manage.py help` lists them."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # A wrong setting is for a person to mend: the sentence, without the way through the code.
        sys.exit(str(error))


if __name__ == "__main__":
    main()
