"""Identity and contact numbers: does this number have the shape and the check digit it must have?

Each check returns None for a good number, otherwise a Chinese sentence that says what is wrong. A good check
digit proves that the number was typed correctly, not that it is the applicant's.
"""

import re
from datetime import date

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"

_CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))

_MOBILE = re.compile(r"(?:\+?86[- ]?)?1[3-9]\d{9}")
_FIXED = re.compile(r"(?:\(?0\d{2,3}\)?[- ]?)?[2-9]\d{6,7}(?:[- ]\d{1,6})?")
_SERVICE = re.compile(r"[48]00[- ]?\d{3}[- ]?\d{4}|12\d{3}")


def id_number_problem(number: str, today: date) -> str | None:
    """Citizen identity number of 18 places (GB 11643): shape, date of birth not after `today`, check digit."""
    text = number.strip().upper()
    if re.fullmatch(r"\d{15}", text):
        return "15位的旧身份证号码已经停止使用，请填写18位号码。"
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", text):
        return "身份证号码应为18位：前17位为数字，最后一位为数字或者X。"
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return "身份证号码中的出生日期不存在，请核对。"
    if born > today:
        return "身份证号码中的出生日期晚于今天，请核对。"
    total = sum(int(digit) * weight for digit, weight in zip(text, _ID_WEIGHTS, strict=False))
    if _ID_CHECK[total % 11] != text[17]:
        return "身份证号码的校验码不对，请逐位核对。"
    return None


def credit_code_problem(code: str) -> str | None:
    """Unified social credit code of 18 places (GB 32100): characters and check character."""
    text = code.strip().upper()
    if len(text) != 18:
        return "统一社会信用代码应为18位。"
    wrong = next((character for character in text if character not in _CREDIT_CHARACTERS), None)
    if wrong is not None:
        return f"统一社会信用代码中不会出现“{wrong}”，请核对。"
    total = sum(
        _CREDIT_CHARACTERS.index(character) * weight
        for character, weight in zip(text, _CREDIT_WEIGHTS, strict=False)
    )
    if _CREDIT_CHARACTERS[-total % 31] != text[17]:
        return "统一社会信用代码的校验码不对，请逐位核对。"
    return None


def phone_problem(number: str) -> str | None:
    """A mobile, fixed (area code and extension allowed) or service number of the mainland."""
    text = number.strip().replace("—", "-").replace("－", "-")
    if any(shape.fullmatch(text) for shape in (_MOBILE, _FIXED, _SERVICE)):
        return None
    return "联系电话应为11位手机号码，或者带区号的固定电话（例如0516-80000000）。"
