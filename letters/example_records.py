"""Examples of the letters about a record correction."""

from typing import Any

_ASKED = {
    "correction_number": "GZ2026-QX-00003",
    "wrong": "房屋坐落误记为“东湖路27号2单元”，应为“东湖路27号3单元”",
}
FACTS: dict[str, dict[str, Any]] = {
    "record_corrected": {
        **_ASKED,
        "finding": "不动产权属证书和竣工图均载明该房屋坐落为东湖路27号3单元，原记录系录入错误",
        "corrected_to": "房屋坐落为“东湖路27号3单元”",
        "done_on": "2026-10-12",
    },
    "forwarded": {
        **_ASKED,
        "finding": "该记录由清溪市住房和城乡建设局制作，本机关保存的是其抄送件",
        "right_agency": "清溪市住房和城乡建设局",
        "right_contact": "0999-5550202",
        "done_on": "2026-10-12",
    },
    "record_not_corrected": {
        **_ASKED,
        "finding": "竣工图和现场查勘记录均载明该房屋坐落为东湖路27号2单元，提交的材料不能证明记录不准确",
    },
}
PARTICULARS: dict[str, dict[str, Any]] = {
    kind: {
        "items": [{"text": "东湖路道路拓宽项目房屋调查登记表（2025年第187号）"}],
        "channel": "counter",
        "due_on": None,
    }
    for kind in FACTS
}
ISSUED = dict.fromkeys(FACTS, "2026-10-13")
NUMBERS = {
    "record_corrected": "清自然资公开正〔2026〕3号",
    "forwarded": "清自然资公开转〔2026〕1号",
    "record_not_corrected": "清自然资公开正告〔2026〕2号",
}
