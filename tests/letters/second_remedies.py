"""A remedy written by hand, in every place where somebody can write."""

from __future__ import annotations

from typing import Any

from tests.letters.bench import Bench, Spoil
from tests.letters.spoils import Break, facts

COURT = "不服本决定的，可以自收到之日起六个月内向清溪市东湖区人民法院提起行政诉讼。"
OFFICE = "有异议，可在六十日内向清溪市司法局申请行政复议。"


def reason(words: str) -> Spoil:
    return lambda b: b.item.update(reason=f"{b.item['reason']}。{words}")


def attachment(words: str) -> Spoil:
    def spoil(b: Bench) -> None:
        b.data["attachments"] = [{**entry, "name": words} for entry in b.data["attachments"]]

    return spoil


def cited(**typed: Any) -> Spoil:
    def spoil(b: Bench) -> None:
        b.item["citations"] = [*b.item["citations"][:2], {**b.item["citations"][2], **typed}]

    return spoil


def row(words: str) -> Spoil:
    def spoil(b: Bench) -> None:
        first = b.item["facts"]["withheld"][0]
        first["place"] = f"{first['place']}（{words}）"

    return spoil


def phone(words: str) -> Spoil:
    return lambda b: b.data.update(agency={**b.data["agency"], "phone": words})


_CHECK, _ALSO = "remedy_only_once", frozenset({"outdated_remedies"})
SECOND_REMEDIES = [
    Break(_CHECK, "the court, in the reason", "reply_secret", reason(COURT)),
    Break(_CHECK, "an office, in the reason", "reply_secret", reason(OFFICE)),
    Break(_CHECK, "the right remedy once more", "reply_provided", reason(COURT)),
    Break(_CHECK, "with spaces between", "reply_secret", reason("不 服 的 可 以 起 诉")),
    Break(_CHECK, "in a fact", "reply_special_regime", facts(place=f"不动产登记中心。{OFFICE}")),
    Break(_CHECK, "in what only the file holds", "reply_secret", facts(separation_considered=OFFICE)),
    Break(_CHECK, "in a part kept back", "reply_partial", row("不服可复议")),
    Break(_CHECK, "in the name of an attachment", "reply_provided", attachment("不服的可以起诉")),
    Break(_CHECK, "in the agency's telephone", "reply_provided", phone("有异议的可以向法院起诉")),
    Break(
        "citations_exist",
        "behind the article of a law",
        "reply_forbidden",
        cited(article="第八条第二款。不服的可以三个月内起诉"),
        also=_ALSO | {"remedy_only_once", "elements_complete", "citations_fit"},
    ),
    Break(
        "citations_exist",
        "in the title of a law",
        "reply_forbidden",
        cited(instrument="统计法。不服的可以起诉"),
        also={"remedy_only_once", "elements_complete", "citations_fit"},
    ),
]
