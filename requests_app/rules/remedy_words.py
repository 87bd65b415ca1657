"""Does a text tell somebody where to turn? The remedy paragraph comes from the rules, and from nowhere else."""

import re

_ACT = (
    r"(?:申请|提起|提出|寻求|进行|启动|选择)[^。；\n]{0,20}?(?:复议|诉讼)"
    r"|起诉|上诉|打官司|行政裁决|(?:复议|诉讼)(?:途径|渠道|权利|救济)"
    r"|可以?(?:先)?(?:行政)?(?:复议|诉讼)|(?:复议|诉讼)(?:或者?|、|和)(?:行政)?(?:复议|诉讼)"
    r"|(?:向|到|去|找)[^。；\n]{0,40}?(?:法院|复议机关|复议机构|复议办)(?!查[询阅]|调取|了解|咨询|申请公开)"
)
_INVITATION = re.compile(
    r"可以?(?:[在向自于依先到去找直另申提起寻进通选]|[^。；，\n]{0,30}?日起)|有权|应当?先|须先|需先|请(?:先|向|在|到|于)"
    r"|(?:\d+|[一二两三四五六七八九十百半]+)\s*个?(?:工作|自然)?(?:日|天|月|年)(?:之|以)?内|之日起|期限|如(?:对|果|有|仍)|若|欢迎|告知|(?:途径|渠道|机关|法院)(?:为|是|：|:)"
)
_DISSENT = re.compile(r"不服|异议|不满|不同意|不认可|有意见")
_DONE = re.compile(
    r"(?:已经?|曾经?|正在|业已|均未|没有|尚未|未)(?:依法|按期|于[^。；，\n]{0,16}|向[^。；，\n]{0,30})?$"
)
_ACTS = re.compile(_ACT)
_SENTENCE = re.compile(r"[^。！？!?\n]+")


def remedy_sentences(text: str) -> tuple[str, ...]:
    """The sentences that point at reconsideration or a court as a road open to the reader; empty if none.

    A court case that is only told as a fact (someone has applied, the case is pending) is no remedy. The spaces
    in a text hide nothing.
    """
    plain = re.sub(r"[ \t\u3000\u200b]+", "", text)
    return tuple(one for one in _SENTENCE.findall(plain) if _tells(one))


def _tells(sentence: str) -> bool:
    acts = list(_ACTS.finditer(sentence))
    if not acts:
        return False
    if _INVITATION.search(sentence):
        return True
    open_acts = [act for act in acts if not _DONE.search(sentence[: act.start()])]
    return bool(open_acts) and bool(_DISSENT.search(sentence))
