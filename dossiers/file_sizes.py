"""Sizes of files in words."""

KILOBYTE, MEGABYTE = 1024, 1024 * 1024


def size_words(size: int) -> str:
    """Return "340 kB", "1,2 MB" or "10 MB" for a number of bytes; what is there is never 0 kB.

    >>> size_words(1), size_words(1_258_291), size_words(10 * MEGABYTE)
    ('1 kB', '1,2 MB', '10 MB')
    """
    if size < MEGABYTE:
        return f"{max(1, round(size / KILOBYTE))} kB"
    return f"{size / MEGABYTE:.1f} MB".replace(".0 ", " ").replace(".", ",")
