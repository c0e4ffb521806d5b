"""An evening of a conference's office: the files it has, and a hand whose presses are counted."""
