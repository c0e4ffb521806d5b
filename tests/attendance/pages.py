"""Pages of attendance, as text."""

import re


def page(response, status=200):
    """What a page says, without the marks around Chinese names in it."""
    assert response.status_code == status
    return re.sub(r'<span( lang="zh-Hans")?>|</span>', "", response.content.decode())
