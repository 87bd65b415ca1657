"""Reading a case: overview with the explained clock, materials, record, and the audited look at contacts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from requests_app import dates
from requests_app.models import ConsultationState, DisclosureRequest, Extension
from requests_app.pictures import date_words
from requests_app.pictures.steps import Step, steps
from requests_app.rules.clock import Derivation
from requests_app.rules.excess import CAN_BE_FOUND
from requests_app.rules.joining import CAN_BE_JOINED
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.remedy_case import CAN_BE_DISPUTED
from requests_app.rules.splitting import CAN_BE_SPLIT
from requests_app.rules.states import (
    CAN_BE_EXTENDED,
    CAN_BE_VOIDED,
    CAN_BE_WITHDRAWN,
    CAN_CONSULT,
    CAN_TAKE_BACK,
    CAN_TAKE_FILES,
    FINAL,
    RECEIPT_CAN_BE_CORRECTED,
    Phase,
    RequestState,
)
from requests_app.selectors.clock import days_to_show, derivation_of, provisional_mark
from requests_app.selectors.consultations import (
    ConsultationView,
    consultations_of,
    view_of,
)
from requests_app.selectors.contact_notes import notes_of
from requests_app.selectors.corrections import ASKABLE, is_awaited, was_asked
from requests_app.selectors.disclosures import told_in_vain
from requests_app.selectors.documents import documents_of
from requests_app.selectors.extensions import live_extension
from requests_app.selectors.fees import AWAITING as AWAITING_FEE
from requests_app.selectors.fees import CHARGEABLE
from requests_app.selectors.people import ApplicantView, applicants_of, may_see_contacts
from requests_app.selectors.publication import open_proposals_of
from requests_app.selectors.record import record_lines
from requests_app.selectors.transfers import transfer_of
from requests_app.services.assignment import ASSIGNABLE
from requests_app.services.correction import AWAITING, RECEIVABLE
from requests_app.services.query_code import HAVE_A_CODE
from requests_app.services.search_record import SEARCHABLE
from requests_app.services.splitting import is_theirs
from requests_app.services.track_choice import CHOOSABLE
from workflows.desk import earlier
from workflows.desk.answering_orders import orders_panel
from workflows.desk.base import address, seen_version
from workflows.desk.case_view import ActView, CaseView
from workflows.desk.charging import fee_panel, pointless
from workflows.desk.claiming import pool_of
from workflows.desk.correcting import correction_panel
from workflows.desk.exceeding import excess_panel
from workflows.desk.forms.case import UploadForm
from workflows.desk.joining import not_to_offer
from workflows.desk.next_page import Action
from workflows.desk.noting import help_panel
from workflows.desk.reasoning import reasons_panel
from workflows.desk.remedies import remedy_warning
from workflows.desk.splitting import split_links
from workflows.desk.spot_replies import possible_today, spot_panel
from workflows.desk.transferring import transfer_facts
from workflows.desk.what_if import what_if
from workflows.perform import perform

LATEST = 8
"""Lines of the record on the overview; all of them are on the page 记录."""

ACTS: tuple[tuple[str, str, str], ...] = (
    # verb, view, words
    ("accept_on_the_spot", "desk:on_the_spot", "当场答复"),
    ("record_search", "desk:search", "登记检索"),
    ("ask_correction", "desk:correction", "告知补正"),
    ("receive_correction", "desk:correction_receive", "登记补正"),
    ("lapse_uncorrected", "desk:correction_lapse", "逾期不补正，拟不再处理"),
    ("call_off_correction", "desk:correction_call_off", "撤销补正告知"),
    ("consult", "desk:consultations", "征求意见、请求协办"),
    ("find_excessive", "desk:excess", "申请的数量、频次"),
    ("ask_fee", "desk:fee", "通知缴费"),
    ("receive_fee", "desk:fee_receive", "登记缴费"),
    ("reject_payment", "desk:fee_reject", "缴费核对不符"),
    ("lapse_unpaid", "desk:fee_lapse", "逾期不缴费，拟不再处理"),
    ("cancel_fee", "desk:fee_cancel", "撤销收费"),
    ("refund_fee", "desk:fee_refund", "登记退费"),
    ("choose_track", "desk:track", "审批流程"),
    ("ask_extension", "desk:extension", "申请延期"),
    ("grant_extension", "desk:extension_decide", "批准延期"),
    ("note_contact", "desk:notes", "指导、沟通记录"),
    ("record_remedy", "desk:remedy", "登记复议诉讼"),
    ("withdraw_letter", "desk:delivery", "收回答复书"),
    ("split", "desk:split", "拆分申请"),
    ("join", "desk:join", "合并答复"),
    ("unjoin", "desk:unjoin", "退出合并答复"),
    ("reassign", "desk:reassign", "改派"),
    ("reissue_code", "desk:reissue_code", "重新发放查询码"),
    ("transfer_before_registration", "desk:transfer", "登记前转出"),
    ("correct_receipt", "desk:receipt_date", "更正收到日期"),
    ("withdraw", "desk:withdraw", "登记撤回"),
    ("void", "desk:void", "作废"),
)
WAITING = frozenset({ConsultationState.SENT, ConsultationState.SERVED, ConsultationState.TO_DECIDE})
"""Consultations that the overview speaks of."""
POSSIBLE_IN: dict[str, frozenset[RequestState]] = {
    "accept_on_the_spot": frozenset({RequestState.UNDER_REVIEW}),
    "record_search": SEARCHABLE,
    "consult": CAN_CONSULT,
    "ask_correction": ASKABLE,
    "receive_correction": RECEIVABLE,
    "lapse_uncorrected": AWAITING,
    "call_off_correction": AWAITING,
    "find_excessive": CAN_BE_FOUND,
    "ask_fee": CHARGEABLE,
    "receive_fee": CAN_TAKE_FILES,
    "reject_payment": CAN_TAKE_FILES,
    "lapse_unpaid": AWAITING_FEE,
    "cancel_fee": AWAITING_FEE,
    "refund_fee": CAN_TAKE_FILES,
    "choose_track": CHOOSABLE,
    "ask_extension": CAN_BE_EXTENDED,
    "grant_extension": CAN_BE_EXTENDED,
    "note_contact": CAN_TAKE_FILES,
    "record_remedy": CAN_BE_DISPUTED,
    "withdraw_letter": CAN_TAKE_BACK,
    "split": CAN_BE_SPLIT,
    "join": CAN_BE_JOINED,
    "unjoin": CAN_BE_JOINED,
    "reassign": ASSIGNABLE,
    "reissue_code": HAVE_A_CODE,
    "transfer_before_registration": frozenset({RequestState.RECEIVED}),
    "correct_receipt": RECEIPT_CAN_BE_CORRECTED,
    "withdraw": CAN_BE_WITHDRAWN,
    "void": CAN_BE_VOIDED,
}
"""The states in which a button for an act makes sense; the service asks again."""
PHASES = [phase for phase in Phase if phase is not Phase.NONE]


def phase_steps(state: RequestState) -> tuple[Step, ...]:
    """The five phases of Art. 45 with the present one; none for a case that left the way."""
    if state.phase is Phase.NONE:
        return ()
    present = PHASES.index(state.phase)
    return steps([phase.label for phase in PHASES], present if state not in FINAL else len(PHASES))


def clock_context(case: DisclosureRequest) -> dict[str, Any]:
    """The clock of a case for its page; empty before receipt is confirmed."""
    derivation = derivation_of(case)
    if derivation is None:
        return {}
    open_ = derivation.replied is None and derivation.history.left is None
    return {
        "derivation": derivation,
        "days": days_to_show(derivation),
        "today": dates.today() if open_ else None,
        "clock_title": _clock_title(derivation),
        "clock_sums": _clock_sums(case, derivation),
    }


def _clock_title(derivation: Derivation) -> str:
    due = derivation.standard.due
    if due is None:
        words = {"correction": "等待补正，现在没有答复期限", "payment": "等待缴费，现在没有答复期限"}
        return words[derivation.waiting_for or "correction"]
    if derivation.replied is not None:
        late = "按时" if derivation.in_time else "超期"
        return f"{late}答复：{date_words.full_weekday(derivation.replied)}"
    if derivation.history.left is not None:
        return f"已停止计时，原答复期限 {date_words.full_weekday(due)}"
    return f"答复期限：{date_words.full_weekday(due)}{'（暂定）' if derivation.provisional else ''}"


def _clock_sums(case: DisclosureRequest, derivation: Derivation) -> str:
    due, today = derivation.standard.due, dates.today()
    if due is None:
        return f"最迟 {date_words.month_day(derivation.until)}" if derivation.until else ""
    used = max((day.n for day in derivation.days if day.n and day.date <= today), default=0)
    parts = [f"已用 {used}", f"暂停 {derivation.paused_days}"]
    if derivation.remaining is not None:
        left = derivation.remaining
        parts.append(f"剩余 {left} 个工作日" if left >= 0 else f"超期 {-left} 个工作日")
    words = "，".join(parts)
    if derivation.replied is not None:
        return f"答复期限 {date_words.month_day_weekday(due)}"
    early = derivation.conservative.due
    return (
        f"{words}；预警按保守算法 {date_words.month_day(early)}{provisional_mark(case, early)}"
        if early and early != due
        else words
    )


class Overview(CaseView):
    """概况: the date and why, what would happen if, what was asked, by whom, what was done last."""

    tab = "desk:case"
    template_name = "desk/case.html"

    def get(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """The page with contacts masked."""
        return self.overview(applicants_of(self.actor, self.case))

    def overview(self, applicants: list[ApplicantView]) -> HttpResponse:
        """The page."""
        full = any(applicant.full for applicant in applicants)
        extension = live_extension(self.actor, self.case)
        return self.case_page(
            **clock_context(self.case),
            applicants=[_applicant_facts(applicant) for applicant in applicants],
            pool=pool_of(self.user, self.case),
            revealed=full,
            may_reveal=may_see_contacts(self.actor) and not full,
            items=[
                (item.ordinal, item.text, OUTCOMES[item.outcome].name if item.outcome else "")
                for item in self.case.items.all()
            ],
            request_facts=_request_facts(self.case),
            options=what_if(self, extension),
            consulting=self._consulting(),
            in_vain=[
                words for asked in consultations_of(self.actor, self.case) if (words := told_in_vain(asked))
            ],
            remedy_warning=remedy_warning(self.case),
            split_links=split_links(self),
            **spot_panel(self),
            **correction_panel(self),
            **fee_panel(self),
            **excess_panel(self),
            **reasons_panel(self),
            **orders_panel(self),
            earlier=earlier.of_case(self),
            **help_panel(self),
            proposals=open_proposals_of(self.actor, self.case),
            may_draft=self.may("save_draft"),
            extension=extension,
            first_due_mark=provisional_mark(self.case, self.case.first_due_on),
            acts=self._acts(extension),
            transferred=self._transferred(),
            entries=record_lines(self.actor, self.case, LATEST),
        )

    def _consulting(self) -> list[str]:
        """Who is being asked now, and until when the answer may come."""
        views = (view_of(asked) for asked in consultations_of(self.actor, self.case))
        return [_waiting_words(view) for view in views if view.asked.state in WAITING]

    def _transferred(self) -> list[tuple[str, str]]:
        """Where it went before it had a number; nothing for a case that stayed."""
        gone = transfer_of(self.actor, self.case)
        return transfer_facts(gone) if gone else []

    def _acts(self, extension: Extension | None) -> list[Action]:
        """Other things this person may do now."""
        passed = {"ask_extension"} if extension is not None else set()
        passed |= pointless(self.case) | not_to_offer(self)
        if was_asked(self.case):
            passed.add("ask_correction")
        if self.case.items.count() < 2 or not is_theirs(self.actor, self.case):
            passed.add("split")
        if not possible_today(self.case):
            passed.add("accept_on_the_spot")
        if not is_awaited(self.case):
            passed.add("receive_correction")
        rows = [row for row in ACTS if row[0] not in passed and self.case.state in POSSIBLE_IN[row[0]]]
        allowed = [row for row in rows if self.may(row[0])]
        return [Action(address(view, self.case.pk), words) for _, view, words in allowed]


class Contacts(Overview):
    """The overview with contacts in full: only by POST, and the record keeps who looked."""

    def get(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """A reload by address goes back to the masked page."""
        return redirect("desk:case", case_id)

    def post(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """Look, and leave a trace. Raises `AccessRefused` for roles that do not write to the applicant."""
        shown = perform(self.user, self.case, "reveal_contacts", seen_version=seen_version(request))
        self.prepare(case_id=case_id)
        return self.overview(shown)


class Materials(ActView):
    """材料: every file of the case, and one more."""

    tab = "desk:materials"
    template_name = "desk/materials.html"
    verb, title, button = "upload", "上传材料", "上传"
    done = "材料已上传。"
    form_class = UploadForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list, with the form for those who may add."""
        return self.form_page(UploadForm())

    def explain(self) -> dict[str, Any]:
        """The files."""
        return {
            "documents": documents_of(self.actor, self.case),
            "may_upload": self.may("upload"),
        }

    def after(self, result: Any) -> str:
        """Back to the list."""
        return reverse("desk:materials", args=[self.case.pk])


