"""Search records: what was searched, how, and what came of it (Art. 36(4))."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from requests_app import dates
from requests_app.actors import OFFICERS, Member
from requests_app.errors import InvalidInput
from requests_app.models import DisclosureRequest, SearchRecord
from requests_app.rules.states import RequestState
from requests_app.services.act import By, act
from requests_app.services.journal import note

SEARCHABLE = frozenset({RequestState.UNDER_REVIEW, RequestState.IN_HANDLING})
_COMPULSORY = {
    "searcher": "请填写检索人。",
    "units": "请填写检索的处室。",
    "systems": "请填写检索了哪些系统和数据库。",
    "keywords": "请填写检索词。",
    "period": "请填写检索的时间范围。",
    "result": "请写明检索结果。",
    "duty_to_make": "请写明本机关是否有制作、保存该信息的职责。",
}


@dataclass(frozen=True)
class NewSearch:
    """A search as entered; the names are those of `models.SearchRecord`."""

    searched_on: date
    searcher: str
    units: str
    systems: str
    keywords: str
    period: str
    found: bool
    result: str
    duty_to_make: str
    paper_files: str = ""


@act("登记检索", by=By(roles=OFFICERS), states=SEARCHABLE)
def record_search(*, actor: Member, case: DisclosureRequest, ordinal: int, search: NewSearch) -> SearchRecord:
    """Record one search for one item. Raises `InvalidInput` when a part is missing or the day impossible."""
    item = case.items.filter(ordinal=ordinal).first()
    if item is None:
        raise InvalidInput("unknown_item", f"申请没有第 {ordinal} 项。")
    missing = {name: text for name, text in _COMPULSORY.items() if not getattr(search, name).strip()}
    if search.searched_on > dates.today() or search.searched_on < case.arrived_on:
        missing["searched_on"] = "检索日期须在收到申请之后，且不晚于今天。"
    if missing:
        raise InvalidInput(
            "search_incomplete", "检索记录不完整：" + "".join(missing.values()), fields=missing
        )
    record = SearchRecord.objects.create(item=item, recorded_by=actor.user, **asdict(search))
    found = "检索到所申请信息" if search.found else "未检索到所申请信息"
    note(case, actor, "search_recorded", f"第 {ordinal} 项检索：{found}", search=record.pk, item=ordinal)
    return record
