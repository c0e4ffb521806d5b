"""The cells of a file on the page of its preview."""

import pytest

from conference.program.admin.office.picture import CellPicture


@pytest.mark.parametrize(
    ("cell", "attributes"),
    [
        (CellPicture("目录", "0.2.1"), ' id="c-0.2.1"'),
        (CellPicture("", "0.2.1", rows=2, columns=3), ' rowspan="2" colspan="3"'),
        (CellPicture("", ""), ""),
        (
            CellPicture("a", "0.2.1", state="left", orders="1 2", note='"<b>"'),
            ' id="c-0.2.1" class="left" data-orders="1 2" title="&quot;&lt;b&gt;&quot;"',
        ),
    ],
)
def test_a_cell_says_where_it_is_and_how_it_was_read(cell, attributes):
    assert cell.attributes == attributes
