"""What an office hands on as a file, of the draft or of a release: the agenda and the like.

    draft, release --sources--> Source --agenda, ...--> Document --word, pdf--> bytes

A paper says what it says once, as a `Document` of plain blocks; Word and PDF draw the same one.
The agenda is a sheet too, which can be
imported again. `shelf` lists the papers; the view and the commands make each through it.
"""
