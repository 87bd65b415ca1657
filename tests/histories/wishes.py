"""What the office can want besides going on: corrections, opinions, more time, reasons, a fee."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from requests_app.models import DisclosureRequest
from requests_app.rules.consultation import Inquiry
from requests_app.rules.correction import Point
from requests_app.rules.fees import Schedule
from requests_app.rules.roles import Role
from requests_app.services.consultation import NewInquiry
from tests.histories.request_desk import RequestDesk
from tests.histories.side_desks import WHY

ASKED = {
    Inquiry.THIRD_PARTY: ("某某勘察设计有限公司", "清溪市某某测绘有限公司"),
    Inquiry.CO_MAKER: ("清溪市交通运输局", "清溪市水务局"),
    Inquiry.OTHER_AGENCY: ("清溪市公安局", "清溪市生态环境局"),
    Inquiry.ASSISTANCE: ("规划科",),
}


class Wishes(RequestDesk):
    """Each gives what was asked, or what is false when it was refused."""

    def officer(self) -> Role:
        """An officer: the desk or the handler."""
        return self.luck.choice((Role.DESK_OFFICER, Role.HANDLER))

    def ask_correction(self, case: DisclosureRequest, by: date) -> Any:
        """The applicant is to say what exactly is meant."""
        points = [Point("description", "“全部材料”范围不明", "请写明材料的名称或者文号", 1)]
        return self.does(
            "correction_asked", self.officer(), case.pk, "ask_correction", points=points, reply_by=by
        )

    def consult(self, case: DisclosureRequest, kind: Inquiry) -> Any:
        """Somebody is asked in writing."""
        inquiry = NewInquiry(
            kind=kind,
            name=self.luck.choice(ASKED[kind]),
            information="勘察设计合同（编号2024-053）",
            why="合同含有其报价和技术方案",
            question="是否同意公开",
            asked_for=self.today + timedelta(days=self.luck.choice((3, 14))),
            leads=self.luck.random() < 0.9,
            again="申请内容经补正后有变化",
        )
        return self.does(f"asked_{kind}", Role.HANDLER, case.pk, "consult", inquiry=inquiry)

    def ask_extension(
        self, case: DisclosureRequest, days: int, event: str = "extension_asked", **seen: int
    ) -> Any:
        """The head is asked for more time."""
        return self.does(
            event, self.officer(), case.pk, "ask_extension", working_days=days, reason="案卷较多", **seen
        )

    def find_excessive(self, case: DisclosureRequest) -> Any:
        """Too many applications of one person."""
        return self.does("found_excessive", self.officer(), case.pk, "find_excessive", why=WHY)

    def ask_reasons(self, case: DisclosureRequest, by: date) -> Any:
        """The applicant is to say why."""
        return self.does(
            "reasons_asked", Role.HANDLER, case.pk, "ask_reasons", what="请说明逐份申请的原因", reply_by=by
        )

    def ask_fee(self, case: DisclosureRequest, pages: int) -> Any:
        """The applicant is to pay."""
        how = {"schedule": Schedule.PER_QUANTITY, "count": pages}
        return self.does("fee_asked", Role.HANDLER, case.pk, "ask_fee", **how)
