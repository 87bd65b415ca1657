"""Identity numbers and phones: the published examples of the standards pass, every single slip is found."""

from datetime import date

import pytest

from requests_app.rules.identity import credit_code_problem, id_number_problem, phone_problem

TODAY = date(2026, 3, 2)
ID_NUMBER = "11010519491231002X"  # the example printed in GB 11643-1999
CREDIT_CODE = "91350100M000100Y43"  # the example printed in GB 32100-2015

GOOD_IDS = [ID_NUMBER, ID_NUMBER.lower(), f" {ID_NUMBER} ", "440524188001010014"]


@pytest.mark.parametrize("number", GOOD_IDS)
def test_identity_number(number):
    assert id_number_problem(number, TODAY) is None


BAD_IDS = [
    ("", "18位"),
    ("11010519491231002", "18位"),
    ("1101051949123100X2", "18位"),
    ("110105194912310020", "校验码"),
    ("11010519491331002X", "出生日期不存在"),
    ("11010519490231002X", "出生日期不存在"),
    ("110105491231002", "15位"),
    ("110105202612310026", "晚于今天"),
]


@pytest.mark.parametrize(("number", "why"), BAD_IDS)
def test_identity_number_is_refused_with_the_reason(number, why):
    assert why in id_number_problem(number, TODAY)


@pytest.mark.parametrize("place", range(17))
def test_one_wrong_digit_is_found(place):
    digit = str((int(ID_NUMBER[place]) + 1) % 10)
    assert id_number_problem(ID_NUMBER[:place] + digit + ID_NUMBER[place + 1 :], TODAY)


@pytest.mark.parametrize("code", [CREDIT_CODE, CREDIT_CODE.lower()])
def test_credit_code(code):
    assert credit_code_problem(code) is None


BAD_CODES = [(CREDIT_CODE[:-1], "18位"), ("91350100M000100Y44", "校验码"), ("9135O100M000100Y43", "“O”")]


@pytest.mark.parametrize(("code", "why"), BAD_CODES)
def test_credit_code_is_refused_with_the_reason(code, why):
    assert why in credit_code_problem(code)


PHONES = [
    "13800000000",
    "+86 13800000000",
    "0516-80000000",
    "(010)60000000",
    "80000000",
    "0516-80000000-12",
    "400-000-0000",
    "12345",
]


@pytest.mark.parametrize("number", PHONES)
def test_phone(number):
    assert phone_problem(number) is None


@pytest.mark.parametrize("number", ["", "1380000000", "12800000000", "138000000000", "电话", "0516-1"])
def test_phone_is_refused(number):
    assert "联系电话" in phone_problem(number)
