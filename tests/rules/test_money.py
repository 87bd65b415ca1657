"""Sums in capital numerals, as receipts and notices write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.rules.money import LARGEST, capital_amount

AMOUNTS = [
    (0, "零元整"),
    (10, "壹拾元整"),
    (100, "壹佰元整"),
    (101, "壹佰零壹元整"),
    (380, "叁佰捌拾元整"),
    (720, "柒佰贰拾元整"),
    (2_000, "贰仟元整"),
    (2_740, "贰仟柒佰肆拾元整"),
    (4_005, "肆仟零伍元整"),
    (11_000, "壹万壹仟元整"),
    (30_700, "叁万零柒佰元整"),
    (37_000, "叁万柒仟元整"),
    (100_010, "壹拾万零壹拾元整"),
    (1_010_000, "壹佰零壹万元整"),
    (100_000_001, "壹亿零壹元整"),
    (120_003_000, "壹亿贰仟万叁仟元整"),
]


@pytest.mark.parametrize(("yuan", "words"), AMOUNTS, ids=[row[1] for row in AMOUNTS])
def test_capital_numerals(yuan: int, words: str) -> None:
    assert capital_amount(yuan) == words


@pytest.mark.parametrize("yuan", [-1, LARGEST + 1])
def test_what_has_no_numerals_is_refused(yuan: int) -> None:
    with pytest.raises(ValueError, match="no capital numerals"):
        capital_amount(yuan)


@given(st.integers(1, LARGEST))
def test_every_amount_reads_back(yuan: int) -> None:
    """Written and read again it is the same sum, and no two 零 stand together or at an end."""
    words = capital_amount(yuan)
    assert read_back(words.removesuffix("元整")) == yuan
    assert "零零" not in words
    assert not words.startswith("零")
    assert "零元" not in words


def read_back(words: str) -> int:
    """The plain value of capital numerals."""
    places = {"拾": 10, "佰": 100, "仟": 1000}
    whole = group = digit = 0
    for sign in words:
        if sign in places:
            group, digit = group + digit * places[sign], 0
        elif sign in "万亿":
            whole += (group + digit) * (10**4 if sign == "万" else 10**8)
            group = digit = 0
        else:
            digit = "零壹贰叁肆伍陆柒捌玖".index(sign)
    return whole + group + digit
