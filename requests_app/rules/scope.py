"""What an application for government information can be about (Art. 2, 38, 39), and what lies outside.

Words alone decide nothing: they tell the checks of a letter where a person must look again and write why.
"""

from __future__ import annotations

import re

NOT_GOVERNMENT = (
    "不是行政机关在履行行政管理职能过程中制作或者获取的信息",
    "不是以一定形式记录、保存的信息",
)
"""What makes a thing no government information: one element of Art. 2 that is missing."""

ACTIVITIES = ("信访", "投诉", "举报")
"""What Art. 39¶1 keeps apart from an application."""

REISSUES = ("确认", "重新出具")
"""What is asked for of information that was obtained before (row of the annual report)."""

_NUMBER = re.compile(r"〔\d{4}〕\s*\d*\s*号?|[\[（(]\d{4}[\]）)]\s*\d+\s*号")
_TITLE = re.compile(r"《[^》]{2,}》")
_PAPERS = re.compile(
    r"(?:决定书|协议书?|合同|批复|批准文件|许可证|通知书?|会议纪要|台账|名单|清单|档案|案卷|笔录|登记[表簿]|图纸|复印件|"
    r"调查报告|评估报告|检测报告|处理结果|处理情况)"
)
_NOTHING = re.compile(r"^(?:本机关)?(?:均?没有|无|不存在|未(?:制作|保存|获取))")
_STATE_ARCHIVES = re.compile(r"档案馆$")
_PARTY = re.compile(
    r"党委|党组|党工委|共产党|纪委|纪律检查委员会|组织部|宣传部|统战部|政法委|[省市县区州盟旗]委|党支部|党总支|机关工委"
)


def information_named(text: str) -> tuple[str, ...]:
    """The words of a request that name a piece of information: numbers and titles of documents, kinds of papers.

    Where there are any, the request may be one in spite of its complaint (Art. 29¶2(2), 39¶1).
    """
    found = [match.group() for pattern in (_NUMBER, _TITLE, _PAPERS) for match in pattern.finditer(text)]
    return tuple(dict.fromkeys(found))


def says_nothing_is_held(text: str) -> bool:
    """Whether what the agency says it holds is nothing: then the information does not exist (Art. 36(4)), and no
    processing is what is missing (Art. 38)."""
    return bool(_NOTHING.match(text.strip()))


def is_state_archives(name: str) -> bool:
    """Whether this is a public archive; what lies in an agency's own archive room is still the agency's to answer."""
    return bool(_STATE_ARCHIVES.search(name.strip()))


def is_party_organ(name: str) -> bool:
    """Whether the name is that of an organisation of the Party."""
    return bool(_PARTY.search(name))
