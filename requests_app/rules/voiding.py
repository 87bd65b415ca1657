"""Voiding an entry made by mistake or twice (作废): what is no such entry and must be answered, or ended otherwise."""

from __future__ import annotations

from requests_app.errors import RuleRefusal


def check_voiding(*, split: bool, disputed: bool) -> None:
    """Whether the entry may go. Raises RuleRefusal.

    split: the applicant's one application was split into this one and others; the items would get no answer.
    disputed: a reconsideration or suit over it is pending; nothing could be filed in it any more.
    """
    if split:
        text = (
            "本件经过拆分，是申请人一份申请的一部分，作废会使其中的事项得不到答复。"
            "请依法答复；申请人不再需要的，登记撤回。"
        )
        raise RuleRefusal("void_split", text)
    if disputed:
        text = "本件的行政复议或者诉讼还没有结果，不能作废。请先登记结果。"
        raise RuleRefusal("void_disputed", text)
