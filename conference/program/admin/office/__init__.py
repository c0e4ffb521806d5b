"""The door for the files of offices: what was read beside the file, corrected where it stands."""
