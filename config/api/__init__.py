"""The public read side for programs: /api/v1/, JSON from the current releases alone.

`shapes` says what each answer holds, `schema` describes the same as OpenAPI, and the tests hold one
against the other.
"""
