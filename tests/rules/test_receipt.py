"""Which day an application is received on each channel, its proof, and what an application must contain."""

from datetime import date

import pytest

from requests_app.errors import InvalidInput, RuleRefusal
from requests_app.rules.receipt import (
    CHANNELS,
    REQUIRED_PARTS,
    Channel,
    check_application,
    check_channel,
    check_corrected_receipt,
    check_receipt,
    regime_on,
)

FRIDAY, SATURDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 9)


def _check(channel, arrived, received, proof="", mail_number="", today=MONDAY):
    check_receipt(
        channel=channel,
        arrived_on=arrived,
        received_on=received,
        proof=proof,
        mail_number=mail_number,
        today=today,
    )


# name, basis, given
ALLOWED = [
    ("counter, day of submission", "31(1)", ("counter", FRIDAY, FRIDAY)),
    ("oral, day it is told", "29¶1, 31(1)", ("oral", FRIDAY, FRIDAY)),
    ("post signed on a Saturday, mail number", "31(2)", ("post", SATURDAY, SATURDAY, "", "XA12345678911")),
    ("post, signing record", "31(2)", ("post", FRIDAY, FRIDAY, "收发室签收簿")),
    ("ordinary letter confirmed at once", "31(2)", ("letter", FRIDAY, FRIDAY, "通话记录")),
    ("ordinary letter confirmed later", "31(2)", ("letter", FRIDAY, MONDAY, "通话记录")),
    ("fax confirmed later", "31(3)", ("fax", FRIDAY, MONDAY, "通话记录")),
    ("web, confirmed by the system", "31(3)", ("web", SATURDAY, SATURDAY)),
    ("e-mail confirmed", "31(3)", ("email", SATURDAY, MONDAY, "确认邮件")),
]


@pytest.mark.parametrize(("name", "basis", "given"), ALLOWED, ids=[row[0] for row in ALLOWED])
def test_day_of_receipt_is_allowed(name, basis, given):
    assert _check(*given) is None


REFUSED = [
    ("counter on a later day", ("counter", FRIDAY, MONDAY), RuleRefusal, "receipt_day_fixed"),
    (
        "post on the day of hand-over inside",
        ("post", FRIDAY, MONDAY, "登记簿"),
        RuleRefusal,
        "receipt_day_fixed",
    ),
    ("before it arrived", ("letter", MONDAY, FRIDAY, "通话记录"), RuleRefusal, "received_before_arrival"),
    ("tomorrow", ("fax", FRIDAY, date(2026, 3, 10), "通话记录"), RuleRefusal, "receipt_in_the_future"),
    ("post without proof", ("post", FRIDAY, FRIDAY), InvalidInput, "receipt_proof_missing"),
    ("letter without a call note", ("letter", FRIDAY, FRIDAY, " "), InvalidInput, "receipt_proof_missing"),
    (
        "a mail number proves no fax",
        ("fax", FRIDAY, FRIDAY, "", "XA1"),
        InvalidInput,
        "receipt_proof_missing",
    ),
]