class Record(CaseView):
    """记录: everything that was done, newest first."""

    tab = "desk:record"
    template_name = "desk/record.html"

    def get(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """The whole record, under the five phases."""
        state = RequestState(self.case.state)
        return self.case_page(
            entries=record_lines(self.actor, self.case),
            steps=phase_steps(state),
            notes=notes_of(self.actor, self.case),
            may_note=self.may("note_contact"),
        )


def _waiting_words(view: ConsultationView) -> str:
    asked = view.asked
    until = f"，答复期限 {date_words.month_day_weekday(view.last_day)}" if view.last_day else ""
    return f"{asked.inquiry.label} {asked.name}：{asked.get_state_display()}{until}"


def _applicant_facts(applicant: ApplicantView) -> tuple[str, list[tuple[str, str]]]:
    kind = applicant.organisation_kind or applicant.kind
    return applicant.name, [
        ("类型", kind),
        (applicant.identity_kind, applicant.identity_number),
        ("电话", applicant.phone),
        ("邮箱", applicant.email),
        ("地址", applicant.address),
        ("邮编", applicant.postcode),
        ("代理人", applicant.agent_name),
    ]


def _request_facts(case: DisclosureRequest) -> list[tuple[str, str]]:
    received = date_words.full(case.received_on) if case.received_on else "尚未与申请人确认"
    routed = f"{case.intake_number}，{date_words.full(case.routed_on)}分办" if case.routed_on else ""
    return [
        ("统一受理", routed),
        ("收到", f"{received}　{case.get_channel_display()}"),
        ("到达", date_words.full(case.arrived_on) if case.arrived_on != case.received_on else ""),
        ("邮件单号", case.mail_number),
        ("收到的凭据", case.receipt_proof),
        ("提供方式", case.get_form_display()),
        ("获取方式", case.get_way_display()),
        ("网上送达", "申请人同意" if case.accepts_online_service else ""),
        ("需要帮助", case.help_needed),
        ("用途", case.purpose),
        ("备注", case.note),
    ]
