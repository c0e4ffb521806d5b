"""Every text of a conference in Chinese and English side by side, on a page and as a sheet.

    units (which texts) <- saving (what somebody wrote, and what stands there now) <- sheet, pages

A text that was changed since it was shown is nobody's to overwrite: the difference is told.
"""
