"""What a letter may not lean on: the agency's own corridors as an excuse, a unit of the house as its author."""

from __future__ import annotations

import re

GUIDING_CASE_26 = "最高人民法院指导案例26号"
"""The day the agency received the application counts; handing it on inside the house is no excuse."""

_HANDOVER = re.compile(
    r"(?:内部|机关内|部门间|科室间|处室间)[^。；;，,]{0,4}(?:流转|转办|转递|交接|传递|移交)"
    r"|(?:转|移|分)(?:交|送|办)(?:至|到|给)?[^。；;]{0,12}(?:科|处|股|室|部门)[^。；;]{0,10}(?:才|方|之后|后)[^。；;]{0,6}收到"
    r"|(?:承办|经办|业务)(?:科|处|股|室|部门)[^。；;]{0,10}(?:才|方)(?:于[^。；;]{0,12})?收到"
)
_UNIT = re.compile(r"(?:科|股|科室|处室|信息公开办|公开工作办公室|公开办公室|信息中心)$")


def internal_handover(text: str) -> str:
    """The words that lay a delay on handing over inside the house; "" where there are none."""
    found = _HANDOVER.search(text)
    return found.group() if found else ""


def is_internal_unit(name: str) -> bool:
    """Whether the name is that of a unit of a house, which answers to nobody in its own name."""
    return bool(_UNIT.search(name.strip()))
