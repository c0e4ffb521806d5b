"""The questions of a reply form: what each kind asks, keeps and shows, and who is asked which.

    options (lines of a list in two languages)
      <- kinds (the simple ones) <- compound (arrival, hotel, meals, diet) <- files (images, PDF)
      <- table (all by name)
      <- conditions (who is asked), telling (answers as texts), presets, layout

An answer is kept as JSON that tells what it is without its question: a text, a number, true or
false, a list of texts, or {"kind": ..., part: value}. So it can be read when the question has
become another one, or is gone.
"""
