"""Badges as they are printed: the code on each size is read by the stations' own decoder."""

import pytest

from conference.attendance.badges.sizes import BADGES
from tests.browser.desk.hand import CODES
from tests.factories import make_registration

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.once(reason="what a browser sees"),
]

# Of a sheet the left half alone: front and back of a folded badge hold the same code.
READ = """async ([decoder, picture]) => {
  const { decodeQR } = await import(decoder);
  const image = new Image();
  image.src = picture;
  await image.decode();
  const canvas = document.createElement("canvas");
  const part = picture.includes("size=a4") ? 2 : 1;
  [canvas.width, canvas.height] = [image.width / part, image.height / part];
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
}"""


def test_the_code_on_every_size_is_read(signed_in, conference):
    make_registration(conference, name="王样例", code=CODES[0], organization_name="示例大学")
    page = signed_in("/en/desk/symposium/print/")
    page.wait_for_selector("img")

    read = {
        size: page.evaluate(
            READ,
            ["/static/vendor/qr/decode.js", f"/en/desk/symposium/print/badges.png?size={size}"],
        )
        for size in BADGES
    }
    assert read == dict.fromkeys(BADGES, CODES[0])
