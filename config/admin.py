"""What Django looks for: the pages of the admin that see every side register themselves."""

from config.office import accounts, conferences, pictures  # noqa: F401
