"""One's own registration, behind a personal link: what its owner sees, changes and takes along.

`changes` are the acts, `page` what is shown, `forms` what is asked, `told` the data as a file.
"""
