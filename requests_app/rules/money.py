"""Sums of money in capital numerals (大写金额), as papers write them so that no figure can be altered."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
_GROUP = 10_000
LARGEST = _GROUP ** len(_GROUPS) - 1


def capital_amount(yuan: int) -> str:
    """Whole yuan in capital numerals: 380 → 叁佰捌拾元整, 37000 → 叁万柒仟元整, 100010 → 壹拾万零壹拾元整.

    Raises ValueError below zero and above what twelve digits hold.
    """
    if not 0 <= yuan <= LARGEST:
        raise ValueError(f"no capital numerals for {yuan}")
    if yuan == 0:
        return "零元整"
    words, gap = "", False
    for place in reversed(range(len(_GROUPS))):
        group = yuan // _GROUP**place % _GROUP
        if not group:
            gap = bool(words)
            continue
        # One 零 for whatever is left out between two digits, within a group of four or between two.
        between = words and (gap or group < _GROUP // 10)
        words += ("零" if between else "") + _group(group) + _GROUPS[place]
        gap = False
    return f"{words}元整"


def _group(number: int) -> str:
    """One to four digits, leading zeros left out."""
    words, gap = "", False
    for place in reversed(range(len(_PLACES))):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return words
