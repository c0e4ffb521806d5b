"""Badges and table cards (席卡) of registered people, for all of them, for some, or for one.

In this order: `sizes` and `colors` (plain values), `drawing` (cards to PDF), `people` (who was
asked for), `orders` (what of them is wanted, made and logged), `in_background`, `page`, `views`.
"""
