"""本机关设置: reminders, approval, ways to pay; the administrator alone, each change on record."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from requests_app.models.agency import Agency
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.roles import Role
from requests_app.rules.track_switches import Switches
from requests_app.rules.warnings import Tiers
from requests_app.seen import seen_mark
from requests_app.selectors.fees import ways_to_pay
from requests_app.services.agency_settings import KEYS
from tests.people import Office, office
from tests.web.desk_client import at_desk, text_of

pytestmark = pytest.mark.django_db
PAGE = "/desk/settings/"
WARNINGS = {
    "part": "warnings",
    "days": "10，5、2,0",
    "head_from": "2",
    "supervisor_from": "-2",
    "quiet_from": "19:00",
    "quiet_until": "07:30",
}
APPROVAL: dict[str, Any] = {
    "part": "approval",
    "leader_signs_always": "on",
    "sensitive_outcomes": ["secret", "third_party"],
    "many_items": "5",
    "reason": "按本机关工作规则第三条",
}
WAYS = {"part": "ways", "ways": "到政务服务大厅缴纳\n\n转账至财政专户"}


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def admin(here: Office) -> Client:
    return at_desk(here.member(Role.AGENCY_ADMIN))


def post(admin: Client, here: Office, sent: dict[str, Any]) -> Any:
    """As the page sends it now."""
    settings = Agency.objects.get(pk=here.agency.pk).settings
    return admin.post(PAGE, {"seen": seen_mark(settings.get(KEYS[sent["part"]])), **sent})


def test_each_part_is_saved_alone_and_recorded(here: Office, admin: Client) -> None:
    for sent in (WARNINGS, APPROVAL, WAYS):
        assert post(admin, here, sent).status_code == 302
        assert post(admin, here, sent).status_code == 302
    here.agency.refresh_from_db()
    tiers = Tiers.of(here.agency.settings)
    assert (tiers.days, tiers.head_from, tiers.supervisor_from) == ((10, 5, 2, 0), 2, -2)
    assert (tiers.quiet_from.hour, tiers.quiet_until.minute) == (19, 30)
    assert Switches.of(here.agency.settings) == Switches(
        leader_signs_always=True, sensitive_outcomes=("secret", "third_party"), many_items=5
    )
    assert ways_to_pay(here.agency) == ("到政务服务大厅缴纳", "转账至财政专户")
    entries = AuditEntry.objects.filter(chain=f"agency:{here.agency.pk}").order_by("seq")
    assert [one.action for one in entries] == ["warnings_set", "approval_set", "ways_to_pay_set"]
    assert "理由：按本机关工作规则第三条" in entries[1].message
    assert entries[2].data["before"] == ["到清溪市东湖区文昌路18号窗口缴纳"]
    page = text_of(admin.get(PAGE))
    assert 'value="10,5,2,0"' in page
    assert "已经送审的，按送审时的流程办完" in page


WRONG: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    (WARNINGS, {"days": "七"}, "请填写整数，用逗号分开"),
    (WARNINGS, {"days": "21"}, "0 至 20 之间"),
    (WARNINGS, {"days": ""}, "请至少填写一档"),
    (WARNINGS, {"head_from": "一"}, "请填写整数。"),
    (WARNINGS, {"head_from": "-3"}, "主管部门不能早于工作机构负责人"),
    (WARNINGS, {"quiet_from": "25:00"}, "没有这个钟点"),
    (APPROVAL, {"many_items": "0"}, "1 至 100 之间"),
    (APPROVAL, {"reason": " "}, "更改减少了审批环节（"),
    (APPROVAL, {"reason": "长" * 201}, "理由不超过 200 字"),
    (APPROVAL, {"sensitive_outcomes": ["无"]}, "没有这一答复情形"),
    (WAYS, {"ways": "\n".join("办法" for _ in range(11))}, "最多填写 10 种"),
    (WAYS, {"ways": "长" * 201}, "不超过 200 字"),
]


@pytest.mark.parametrize(("sent", "changes", "words"), WRONG, ids=[row[2] for row in WRONG])
def test_bad_input_is_said_kept_and_changes_nothing(
    here: Office, admin: Client, sent: dict[str, Any], changes: dict[str, Any], words: str
) -> None:
    before = dict(here.agency.settings)
    answer = post(admin, here, {**sent, **changes})
    assert (answer.status_code, words in text_of(answer)) == (422, True)
    (typed,) = changes.values()
    assert isinstance(typed, list) or typed[:20].split("\n")[0] in text_of(answer)
    here.agency.refresh_from_db()
    assert here.agency.settings == before


def test_what_somebody_changed_meanwhile_is_not_overwritten(here: Office, admin: Client) -> None:
    opened = seen_mark(here.agency.settings.get(KEYS["approval"]))
    assert text_of(admin.get(PAGE)).count('name="seen"') == len(KEYS)
    assert post(admin, here, APPROVAL).status_code == 302
    for late in ({**APPROVAL, "many_items": "3", "seen": opened}, {**APPROVAL, "many_items": "3"}):
        answer = admin.post(PAGE, late)
        assert (answer.status_code, "别人更改了这里的设置" in text_of(answer)) == (409, True)
        assert f'name="seen" value="{late.get("seen", "")}"' in text_of(answer)
    here.agency.refresh_from_db()
    assert Switches.of(here.agency.settings).many_items == 5
    assert post(admin, here, WAYS).status_code == 302, "the other parts are not concerned"


def test_a_setting_that_cannot_be_read_is_mended_here(here: Office, admin: Client) -> None:
    here.agency.settings = {"warnings": {"days": "soon"}, "approval": {"nobody": True}}
    here.agency.save()
    assert 'value="7,3,1,0"' in text_of(admin.get(PAGE))
    assert post(admin, here, APPROVAL).status_code == 302
    assert admin.post(PAGE, {"part": "elsewhere"}).status_code == 422


def test_nobody_else_sees_it(here: Office) -> None:
    for member in (here.desk, here.head, here.legal):
        client = at_desk(member)
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, WAYS).status_code == 403
        assert PAGE not in client.get("/desk/").content.decode()
