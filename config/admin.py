"""What Django looks for: the pages of the admin that see every side register themselves."""

from config.office import accounts, conferences, identity, pictures  # noqa: F401
