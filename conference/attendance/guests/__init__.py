"""Guests who are asked to come, each by a personal link: yes, no, or a deputy comes.

`answering` is the act, `making` asks guests for organizers, `letters` what they are written,
`page` and `forms` what they see; `invitation_letter` makes the letter (邀请函) for paper.
"""
