"""Examples of the papers that stay in the file, kept apart for length; the same invented people."""

from datetime import date
from typing import Any

from letters.example_clock import derivation
from letters.sheet_clock import clock_facts
from requests_app.pictures.date_words import full_weekday
from requests_app.selectors.clock import days_to_show

# A third party was asked: three working days do not count, the working Saturday of 10 October among them.
SHEET_CLOCK = derivation(
    {
        "type": "consultation",
        "kind": "third_party",
        "sent": "2026-10-09",
        "served": "2026-10-09",
        "answered": "2026-10-13",
    },
    {"type": "replied", "way": "post", "on": "2026-10-26"},
)
SHEET_DUE = SHEET_CLOCK.standard.due or date.max
_PERSONS = [
    {
        "name": "王喆",
        "identity": "居民身份证 110***********0011",
        "contact": "139****0187；清溪市东湖****",
        "kind": "自然人",
    }
]

FACTS: dict[str, dict[str, Any]] = {
    "proof_of_service": {
        "document": "政府信息公开申请答复书",
        "document_number": "清自然资公开复〔2026〕187号",
        "way": "邮寄（邮政特快专递）",
        "mail_number": "1099555010187",
        "posted_on": "2026-10-27",
        "mail_state": "已签收",
        "recipient": "王喆",
        "signed_on": "2026-10-29",
        "server": "周承办",
    },
    "approval_form": {
        "registration_number": "2026-QX-00187",
        "handler": "周承办",
        "unit": "政府信息公开工作办公室",
        "proposal": "申请的信息由本机关制作，可以公开，拟依照《条例》第三十六条第（二）项予以公开，提供复印件12页。",
        "proposed_on": "2026-10-20",
        "opinions": [
            {
                "step": "保密审查意见",
                "opinion": "不涉及国家秘密，可以公开。",
                "signer": "吴保密",
                "on": "2026-10-21",
            },
            {"step": "法制审核意见", "opinion": "依据准确，同意。", "signer": "郑法制", "on": "2026-10-22"},
            {"step": "工作机构负责人意见", "opinion": "同意。", "signer": "冯主任", "on": "2026-10-23"},
            {"step": "签发人意见"},
        ],
    },
    "search_record": {
        "registration_number": "2026-QX-00187",
        "searched_by": "周承办、陈档案",
        "units": ["征收管理科", "档案室"],
        "searched_on": "2026-10-19",
        "systems": ["电子公文系统", "征收管理业务系统", "机关档案室"],
        "keywords": ["东湖路", "征收补偿", "听证"],
        "period": "2024年1月1日至2026年6月30日",
        "result": "经检索，未发现申请公开的听证笔录。",
        "duty": "该项目依法不属于应当听证的情形，本机关没有制作听证笔录的职责。",
    },
    "contact_record": {
        "registration_number": "2026-QX-00187",
        "talks": [
            {
                "on": "2026-10-08",
                "time": "9:40",
                "subject": "指导、释明",
                "counterpart": "申请人",
                "person": "王喆（本人）",
                "way": "电话",
                "said": "说明“全部材料”范围不明，建议写明文件名称或者文号。",
                "agreed": "申请人两日内补充文号。",
                "recorder": "周承办",
            },
            {
                "on": "2026-10-09",
                "subject": "协助",
                "counterpart": "申请人",
                "person": "王喆（本人）",
                "way": "当面",
                "said": "申请人视力不便，逐项朗读申请表，由工作人员代填，本人签名。",
                "recorder": "周承办",
            },
        ],
    },
    "file_index": {
        "file_number": "0187—XXGK·2026—D10—ZRZY—0187",
        "entries": [
            {"title": "政府信息公开申请表", "author": "王喆", "on": "2026-09-28", "pages": 2},
            {
                "title": "政府信息公开申请登记回执",
                "number": "2026-QX-00187",
                "author": "清溪市自然资源和规划局",
                "on": "2026-09-28",
                "pages": 1,
            },
            {
                "title": "政府信息公开申请答复呈批表",
                "author": "清溪市自然资源和规划局",
                "on": "2026-10-23",
                "pages": 1,
            },
            {
                "title": "政府信息公开申请答复书",
                "number": "清自然资公开复〔2026〕187号",
                "author": "清溪市自然资源和规划局",
                "on": "2026-10-26",
                "pages": 2,
                "note": "含底稿",
            },
            {"title": "送达回证", "author": "清溪市自然资源和规划局", "on": "2026-10-29", "pages": 1},
        ],
    },
    "file_note": {
        "file_number": "0187—XXGK·2026—D10—ZRZY—0187",
        "documents": 5,
        "pages": 7,
        "description": "本件文件材料齐全，申请表、回执、呈批表、答复书、送达回证均为原件。",
        "filed_by": "陈档案",
        "filed_on": "2026-11-16",
        "checked_by": "冯主任",
        "checked_on": "2026-11-17",
    },
    "file_cover": {
        "file_number": "0187-WS·2026-D10-ZRZY-0187",
        "fonds": "0187",
        "year": 2026,
        "retention": "10年",
        "keep_until": "2036年",
        "registration_number": "2026-QX-00187",
        "result": "予以公开",
        "closed_on": "2026-10-29",
    },
    "application_form": {
        "registration_number": "2026-QX-00187",
        "persons": _PERSONS,
        "form": "纸质",
        "way": "邮寄",
        "purpose": "了解规划内容",
        "submitted_on": "2026-09-28",
    },
    "registration_form": {
        "registration_number": "2026-QX-00187",
        "persons": _PERSONS,
        "arrived_on": "2026-09-28",
        "receipt_proof": "网上提交成功的记录",
        "registered_on": "2026-09-28",
        "handler": "周承办",
        "unit": "政府信息公开工作办公室",
    },
    "case_sheet": {
        "registration_number": "2026-QX-00187",
        "persons": [
            {
                "name": "王喆",
                "identity": "居民身份证 110***********002X",
                "contact": "138****0142　清溪市东湖区***",
                "kind": "公民",
            }
        ],
        "state": "已送达",
        "handler": "周承办",
        "unit": "政府信息公开工作办公室",
        "phases": [
            {"phase": "登记", "on": "2026-09-28", "person": "孙登记"},
            {"phase": "审核", "on": "2026-09-29", "person": "周承办"},
            {"phase": "办理", "on": "2026-10-21", "person": "周承办"},
            {"phase": "答复", "on": "2026-10-29", "person": "孙登记"},
            {"phase": "归档"},
        ],
        "dates": [
            {"label": "收到申请", "day": "2026年9月28日（周一）"},
            {"label": "登记", "day": "2026年9月28日（周一）"},
            {"label": "答复期限届满", "day": full_weekday(SHEET_DUE)},
            {"label": "答复", "day": "2026年10月26日（周一）"},
        ],
        **clock_facts(days_to_show(SHEET_CLOCK), None),
        "record": [
            {
                "at": "2026年9月28日 09:12",
                "who": "孙登记",
                "what": "登记，编号 2026-QX-00187",
                "effect": "开始计时，到期日 2026年10月30日",
            },
            {"at": "2026年9月29日 10:05", "who": "周承办", "what": "审核：内容明确，不需补正；由周承办承办"},
            {
                "at": "2026年10月26日 16:40",
                "who": "孙登记",
                "what": "清自然资公开复〔2026〕187号 交邮",
                "effect": "答复日期 2026年10月26日，停止计时",
            },
        ],
        "printed_on": "2026-10-30",
        "printed_by": "孙登记",
    },
}
