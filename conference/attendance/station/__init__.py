"""The door without an account: `/<lang>/station/<token>/`, which decides on the device.

In this order: `opening` (what a link opens), `people` (what the device keeps), `scans` (what it
sends), `links` (making and revoking), `views`. The page is `static/js/station/`.
"""
