"""What lets somebody find and judge a file: cover, 卷内目录, 备考表, and the metadata of the package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from letters.dossier_papers import Filed, form
from requests_app.actors import Actor, Member
from requests_app.models import DisclosureRequest, DocumentKind, ExtensionState
from requests_app.reports.archive_manifest import Manifest, Outline
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.retention import RetentionPeriod, keep_until_year
from requests_app.rules.states import RequestState

TITLE_LENGTH = 120
_CONSULTATIONS, _FEES = frozenset({"consultation"}), frozenset({"fee_notice", "fee_paid"})
_ORDERS = frozenset({"ordered"})


@dataclass(frozen=True)
class Filing:
    """Where the file stands in the archive: the parts of its 档号 (DA/T 22-2015) and the counter of its piece."""

    number: str
    fonds: str
    category: str
    year: int
    period: RetentionPeriod
    unit: str
    piece: int
    counter: str


def outline_of(case: DisclosureRequest) -> Outline:
    """What happened in the case, as far as it decides what its file must hold."""
    events = set(case.clock_events.filter(revoked_at__isnull=True).values_list("type", flat=True))
    replies = list(case.letters.filter(submission__isnull=False))
    given = [OUTCOMES[item.outcome] for item in case.items.all() if item.outcome]
    told = (ExtensionState.GRANTED, ExtensionState.NOTIFIED, ExtensionState.SPENT)
    answered = case.state != RequestState.WITHDRAWN
    return Outline(
        channel=case.channel,
        answered=answered,
        withdrawn=not answered,
        correction_asked="correction_notice" in events,
        corrected="correction_received" in events,
        consulted=bool(events & _CONSULTATIONS),
        extended=case.extensions.filter(state__in=told).exists(),
        found_excessive=case.excess_findings.exists(),
        reasons_asked="reasons_requested" in events,
        delayed="delayed_reply" in events,
        searched=answered and any(outcome.key == "not_existing" for outcome in given),
        releases=any(outcome.releases_content for outcome in given),
        copies=any(letter.context.get("attachments") for letter in replies),
        fee=bool(events & _FEES),
        disputed=_disputed(case, events),
    )


def _disputed(case: DisclosureRequest, events: set[str]) -> bool:
    papers = case.documents.filter(kind=DocumentKind.ORDER)
    return bool(events & _ORDERS) or case.remedy_cases.exists() or papers.exists()


def cover(case: DisclosureRequest, filing: Filing, today: date) -> Filed:
    """封面."""
    until = keep_until_year(today.year, filing.period)
    facts = {
        "file_number": filing.number,
        "fonds": filing.fonds,
        "year": filing.year,
        "retention": filing.period.label,
        "keep_until": f"{until}年" if until else None,
        "registration_number": case.number,
        "result": _result(case),
        "closed_on": case.closed_on.isoformat() if case.closed_on else None,
    }
    return form(case, "cover", "file_cover", facts, today)


def index(case: DisclosureRequest, filing: Filing, manifest: Manifest, today: date) -> Filed:
    """卷内目录: one row a paper, in the order of the file."""
    rows = [
        {
            "title": entry.paper.title,
            "number": entry.paper.number,
            "author": entry.paper.author,
            "on": entry.paper.on.isoformat() if entry.paper.on else None,
            "pages": entry.paper.pages,
            "note": entry.paper.note,
        }
        for entry in manifest.listed
    ]
    return form(case, "index", "file_index", {"file_number": filing.number, "entries": rows}, today)


def note(case: DisclosureRequest, filing: Filing, manifest: Manifest, actor: Actor, today: date) -> Filed:
    """备考表: how many papers, what is missing, who put the file together."""
    missing = manifest.missing_text
    state = f"本件缺少下列材料：{missing}。" if missing else "本件应归档的材料齐全。"
    earlier = "、".join(_earlier_numbers(case))
    if earlier:
        state += f"本件重新办理前已经归档，档号{earlier}。"
    facts = {
        "file_number": filing.number,
        "documents": len(manifest.listed),
        "pages": manifest.pages,
        "description": f"{state}办理过程的电子记录（计时、送审、审批、留痕）随数据包保存。",
        "filed_by": actor.user.name if isinstance(actor, Member) else actor.label,
        "filed_on": today.isoformat(),
    }
    return form(case, "file_note", "file_note", facts, today)


def metadata(case: DisclosureRequest, filing: Filing, manifest: Manifest, today: date) -> Mapping[str, Any]:
    """The elements by which an archive finds and keeps the file, under their Chinese names."""
    agency = case.agency
    until = keep_until_year(today.year, filing.period)
    return {
        "聚合层次": "件",
        "档号": filing.number,
        "全宗号": filing.fonds,
        "立档单位": agency.name if agency else "",
        "门类代码": filing.category,
        "年度": filing.year,
        "保管期限": filing.period.label,
        "保管至": until,
        "机构代码": filing.unit,
        "件号": filing.piece,
        "此前档号": _earlier_numbers(case),
        "题名": _title(case),
        "责任者": agency.name if agency else "",
        "文件编号": case.number,
        "文号": [letter.number for letter in case.letters.filter(submission__isnull=False)],
        "办理结果": _result(case),
        "收到日期": case.received_on,
        "办结日期": case.closed_on,
        "归档日期": today,
        "件数": len(manifest.listed),
        "页数": manifest.pages,
        "缺少材料": [piece.label for piece in manifest.missing],
    }


def _earlier_numbers(case: DisclosureRequest) -> list[str]:
    """档号 of the packages made before the case was reopened."""
    return list(case.archive_packages.order_by("pk").values_list("archival_number", flat=True))


def _result(case: DisclosureRequest) -> str:
    if case.state != RequestState.DELIVERED:
        return RequestState(case.state).label
    names = dict.fromkeys(OUTCOMES[item.outcome].name for item in case.items.all() if item.outcome)
    return "、".join(names) or RequestState(case.state).label


def _title(case: DisclosureRequest) -> str:
    """Who asked for what; cut at a length that a catalogue can show."""
    names = "、".join(case.applicants.values_list("name", flat=True))
    what = "；".join(" ".join(text.split()) for text in case.items.values_list("text", flat=True))
    title = f"{names}申请公开{what}"
    return title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1]}…"
