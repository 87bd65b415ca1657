"""Checks of the paper itself: characters, attachments, dates against the clock, delivery, extension notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from letters.catalogue import CATALOGUE
from letters.checks_items import is_reply
from letters.fonts import missing_glyphs, printable
from letters.seal import MAX_NAME
from letters.verdicts import Check, Matter, Remark, ask, fail, found, place, texts_in
from requests_app.errors import RuleRefusal
from requests_app.models import DeliveryWay
from requests_app.rules.delivery import IN_TIME_NOTICE
from requests_app.rules.extension import check_extension, check_notified
from requests_app.rules.legal_basis import regulation
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.standing import GUIDING_CASE_26, internal_handover, is_internal_unit
from requests_app.rules.track_rules import REVIEW_BEFORE_RELEASE

_EXTENSION = regulation(33, 2)


def _glyphs(matter: Matter) -> Iterator[Remark]:
    """What the agency writes is printed as it stands, or not at all. What the applicant wrote is quoted as well as it
    can be; of a name the office says that it knows."""
    text = matter.text or "".join(texts_in(_own_words(matter.letter.data)))
    missing = missing_glyphs(text)
    for char in missing:
        yield fail(f"字体中没有“{char}”（U+{ord(char):04X}），无法印制。", char)
    for char in missing_glyphs("".join(matter.facts.requests)):
        yield found(f"申请内容中的“{char}”字体中没有，印为{printable(char)}")
    for char in missing_glyphs(matter.facts.applicant):
        text = f"申请人姓名（名称）中的“{char}”字体中没有，文书上印为{printable(char)}"
        # Nobody is there to give a reason when a procedure letter is made.
        yield ask(f"{text}。请安装含有该字的字体，或者写明理由。", char) if is_reply(matter) else found(text)
    if not missing:
        yield found(f"{len(set(text))} 个不同的字符均可印制")


def _own_words(data: Mapping[str, Any]) -> dict[str, Any]:
    """The letter without what the applicant wrote."""
    items = [{**item, "text": ""} for item in data.get("items", ()) if isinstance(item, Mapping)]
    return {**data, "items": items, "applicant": {}}


def _seal(matter: Matter) -> Iterator[Remark]:
    """A letter without a seal is no letter: one that cannot be drawn is found before the number is given."""
    name = matter.letter.data.get("agency", {}).get("name", "")
    if 1 <= len(name) <= MAX_NAME:
        yield found(name)
    else:
        yield fail(f"机关名称超过 {MAX_NAME} 个字，无法制作印章图样。", name)


def _attachments(matter: Matter) -> Iterator[Remark]:
    """The papers listed are this case's own released copies, and their bytes are those that were stored."""
    listed = matter.letter.data.get("attachments", [])
    files = {file.sha256: file for file in matter.facts.attachments}
    decided = all(item.get("outcome") for item in matter.letter.data.get("items", []))
    if listed and decided and not any(OUTCOMES[one.outcome].releases_content for one in matter.answered):
        yield fail(
            "没有一项答复提供信息，不能附送信息的副本；请撤去附件，或者改为提供信息的答复情形。",
            "、".join(str(entry.get("name")) for entry in listed),
            REVIEW_BEFORE_RELEASE.cite(),
        )
    for entry in listed:
        file = files.get(entry.get("sha256"))
        if file is None:
            yield fail(f"附件“{entry.get('name')}”不是本件申请中拟提供的信息。", str(entry.get("name")))
        elif file.kind != "released_copy":
            yield fail(f"附件“{file.title}”不是作为拟提供的信息上传的。", file.title)
        elif not file.intact:
            yield fail(f"附件“{file.title}”与上传时不一致，请重新上传。", file.title)
        elif (entry.get("pages") or 0) != (file.pages or 0):
            yield fail(f"附件“{file.title}”写明的页数与文件不符，应为{file.pages or 0}页。", file.title)
        else:
            yield found(f"{file.title} {file.sha256[:12]}")
    if len(listed) != len(matter.facts.attachments):
        yield fail("答复书列出的附件与草稿选定的附件不一致。")


def _dates(matter: Matter) -> Iterator[Remark]:
    facts, data = matter.facts, matter.letter.data
    to_others = bool(matter.letter.kind) and CATALOGUE[matter.letter.kind].to_others
    if not to_others and data.get("received_on") != _iso(facts.received_on):
        yield fail(f"收到日期与登记不符，应为{_iso(facts.received_on)}。", str(data.get("received_on")))
    elif facts.received_on is not None and facts.received_on > matter.on:
        yield fail("成文日期早于收到申请的日期。")
    else:
        yield found("不写收到日期" if to_others else f"收到日期{data.get('received_on')}")
    if is_reply(matter) and data.get("due_on") != _iso(facts.due_on):
        yield fail(f"答复期限届满日与计时不符，应为{_iso(facts.due_on) or '无'}。", str(data.get("due_on")))
    if matter.letter.kind == "receipt" and data.get("due_on") != _iso(facts.due_at_receipt):
        due = _iso(facts.due_at_receipt)
        yield fail(f"登记回执的答复期限届满日与计时不符，应为{due}。", str(data.get("due_on")))
    if is_reply(matter):
        yield from _effects(matter)
    for event in data.get("history", []):
        for key in ("on", "sent", "answered", "notified", "received"):
            yield from _within(event, key, matter)


def _effects(matter: Matter) -> Iterator[Remark]:
    """An act that moved nothing on the clock is not told as if it had, nor the other way round."""
    told = {
        (event["type"], event.get("notified") or event["on"], event["without_effect"])
        for event in matter.letter.data.get("history", [])
        if event.get("without_effect")
    }
    for kind, day, _ in sorted(told.symmetric_difference(matter.facts.without_effect)):
        yield fail(f"办理经过中{day}的事项（{kind}）是否发生效力，与计时不符。", day)


