"""The whole site as one file, and one file as the whole site: rows of the database and media.

    lectern-backup.tar.gz
      site.json                 {"format": 1, "made_at", "lectern", "migrations": {app: [names]},
                                 "rows": {table: count}, "files": count}
      rows/<app>.<model>.jsonl  one row a line, a list of values in the order of the first line,
                                which names the columns
      media/<name>              files as they are stored

The rows are those of one moment, also while the site runs. Neither the secret key is in the file
nor who is signed in: sessions are worth nothing under another key. Values are written in a form of
our own, so that what SQLite gave comes into PostgreSQL and the other way round.
"""
