"""Signing oneself in: a code on the room's screen that changes, opened on one's own phone.

In this order: `changing` (the code, and the ticket that it is worth), `views`.
"""
