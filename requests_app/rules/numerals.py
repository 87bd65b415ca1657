"""Chinese numerals as statutes and letters write them (第三十六条, 六十日)."""

_DIGITS = "零一二三四五六七八九"
_TENS = 10
_HUNDREDS = 100
_THOUSANDS = 1000


def chinese_numeral(number: int) -> str:
    """The number in Chinese numerals: 15 → 十五, 36 → 三十六, 105 → 一百零五.

    Statutes write 十 (not 一十) for the tens of 10 to 19, and so do we.
    Raises ValueError outside 0..999, more than any article or period needs.
    """
    if not 0 <= number < _THOUSANDS:
        raise ValueError(f"no Chinese numeral for {number}: expected 0 to 999")
    if number < _TENS:
        return _DIGITS[number]
    if number < _HUNDREDS:
        tens, ones = divmod(number, _TENS)
        lead = "" if tens == 1 else _DIGITS[tens]
        return f"{lead}十{_DIGITS[ones] if ones else ''}"
    hundreds, rest = divmod(number, _HUNDREDS)
    text = f"{_DIGITS[hundreds]}百"
    if not rest:
        return text
    if rest < _TENS:
        return f"{text}零{_DIGITS[rest]}"
    tens, ones = divmod(rest, _TENS)
    return f"{text}{_DIGITS[tens]}十{_DIGITS[ones] if ones else ''}"


_NUMBERS = {chinese_numeral(number): number for number in range(_THOUSANDS)}


def parse_chinese_numeral(text: str) -> int:
    """The inverse of `chinese_numeral`, also for plain digits ("36"). Raises ValueError otherwise."""
    if text.isascii() and text.isdigit():
        return int(text)
    try:
        return _NUMBERS[text]
    except KeyError:
        raise ValueError(f"not a Chinese numeral: {text!r}") from None
