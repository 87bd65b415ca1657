"""Whole numbers that come from forms and addresses: anything else is no number, and never an error."""

MOST_DIGITS = 9


def whole_number(text: str) -> int | None:
    """The number that `text` writes in at most nine plain digits; None for everything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None
