"""How high an instrument stands, as far as its title can tell: Art. 14 asks for a 法律 or an 行政法规."""

import re
from enum import Enum


class Rank(Enum):
    """LAW: a 法律 by its title. UNSURE: it may be an 行政法规, the title alone cannot tell. LOCAL: of a locality.
    DEPARTMENTAL: of a department of the State Council. NORMATIVE: no legislation at all."""

    LAW = "law"
    UNSURE = "unsure"
    LOCAL = "local"
    DEPARTMENTAL = "departmental"
    NORMATIVE = "normative"

    @property
    def may_forbid(self) -> bool:
        """Whether it can be the 法律 or 行政法规 that forbids disclosure."""
        return self in (Rank.LAW, Rank.UNSURE)


_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南"
    "|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆|深圳|厦门|珠海|汕头"
)
# 城市, 保护区, 行政区划 and their like are common nouns of national statutes, not places.
_NOT_A_PLACE = (
    "城市|城镇|乡镇|集镇|村镇|民族乡|都市|集市|夜市|股市|上市|超市|门市|保护区|名胜区|开发区|行政区|风景区|社区|矿区|灾区|林区|牧区|库区|景区|园区|片区"
    "|小区|海区|禁区|疫区|地区|军事区|管理区|试验区|边境区|水源区|老区|市区|城区|郊区"
)
_PLACE = re.compile(
    rf"^(?:{_PROVINCES}|.{{1,9}}?(?:省|自治区|自治州|自治县|自治旗|特别行政区|经济特区)|.{{1,6}}?[市县区旗州盟镇乡])"
)
_COMMON = re.compile(rf"^.{{0,7}}?(?:{_NOT_A_PLACE})")
_SURE_PLACE = re.compile(
    rf"^(?:{_PROVINCES}|.{{1,9}}?(?:省|自治区|自治州|自治县|自治旗|特别行政区|经济特区))"
)
_DEPARTMENT = re.compile(
    r"^(?:国家(?!秘密|赔偿|建设|重点|通用).{1,12}?(?:局|总局|委员会|委|署|部)|海关总署|审计署|中国人民银行|中国证券监督管理委员会|"
    r"(?:外交|国防|教育|科学技术|科技|工业和信息化|公安|国家安全|民政|司法|财政|人力资源和?社会保障|自然资源|国土资源|生态环境|"
    r"环境保护|住房和?城乡建设|建设|交通运输|水利|农业农村|农业|商务|文化和旅游|文化|退役军人事务|应急管理)部)(?!门)"
)
_NORMATIVE = (
    "通知",
    "意见",
    "通告",
    "公告",
    "函",
    "纪要",
    "批复",
    "标准",
    "规范",
    "指南",
    "指引",
    "方案",
    "目录",
    "说明",
    "解释",
)
_REVISED = re.compile(r"[（(][^（）()]*[）)]$")


def rank_of(title: str) -> Rank:
    """The rank that the title (with or without 《》) shows.

    A law ends in 法 or 法典; 条例, 规定, 办法 and 细则 without a place or a department may be of the State Council,
    which names its regulations so, and of many others too: UNSURE.
    """
    bare = _REVISED.sub("", title.strip().removeprefix("《").removesuffix("》").strip())
    national = bare.startswith("中华人民共和国")
    name = bare.removeprefix("中华人民共和国")
    if name.endswith(("法", "法典")) and not name.endswith(("办法", "方法", "做法")):
        return Rank.LAW  # no locality and no department may name its rules so
    if not national and _of_a_place(name):
        return Rank.LOCAL
    if name.endswith(_NORMATIVE):
        return Rank.NORMATIVE
    return Rank.DEPARTMENTAL if not national and _DEPARTMENT.search(name) else Rank.UNSURE


def _of_a_place(name: str) -> bool:
    if _SURE_PLACE.search(name):
        return True
    return bool(_PLACE.search(name)) and not _COMMON.search(name)
