"""What the next conference may be called."""

import pytest

from config.office.editions import next_edition


@pytest.mark.parametrize(
    ("names", "after"),
    [
        (("第二届论坛", "Second Forum"), ("第三届论坛", "Third Forum")),
        (("第九届论坛", "9th Forum"), ("第十届论坛", "10th Forum")),
        (("第十九届论坛", "The 19th Forum"), ("第二十届论坛", "The 20th Forum")),
        (("第20届论坛", "20th Forum"), ("第21届论坛", "21st Forum")),
        (("第九十九届论坛", "111th Forum"), ("第九十九届论坛", "112th Forum")),
        (("首届论坛", "Second Languages"), ("首届论坛", "Second Languages")),
        (("第二届论坛", "2nd Second Languages"), ("第三届论坛", "3rd Second Languages")),
        (("", ""), ("", "")),
    ],
)  # fmt: skip
def test_a_name_counts_on(names, after):
    assert next_edition(*names) == after
