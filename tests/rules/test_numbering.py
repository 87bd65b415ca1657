"""What numbers and dates look like on a letter."""

from datetime import date

import pytest

from requests_app.errors import InvalidInput
from requests_app.rules.numbering import (
    NumberPattern,
    format_date,
    letter_number,
    letter_pattern,
    parse_date,
    parse_request_number,
    request_number,
)

FILLED = [
    ("X公开复〔{year}〕{seq}号", 2026, 12, "X公开复〔2026〕12号"),
    ("青建公开告〔{year}〕{seq:03}号", 2026, 7, "青建公开告〔2026〕007号"),
    ("{year}-QX-{seq:05}", 2026, 187, "2026-QX-00187"),
    ("{year}-QX-{seq:05}", 2026, 123456, "2026-QX-123456"),
]


@pytest.mark.parametrize(("pattern", "year", "sequence", "number"), FILLED)
def test_pattern_fills_and_reads_back(pattern, year, sequence, number):
    assert NumberPattern(pattern).fill(year, sequence) == number
    assert NumberPattern(pattern).read(number) == (year, sequence)


BAD_PATTERNS = [
    ("X公开复〔{year}〕号", "number_pattern"),
    ("X公开复{seq}号", "number_pattern"),
    ("X〔{year}〕{seq}{seq}号", "number_pattern"),
    ("X〔{year}〕{seq}{kind}号", "number_pattern"),
    ("X公开复[{year}]{seq}号", "number_brackets"),
    ("X公开复（{year}）{seq}号", "number_brackets"),
    ("〔{year}〕{seq}号", "number_without_word"),
]


@pytest.mark.parametrize(("pattern", "code"), BAD_PATTERNS)
def test_bad_pattern_is_refused(pattern, code):
    with pytest.raises(InvalidInput) as refusal:
        NumberPattern(pattern)
    assert refusal.value.code == code


FOREIGN = ["X公开复〔2026〕012号", "X公开告〔2026〕12号", "X公开复〔26〕12号", "X公开复〔2026〕0号", ""]


@pytest.mark.parametrize("number", FOREIGN)
def test_number_of_another_pattern_is_not_read(number):
    assert letter_pattern("X", "公开复").read(number) is None


def test_letter_and_request_numbers():
    assert letter_number("X", "公开复", 2026, 12) == "X公开复〔2026〕12号"
    assert request_number("QX", 2026, 187) == "2026-QX-00187"
    assert parse_request_number("2026-QX-00187") == ("QX", 2026, 187)


@pytest.mark.parametrize("number", ["2026-QX-187", "2026-qx-00187", "26-QX-00187", "2026-QX-00000", "QX"])
def test_other_text_is_no_request_number(number):
    assert parse_request_number(number) is None


@pytest.mark.parametrize("prefix", ["", "qx", "Q X", "青建", "Q" * 13])
def test_bad_prefix_is_refused(prefix):
    with pytest.raises(InvalidInput):
        request_number(prefix, 2026, 1)


def test_sequences_start_at_one():
    with pytest.raises(ValueError, match="starts at 1"):
        request_number("QX", 2026, 0)
    with pytest.raises(ValueError, match="starts at 1"):
        letter_number("X", "公开复", 2026, 0)


@pytest.mark.parametrize(
    ("day", "text"), [(date(2026, 1, 5), "2026年1月5日"), (date(2026, 12, 31), "2026年12月31日")]
)
def test_date_without_leading_zeros(day, text):
    assert format_date(day) == text
    assert parse_date(text) == day


@pytest.mark.parametrize("text", ["2026年2月29日", "2026-01-05", "2026年13月1日", ""])
def test_a_date_that_does_not_exist_is_refused(text):
    with pytest.raises(InvalidInput) as refusal:
        parse_date(text)
    assert refusal.value.code == "no_such_date"
