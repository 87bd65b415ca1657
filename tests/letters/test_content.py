"""Approved content: any one changed byte gives another hash and the changed part is named; time alone does not."""

from __future__ import annotations

from datetime import date

import pytest

from letters import content as module
from letters.content import canonical, changed_parts, template_version
from requests_app.models import Agency, Applicant, ClockEvent, Document, Draft, RequestItem
from tests.letters.desk import content, drafted


def item(case, **changes):
    RequestItem.objects.filter(request=case, ordinal=1).update(**changes)


def draft(case, **changes):
    latest = Draft.objects.filter(request=case).latest("version")
    latest.fields = {**latest.fields, **changes}
    latest.save()


def append_to_file(case):
    stored = Document.objects.get(request=case, kind="released_copy").file
    with stored.open("rb") as source:
        body = source.read()
    with stored.storage.open(stored.name, "wb") as target:
        target.write(body + b"\n")


def consultation(case):
    ClockEvent.objects.create(
        request=case,
        type="consultation",
        on=date(2026, 3, 2),
        data={"kind": "other_agency", "sent": "2026-03-02", "served": None, "answered": None},
    )


def other_receipt(case):
    case.received_on = date(2026, 2, 27)
    case.save()


TEXT = "东湖路道路拓宽项目建设用地规划许可证及其附图"
FACTS = {"form": "纸质", "way": "自行领取", "route": "办公室", "time": "工作日"}
CITED = [{"instrument": "政府信息公开条例", "article": 36, "item": 2}]
CHANGES = [
    # what is changed, how, part that must be named
    ("one full stop in the request", lambda c: item(c, text=TEXT + "。"), "第1项的申请内容"),
    ("one word of the reason", lambda c: item(c, reason="另附说明"), "第1项的理由"),
    ("a citation", lambda c: item(c, citations=CITED), "第1项的依据"),
    ("a fact of the letter", lambda c: item(c, facts={**FACTS, "form": "电子"}), "第1项的要素"),
    ("a fact only the file holds", lambda c: item(c, facts={**FACTS, "note": "内部"}), "第1项的要素"),
    ("the way of delivery", lambda c: draft(c, delivery="hand"), "送达方式"),
    ("an attachment is dropped", lambda c: draft(c, attachments=[]), "附件"),
    ("one byte of an attachment", append_to_file, "附件"),
    ("the title of an attachment", lambda c: Document.objects.filter(request=c).update(title="另一题名"), "附件"),
    ("a clock event", consultation, "收到日期和计时事件"),
    ("the day of receipt", other_receipt, "收到日期和计时事件"),
    ("the applicant's name", lambda c: Applicant.objects.filter(request=c).update(name="王昂"), "申请人"),
    ("the court", lambda c: Agency.objects.filter(pk=c.agency_id).update(court="清溪市西山区人民法院"), "机关信息"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "change", "part"), CHANGES, ids=[row[0] for row in CHANGES])
def test_any_change_gives_another_hash_and_is_named(bureau, what, change, part):
    case = drafted(bureau, "provided")
    item(case, facts=FACTS)
    before = content(case)
    change(case)
    after = content(case, before.content["legality"]["verdicts"])
    assert after.sha256 != before.sha256
    assert part in changed_parts(before.content, after.content)


def test_another_outcome_is_named_with_its_item(bureau):
    case = drafted(bureau, "already_public", "not_existing")
    before = content(case)
    RequestItem.objects.filter(request=case, ordinal=2).update(
        outcome="not_ours", citations=[{"instrument": "政府信息公开条例", "article": 36, "item": 5}]
    )
    parts = changed_parts(before.content, content(case).content)
    assert {"第2项的答复情形", "第2项的依据"} <= set(parts)
    assert not any(part.startswith("第1项") for part in parts)


def test_another_kind_of_letter_is_named(bureau):
    case = drafted(bureau, "already_public", "not_existing")
    before = content(case)
    same = RequestItem.objects.filter(request=case, ordinal=1).values("outcome", "citations", "facts").get()
    RequestItem.objects.filter(request=case, ordinal=2).update(**same)
    assert "文种" in changed_parts(before.content, content(case).content)


def test_time_and_the_date_of_issue_change_nothing(bureau, clock):
    case = drafted(bureau, "already_public")
    before = content(case)
    clock.move_to("2026-03-12 10:00:00+08:00")
    assert content(case, before.content["legality"]["verdicts"]).sha256 == before.sha256


def test_the_words_as_printed_are_signed_without_number_and_date(bureau):
    text = content(drafted(bureau, "process")).content["text"]
    assert "应当依照《中华人民共和国行政复议法》第二十三条" in text
    assert "（文号待定）" in text
    assert "（日期以签发为准）" in text


def test_neither_number_date_nor_derived_dates_are_signed(bureau):
    context = content(drafted(bureau, "already_public")).content["context"]
    assert not {"number", "issued_on", "due_on", "provisional", "verification"} & set(context)


def test_verdicts_are_part_of_it_later_included(bureau):
    legality = content(drafted(bureau, "provided")).content["legality"]
    by_key = {verdict["key"]: verdict["verdict"] for verdict in legality["verdicts"]}
    assert by_key["secrecy_review"] == "later"
    assert set(legality["versions"]) == set(by_key)


@pytest.mark.parametrize(
    ("key", "value", "part"),
    [
        ("template_version", "f" * 64, "文书模板"),
        ("text", "别的文字", "文书文字"),
        ("legality", {"versions": {"glyphs": 2}, "verdicts": []}, "合法性检查"),
        ("kind", "reply_mixed", "文种"),
        ("items", [], "申请事项的数目"),
    ],
)
def test_each_part_has_its_name(bureau, key, value, part):
    old = content(drafted(bureau, "already_public")).content
    assert changed_parts(old, {**old, key: value}) == [part]
    assert changed_parts(old, dict(old)) == []


def test_one_byte_in_a_template_is_another_version(settings, tmp_path):
    folder = tmp_path / "templates" / "letters" / "clauses"
    folder.mkdir(parents=True)
    settings.BASE_DIR = tmp_path
    (folder / "a.html").write_text("一", encoding="utf-8")
    first = template_version()
    (folder / "b.css").write_text("", encoding="utf-8")
    second = template_version()
    (folder / "b.css").write_text("x", encoding="utf-8")
    module._version_of.cache_clear()
    assert len({first, second, template_version()}) == 3
    assert len(first) == 64


def test_canonical_json_does_not_depend_on_the_order_of_keys():
    assert canonical({"乙": 1, "甲": [True, None]}) == canonical({"甲": [True, None], "乙": 1})
    assert canonical({"名": "喆"}) == '{"名":"喆"}'
