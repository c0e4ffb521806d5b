"""QR codes, drawn as SVG: of pages that are shared, of agendas, on the screens in the hall."""


def qr_svg(text: str, *, error: str = "m", **look) -> str:
    """An `<svg>` without a size of its own; about 2 KB and half a millisecond.

    `error` is the level of correction, `look` what segno's `svg_inline` takes. Any mask can be
    read; to look for the best one takes ten times as long.
    """
    # Imported when first needed: its tables would take 9 MB of every worker.
    import segno

    code = segno.make(text, error=error, micro=False, mask=2)
    return code.svg_inline(omitsize=True, lineclass=None, **look)