@pytest.mark.parametrize(("name", "given", "error", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_day_of_receipt_is_refused(name, given, error, code):
    with pytest.raises(error) as refusal:
        _check(*given)
    assert refusal.value.code == code
    assert "第三十一条" in refusal.value.basis


LABELS = ["当面", "邮寄", "平信", "网上", "传真", "电子邮件", "口头"]


def test_channels_have_the_labels_of_the_register_and_a_basis():
    assert [channel.label for channel in Channel] == LABELS
    assert all(rule.basis.article == 31 and rule.proof for rule in CHANNELS.values())


def test_in_person_and_post_can_never_be_refused():
    never = {channel.value for channel, rule in CHANNELS.items() if rule.never_refused}
    assert never == {"counter", "oral", "post", "letter"}


PERSON = {
    "kind": "natural_person",
    "name": "张三",
    "identity_kind": "id_card",
    "identity_number": "11010519491231002X",
    "phone": "13800000000",
}
FIRM = {"kind": "organisation", "name": "某公司", "identity_kind": "credit_code", "email": "a@example.cn"}


def _application(applicants=(PERSON,), items=("某文件",), form="paper", way="post"):
    check_application(items=items, applicants=applicants, form=form, way=way)


@pytest.mark.parametrize("applicants", [[PERSON], [FIRM], [PERSON, FIRM]])
def test_complete_application(applicants):
    assert _application(applicants) is None


INCOMPLETE = [
    ("no applicant", {"applicants": []}, {"name"}),
    ("no name", {"applicants": [PERSON | {"name": " "}]}, {"name"}),
    ("no proof of identity", {"applicants": [PERSON | {"identity_number": ""}]}, {"identity_number"}),
    ("no kind of proof", {"applicants": [PERSON | {"identity_kind": ""}]}, {"identity_kind"}),
    ("no contact", {"applicants": [PERSON | {"phone": ""}]}, {"phone"}),
    (
        "second applicant without contact",
        {"applicants": [PERSON, FIRM | {"email": ""}]},
        {"applicant2_phone"},
    ),
    ("nothing asked for", {"items": []}, {"items"}),
    ("an empty item", {"items": ["某文件", " "]}, {"items"}),
    ("no form", {"form": ""}, {"form"}),
    ("no way", {"way": ""}, {"way"}),
    ("several things", {"form": "", "items": []}, {"form", "items"}),
]


@pytest.mark.parametrize(("name", "changes", "fields"), INCOMPLETE, ids=[row[0] for row in INCOMPLETE])
def test_incomplete_application_names_each_field(name, changes, fields):
    with pytest.raises(InvalidInput) as refusal:
        _application(**changes)
    assert set(refusal.value.fields) == fields
    assert refusal.value.basis.endswith("第二十九条第二款")


def test_the_purpose_is_never_compulsory():
    assert not any("用途" in part.label for part in REQUIRED_PARTS)
    assert [part.basis.item for part in REQUIRED_PARTS] == [1, 2, 3]


@pytest.mark.parametrize(("received", "regime"), [(date(2019, 5, 14), "2008"), (date(2019, 5, 15), "2019")])
def test_regime_by_day_of_receipt(received, regime):
    assert regime_on(received) == regime


@pytest.mark.parametrize("channel", ["counter", "oral", "post", "letter"])
def test_what_comes_in_person_or_by_post_is_taken_though_nothing_is_announced(channel):
    assert check_channel(channel, ()) is None


@pytest.mark.parametrize("channel", ["web", "fax", "email"])
def test_other_channels_are_open_once_announced(channel):
    assert check_channel(channel, {channel}) is None
    with pytest.raises(InvalidInput) as refusal:
        check_channel(channel, {"web", "fax", "email"} - {channel})
    assert refusal.value.code == "channel_not_announced"
    assert refusal.value.fields == {"channel": refusal.value.message}
    assert "当面提交、邮寄" in refusal.value.message
    assert "第三十一条" in refusal.value.basis


def _correct(to, channel="post", recorded=FRIDAY, registered=MONDAY, today=date(2026, 3, 20)):
    check_corrected_receipt(channel=channel, recorded=recorded, to=to, registered_on=registered, today=today)


@pytest.mark.parametrize("to", [date(2026, 3, 2), SATURDAY, MONDAY])
def test_a_day_up_to_the_registration_may_be_the_right_one(to):
    assert _correct(to) is None


NO_CORRECTION = [
    ("web, the system confirmed it", {"to": date(2026, 3, 5), "channel": "web"}, "web_receipt_fixed"),
    ("tomorrow", {"to": date(2026, 3, 21)}, "receipt_in_the_future"),
    ("after the registration", {"to": date(2026, 3, 10)}, "receipt_after_registration"),
    ("the same day", {"to": FRIDAY}, "receipt_unchanged"),
]


@pytest.mark.parametrize(("name", "given", "code"), NO_CORRECTION, ids=[row[0] for row in NO_CORRECTION])
def test_a_day_that_cannot_be_the_right_one(name, given, code):
    with pytest.raises((RuleRefusal, InvalidInput)) as refusal:
        _correct(**given)
    assert refusal.value.code == code
