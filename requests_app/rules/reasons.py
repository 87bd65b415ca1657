"""Is a reason a reason? Art. 16 only permits withholding, so the letter must say why the choice was made."""

import re

from requests_app.rules.citation_check import Finding
from requests_app.rules.legal_basis import regulation

_FORMULAS = re.compile(
    r"《[^》]*》|第[〇零一二三四五六七八九十百\d]+[条款]|第?（[一二三四五六七八九十\d]+）项?"
    r"|根据|依据|依照|按照|的?规定|中华人民共和国|政府信息公开条例|条例"
    r"|行政机关的?|本机关的?|您|贵单位|所?申请公开的?|申请的?|政府信息|该信息|信息|内容"
    r"|内部事务|过程性|行政执法案卷|执法案卷|人事管理|后勤管理|内部工作流程"
    r"|讨论记录|过程稿|磋商信函|请示报告|等?方面的?|履行行政管理职能过程中形成的"
    r"|经?审查|经?研究|属于|涉及|是|系|为|因此|因|故|现|决定|依法|法律|可以|应当|不予公开|不公开|不宜公开|不能公开"
)
_FILLER = re.compile(r"[\s，。、；：,.;:“”‘’（）()的了及和与或者等]+")
_WEIGHING = re.compile(
    r"影响|妨碍|干扰|不利于|误导|误解|损害|尚未|仍在|未经|未定|暴露|泄露|阻碍|破坏|顾虑|后果|无关|没有实际意义|权衡|衡量|公共利益|坦率|独立|公正|安全|稳定|秩序"
)
LEAST_WORDS = 12
"""Characters that must be left once the words of the statute are taken away."""


def check_discretion_reason(reason: str) -> Finding | None:
    """What is wrong with the reason for using the discretion of Art. 16; None if nothing.

    A reason that only repeats the statute fails; one that names no consequence of disclosure needs an explanation.
    """
    basis = regulation(16).short()
    own_words = _FILLER.sub("", _FORMULAS.sub("", reason))
    if len(own_words) < LEAST_WORDS:
        text = "理由只重复了法条，没有说明为什么行使裁量决定不予公开。"
        return Finding("discretion_boilerplate", text, basis)
    if not _WEIGHING.search(reason):
        text = "理由没有说明公开会带来什么影响，请补充，或者说明为何不需要。"
        return Finding("discretion_without_weighing", text, basis, needs_reason=True)
    return None
