"""The sample's plans, photos and slides: drawn here from plain shapes, the same bytes each time."""

import io
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from conference.images import kept
from conference.typesetting import FONTS

WIDTH, HEIGHT = 1_200, 800  # pixels
INK, PAPER, WALL, ROOM, ACCENT = "#1f2430", "#faf9f6", "#8b8f98", "#e7eef8", "#1f5aa6"
SKINS, COATS = ("#e8c4a2", "#c99b72", "#8d5b3c"), ("#1f5aa6", "#9a4f12", "#2e7d4f", "#6a3d9a")

# The rooms of a floor: left, top, right, bottom in pixels, Chinese and English name.
GROUND = (
    (60, 60, 700, 560, "示例主会场", "Sample Main Hall"),
    (760, 60, 1140, 740, "示例大厅", "Sample Foyer"),
    (60, 620, 360, 740, "示例休息区", "Lounge"),
    (400, 620, 700, 740, "楼梯 电梯", "Stairs, lifts"),
)
SECOND = (
    (60, 60, 400, 420, "示例201会议室", "Sample Room 201"),
    (430, 60, 770, 420, "示例202会议室", "Sample Room 202"),
    (800, 60, 1140, 420, "示例203会议室", "Sample Room 203"),
    (60, 500, 770, 740, "走廊", "Corridor"),
    (800, 500, 1140, 740, "楼梯 电梯", "Stairs, lifts"),
)


@cache
def _font(size):
    font = ImageFont.truetype(FONTS / "NotoSansSC-VF.ttf", size)
    font.set_variation_by_axes([500])  # else its thinnest
    return font


def plan(name: str) -> str:
    """The stored name of the plan of the 'ground' or 'second' floor."""
    return kept(_drawn_plan(GROUND if name == "ground" else SECOND), "webp")


def photo(name: str) -> str:
    """The stored name of a photo: 'opening', 'keynote', 'forum' or 'tea'."""
    return kept(_drawn_photo(name), "webp")


def slides() -> str:
    """The stored name of one page of slides as PDF."""
    return kept(_pdf("Sample slides", "Sample Symposium"), "pdf")


@cache
def _drawn_plan(rooms) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((30, 30, WIDTH - 30, HEIGHT - 30), outline=WALL, width=8)
    for left, top, right, bottom, zh, en in rooms:
        draw.rectangle((left, top, right, bottom), fill=ROOM, outline=INK, width=4)
        middle = (left + right) / 2, (top + bottom) / 2
        draw.text((middle[0], middle[1] - 20), zh, INK, _font(34), anchor="mm")
        draw.text((middle[0], middle[1] + 24), en, INK, _font(24), anchor="mm")
        draw.line((right - 90, bottom, right - 30, bottom), fill=PAPER, width=8)  # its door
    return _webp(image)


@cache
def _drawn_photo(name) -> bytes:
    wall, floor = {
        "opening": ("#20304a", "#3c4c66"),
        "keynote": ("#2d4a3e", "#486a5a"),
        "forum": ("#d9cfc0", "#b8a88f"),
        "tea": ("#efe3d0", "#c9b08a"),
    }[name]
    image = Image.new("RGB", (WIDTH, HEIGHT), wall)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 560, WIDTH, HEIGHT), fill=floor)
    if name in ("opening", "keynote"):
        draw.rounded_rectangle((260, 70, 940, 400), 12, fill="#f4f6fa")
        draw.text((600, 200), "示例研讨会", ACCENT, _font(72), anchor="mm")
        draw.text((600, 290), "Sample Symposium", ACCENT, _font(40), anchor="mm")
        speakers = (600,) if name == "keynote" else (320, 600, 880)
        for n, x in enumerate(speakers):
            _person(draw, x, 450, 60, n)
    else:
        draw.rounded_rectangle((180, 500, 1_020, 580), 30, fill="#6b4f33")
        for n, x in enumerate(range(260, 1_000, 140)):
            _person(draw, x, 400, 52, n)
            draw.rectangle((x + 45, 470, x + 75, 500), fill="#ffffff")
    for row, y in enumerate((640, 730)):
        for n, x in enumerate(range(60 + 50 * row, WIDTH, 110)):
            _person(draw, x, y, 44, n + row)
    draw.text((WIDTH - 24, HEIGHT - 20), "示例 Sample", "#ffffff", _font(26), anchor="rs")
    return _webp(image)


def _person(draw, x, y, size, number):
    """Head and shoulders; `size` is the head's diameter in pixels."""
    coat, skin = COATS[number % len(COATS)], SKINS[number % len(SKINS)]
    draw.pieslice((x - size, y + size // 3, x + size, y + size * 2 + 20), 180, 360, fill=coat)
    draw.ellipse((x - size // 2, y - size // 2, x + size // 2, y + size // 2), fill=skin)


def _webp(image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=82, method=3)
    return out.getvalue()


@cache
def _pdf(*lines) -> bytes:
    """One page 16:9 in the PDF's own letters, written out: no engine is started for a sample."""
    shown = " ".join(f"({line}) Tj 0 -60 Td" for line in lines)
    drawn = f"BT /F1 40 Tf 80 300 Td {shown} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(out))
    )
