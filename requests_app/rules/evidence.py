"""What the file must hold before an outcome may be told to the applicant (the proof of each finding)."""

from enum import StrEnum

DANGERS = ("国家安全", "公共安全", "经济安全", "社会稳定")
"""What Art. 14 lets information endanger (三安全一稳定); a letter names only what it found."""


class Evidence(StrEnum):
    """One piece of proof. `label` names it on the case page and in the legality check."""

    WORKING_ADDRESS = "working_address"
    COPY_HANDED_OVER = "copy_handed_over"
    FORM_USED = "form_used"
    REVIEW_RECORD = "review_record"
    WITHHELD_LIST = "withheld_list"
    CLASSIFICATION = "classification"
    FORBIDDING_LAW = "forbidding_law"
    COMPETENT_JUDGEMENT = "competent_judgement"
    OPINION_REQUEST = "opinion_request"
    OPINION_REQUEST_SERVICE = "opinion_request_service"
    THIRD_PARTY_OPINION = "third_party_opinion"
    OWN_WEIGHING = "own_weighing"
    INFORMATION_KIND = "information_kind"
    DISCRETION_REASON = "discretion_reason"
    SPECIAL_LAW = "special_law"
    WHERE_TO_QUERY = "where_to_query"
    SEARCH_RECORD = "search_record"
    DUTY_TO_MAKE = "duty_to_make"
    NOT_OURS_REASON = "not_ours_reason"
    RIGHT_AGENCY = "right_agency"
    EXISTING_HOLDINGS = "existing_holdings"
    NOT_READY_REASON = "not_ready_reason"
    CORRECTION_NOTICE = "correction_notice"
    CORRECTION_RECEIVED = "correction_received"
    CORRECTION_NOTICE_SERVICE = "correction_notice_service"
    CORRECTION_PERIOD = "correction_period"
    CHANNEL_POINTED_TO = "channel_pointed_to"
    FIRST_REPLY = "first_reply"
    FIRST_REPLY_SERVICE = "first_reply_service"
    SAME_APPLICANT = "same_applicant"
    SAME_INFORMATION = "same_information"
    HOW_TO_GET = "how_to_get"
    REASONS_REQUEST = "reasons_request"
    APPLICATION_COUNTS = "application_counts"
    EXCESS_JUDGEMENT = "excess_judgement"
    EARLIER_PROVISION = "earlier_provision"
    FEE_NOTICE = "fee_notice"
    FEE_NOTICE_SERVICE = "fee_notice_service"
    SIGNED_WITHDRAWAL = "signed_withdrawal"
    NOT_GOVERNMENT_REASON = "not_government_reason"
    TRANSFER_RECORD = "transfer_record"
    PARTY_ORGAN = "party_organ"

    @property
    def label(self) -> str:
        """What the handler is asked to put into the file."""
        return _LABELS[self]


_E = Evidence

_LABELS = {
    _E.WORKING_ADDRESS: "答复当日可以打开的公开网址，或者公报、刊物的期号",
    _E.COPY_HANDED_OVER: "提供给申请人的信息副本",
    _E.FORM_USED: "实际采用的提供形式",
    _E.REVIEW_RECORD: "公开审查、保密审查记录",
    _E.WITHHELD_LIST: "不予公开部分清单：位置、依据、理由",
    _E.CLASSIFICATION: "定密依据：密级、日期、定密机关、保密期限",
    _E.FORBIDDING_LAW: "禁止公开的法律或者行政法规的具体条文",
    _E.COMPETENT_JUDGEMENT: "有权机关对“三安全一稳定”的书面判断",
    _E.OPINION_REQUEST: "征求第三方意见书",
    _E.OPINION_REQUEST_SERVICE: "征求第三方意见书的送达证明",
    _E.THIRD_PARTY_OPINION: "第三方的意见，或者逾期未提出意见的记录",
    _E.OWN_WEIGHING: "本机关对第三方权益与公共利益的衡量意见",
    _E.INFORMATION_KIND: "信息所属的具体类别",
    _E.DISCRETION_REASON: "行使裁量决定不予公开的理由",
    _E.SPECIAL_LAW: "对信息的获取有特别规定的法律、行政法规",
    _E.WHERE_TO_QUERY: "办理查询的机构和途径",
    _E.SEARCH_RECORD: "检索记录：检索人、系统、关键词、时间范围、结果",
    _E.DUTY_TO_MAKE: "本机关是否负有制作或者获取该信息职责的说明",
    _E.NOT_OURS_REASON: "不属于本机关负责公开的理由",
    _E.RIGHT_AGENCY: "负责公开的行政机关的名称和联系方式（能够确定的）",
    _E.EXISTING_HOLDINGS: "本机关现有信息的情况",
    _E.NOT_READY_REASON: "需要加工、分析，不属于现成信息的理由",
    _E.CORRECTION_NOTICE: "补正告知书",
    _E.CORRECTION_RECEIVED: "申请人提交的补正材料",
    _E.CORRECTION_NOTICE_SERVICE: "补正告知书的送达证明",
    _E.CORRECTION_PERIOD: "补正期限及其届满的记录",
    _E.CHANNEL_POINTED_TO: "告知申请人的信访、投诉、举报渠道",
    _E.FIRST_REPLY: "前一次答复的文号和日期",
    _E.FIRST_REPLY_SERVICE: "前一次答复的送达证明",
    _E.SAME_APPLICANT: "系同一申请人的核对记录",
    _E.SAME_INFORMATION: "系相同政府信息的核对记录",
    _E.HOW_TO_GET: "公开出版物的获取途径",
    _E.REASONS_REQUEST: "说明理由告知书",
    _E.APPLICATION_COUNTS: "申请数量、频次的统计",
    _E.EXCESS_JUDGEMENT: "明显超过合理范围且理由不合理的判断",
    _E.EARLIER_PROVISION: "此前已经提供信息的记录",
    _E.FEE_NOTICE: "收费通知书",
    _E.FEE_NOTICE_SERVICE: "收费通知书的送达证明",
    _E.SIGNED_WITHDRAWAL: "申请人签名的撤回申请",
    _E.NOT_GOVERNMENT_REASON: "不属于政府信息的理由",
    _E.TRANSFER_RECORD: "向国家档案馆移交的记录",
    _E.PARTY_ORGAN: "制作该信息的党组织",
}
