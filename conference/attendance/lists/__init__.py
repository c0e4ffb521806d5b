"""The lists that leave the house: sign-in, attendance, scans, registrations.

    columns (what a column says, and of which values)
      <- sign_in, attendance, scans, registrations (one list each) <- listing
      <- {exporting, prints} <- views

Columns, keys and order are the contract of docs/concepts.md ("Lists"). A new column is one line in
the file of its list: its header, and the values it reads.
"""
