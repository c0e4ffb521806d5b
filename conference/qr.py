"""QR codes: as SVG of shared pages, of agendas, on the screens, on badges; as PNG in letters."""

from io import BytesIO


def qr_svg(text: str, *, error: str = "m", **look) -> str:
    """An `<svg>` without a size of its own; about 2 KB and half a millisecond.

    `error` is the level of correction, `look` what segno's `svg_inline` takes. Any mask can be
    read; to look for the best one takes ten times as long.
    """
    # Imported when first needed: its tables would take 9 MB of every worker.
    import segno

    code = segno.make(text, error=error, micro=False, mask=2)
    return code.svg_inline(omitsize=True, lineclass=None, **look)


def qr_png(text: str, *, scale: int = 8) -> bytes:
    """An image that a mail program shows and a scanner reads from a screenshot; about 0.5 KB."""
    import segno

    image = BytesIO()
    segno.make(text, error="m", micro=False, mask=2).save(image, kind="png", scale=scale)
    return image.getvalue()


def qr_picture(text: str) -> str:
    """An SVG file for a print, without a margin of its own; a third of a millisecond."""
    import segno

    drawn = BytesIO()
    segno.make(text, error="m", micro=False, mask=2).save(
        drawn, kind="svg", border=0, xmldecl=False, omitsize=True, svgclass=None, lineclass=None
    )
    return drawn.getvalue().decode()