def _within(event: dict[str, Any], key: str, matter: Matter) -> Iterator[Remark]:
    day, first = event.get(key), _iso(matter.facts.received_on)
    if day is not None and (not first or not first <= day <= matter.on.isoformat()):
        yield fail(f"办理经过中的日期{day}不在收到申请之后、答复以前。", day)


def _in_time(matter: Matter) -> Iterator[Remark]:
    due, on = matter.facts.due_on, matter.on
    if due is None or on <= due:
        yield found(f"期限至{_iso(due)}" if due else "现在没有答复期限")
    elif blamed := internal_handover(matter.facts.late_reason):
        words = "内部流转不是逾期的理由，期限自机关收到之日起计算；请写明真实的原因和已经采取的改进措施。"
        yield ask(words, blamed, GUIDING_CASE_26)
    elif matter.facts.late_reason.strip():
        yield found(f"期限{_iso(due)}已过，逾期原因：{matter.facts.late_reason.strip()}")
    else:
        yield ask(f"答复期限已于{_iso(due)}届满，请写明逾期的原因。", _iso(due) or "")


def _excuse(matter: Matter) -> Iterator[Remark]:
    """A delay is not laid on the own house before the applicant."""
    for item in matter.answered:
        for text in (item.reason, *texts_in(item.facts)):
            if blamed := internal_handover(text):
                yield fail(f"{place(item)}内部流转不能作为迟延的理由告知申请人。", blamed)


def _capacity(matter: Matter) -> Iterator[Remark]:
    """A unit of the house answers only for the agency that is the legal respondent, never in its own name."""
    name, respondent = matter.facts.agency.name, matter.facts.agency.legal_respondent
    if is_internal_unit(name) and respondent in ("", name):
        yield fail("内设机构不能以自己的名义答复，须以行政机关的名义作出。", name)
    else:
        yield found(f"{name}（{respondent}）" if respondent not in ("", name) else name)


def _delivery(matter: Matter) -> Iterator[Remark]:
    way = matter.letter.data.get("delivery")
    if not way:
        yield fail("还没有选择送达方式。")
    elif way == "online" and not matter.facts.consents_online:
        yield fail("申请人没有同意网上送达，请选择其他方式。", "online")
    else:
        yield found(DeliveryWay(way).label)


def _addressee(matter: Matter) -> Iterator[Remark]:
    name = matter.letter.data.get("applicant", {}).get("name")
    agency = matter.letter.data.get("agency", {}).get("name")
    number = matter.letter.data.get("facts", {}).get("registration_number")
    to_others = bool(matter.letter.kind) and CATALOGUE[matter.letter.kind].to_others
    if not to_others and name != matter.facts.applicant:
        yield fail("文书的申请人与登记不符。", str(name))
    if agency != matter.facts.agency.name:
        yield fail("文书的机关不是受理申请的机关。", str(agency))
    if number is not None and number != matter.facts.number:
        yield fail("文书的受理编号与登记不符。", str(number))
    yield found(str(agency) if to_others else f"{name}，{matter.facts.number}")


def _extension(matter: Matter) -> Iterator[Remark]:
    """Granted by the head, within the first period, at most what Art. 33 allows, told in that period."""
    extension, first_due = matter.facts.extension, matter.facts.first_due_on
    if extension is None or not extension.granted:
        yield fail("延期没有经政府信息公开工作机构负责人同意，不能告知。")
        return
    told = matter.letter.data.get("facts", {})
    try:
        check_extension(
            working_days=extension.working_days,
            today=matter.on,
            first_due=first_due,
            already_extended=False,
        )
        check_notified(first_due=first_due, notified_on=matter.on)
    except RuleRefusal as refusal:
        yield fail(refusal.message, basis=refusal.basis)
        return
    right = {
        "working_days": extension.working_days,
        "first_due": _iso(first_due),
        "approved_on": _iso(extension.decided_on),
        "granted_by": "deputy" if extension.by_deputy else None,
    }
    for key, value in right.items():
        if told.get(key) != value:
            yield fail(f"延期告知书写明的内容与批准的延期不符，应为{value}。", str(told.get(key)))
    if str(told.get("new_due") or "") <= (_iso(first_due) or ""):
        yield fail("延长后的期限届满日须在原期限届满日之后。", str(told.get("new_due")))
    else:
        yield found(f"{extension.working_days} 个工作日，至{told.get('new_due')}")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


CHECKS = (
    Check("addressee", "申请人、机关、编号正确", regulation(33).short(), lambda matter: True, _addressee),
    Check("glyphs", "所有字符均可印制", "GB/T 9704-2012", lambda matter: True, _glyphs, version=2),
    Check("seal", "印章可用", "GB/T 9704-2012", lambda matter: True, _seal),
    Check(
        "attachments",
        "附件属于本件且未经改动",
        regulation(36, item=2).short(),
        is_reply,
        _attachments,
        version=2,
    ),
    Check("dates", "日期与计时一致", regulation(33, 2).short(), lambda matter: True, _dates, version=2),
    Check("in_time", "在答复期限内", regulation(33, 2).short(), is_reply, _in_time, version=2),
    Check("no_internal_excuse", "没有以内部流转为由", GUIDING_CASE_26, is_reply, _excuse),
    Check("signer_capacity", "以行政机关的名义作出", regulation(36).short(), lambda matter: True, _capacity),
    Check("delivery", "送达方式可行", IN_TIME_NOTICE, is_reply, _delivery),
    Check(
        "extension_in_first_period",
        "在原期限内告知延期",
        _EXTENSION.short(),
        lambda matter: matter.letter.kind == "extension_notice",
        _extension,
    ),
)
