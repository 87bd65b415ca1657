"""Examples of the replies that rest on Art. 2, 38, 39 or on practice; the same invented people."""

from typing import Any

from requests_app.rules.legal_basis import REGULATION
from requests_app.rules.scope import ACTIVITIES, NOT_GOVERNMENT, REISSUES
from requests_app.rules.statute_structure import ARCHIVES_LAW


def _cite(article: int | None, paragraph: int | None = None, instrument: str = REGULATION) -> dict[str, Any]:
    return {"instrument": instrument, "article": article, "paragraph": paragraph, "item": None}


def _item(
    text: str, outcome: str, citations: list[dict[str, Any]], reason: str, **facts: str
) -> tuple[str, dict[str, Any]]:
    item = {"text": text, "outcome": outcome, "citations": citations, "reason": reason, "facts": facts}
    return outcome, item


ITEMS: dict[str, dict[str, Any]] = dict(
    (
        _item(
            "2021年至2025年全市各项目逐户征收补偿金额的分类统计和变化趋势分析",
            "needs_processing",
            [_cite(38)],
            "上述协议按项目分别保存，没有汇总，分类统计和趋势分析须逐份提取数据、重新计算，本机关从未制作过",
            holdings="2021年至2025年各项目的征收补偿协议共412份",
            work="逐份提取补偿金额，按类别汇总并计算历年变化",
        ),
        _item(
            "请求查处东湖路27号的违法建设行为，并追究有关人员的责任",
            "petition",
            [_cite(39, 1)],
            "申请要求本机关查处违法行为、追究责任，没有指向以一定形式记录、保存的信息",
            activity=ACTIVITIES[2],
            matter="东湖路27号违法建设",
            channel="清溪市自然资源和规划局执法监督科（清溪市东湖路18号，电话0999-5550110）",
        ),
        _item(
            "2025年的清溪市人民政府公报",
            "publication",
            [_cite(39, 2)],
            "",
            publication="《清溪市人民政府公报》",
            issue="2025年第1期至第12期",
            route="清溪市图书馆报刊阅览室（清溪市东湖路22号）开架借阅，也可以在邮政营业网点订购",
        ),
        _item(
            "重新出具2026年5月已经领取的东湖片区控制性详细规划图并加盖印章",
            "reissue",
            [],
            "该图已经完整提供，内容没有变化，再次出具和加盖印章不会使您获得新的信息",
            asked=REISSUES[1],
            first_number="清自然资公开复〔2026〕85号",
            first_date="2026-05-11",
            first_served="2026-05-13",
        ),
        _item(
            "东湖路道路拓宽项目征收补偿是否合法、应当怎样维权",
            "not_government_information",
            [_cite(2)],
            "申请要求本机关对补偿行为是否合法作出评价、对维权方法提供意见，没有现存的载体可以提供",
            nature="法律咨询",
            lacks=NOT_GOVERNMENT[1],
        ),
        _item(
            "1987年东湖路拓宽工程的征地批准文件",
            "archives",
            [_cite(None, instrument=ARCHIVES_LAW)],
            "该批准文件属于永久保管的文书档案，已按规定移交，本机关不再保存",
            archive="清溪市档案馆",
            transferred_on="2012-06-18",
            contact="清溪市东湖路30号，0999-5550303",
        ),
        _item(
            "2025年市委关于城市更新工作的会议纪要",
            "party_information",
            [_cite(2)],
            "该纪要由党的组织在党内事务中制作，以党的文件形式印发，本机关没有参与制作",
            organ="中共清溪市委办公室",
        ),
    )
)
