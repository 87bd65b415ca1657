"""Applicants of the demonstration. Names are invented; the identity numbers belong to no region, so to nobody."""

from __future__ import annotations

from datetime import date

from requests_app.services.registration import NewApplicant, NewRequest

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_NO_REGION = "999999"


def number_of_nobody(born: str, serial: int) -> str:
    """An identity number with a right check digit that nobody can have; `born` as YYYYMMDD, `serial` below 1000."""
    body = f"{_NO_REGION}{born}{serial:03d}"
    return body + _CHECKS[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


def person(name: str, born: str, serial: int, street: str) -> NewApplicant:
    """A citizen."""
    return NewApplicant(
        kind="natural_person",
        name=name,
        identity_kind="id_card",
        identity_number=number_of_nobody(born, serial),
        phone=f"0999-5551{serial:03d}",
        email=f"applicant{serial}@example.org",
        address=f"清溪市{street}",
        postcode="000000",
    )


def organisation(name: str, kind: str, legal: str, contact: str, serial: int) -> NewApplicant:
    """A legal person or other organisation."""
    return NewApplicant(
        kind="organisation",
        organisation_kind=kind,
        name=name,
        identity_kind="credit_code",
        phone=f"0999-5552{serial:03d}",
        email=f"office{serial}@example.org",
        address=f"清溪市东湖区创业路{serial}号",
        postcode="000000",
        legal_representative=legal,
        contact_person=contact,
    )


HE_YUAN = person("何远", "19870412", 101, "东湖区杏林街12号3单元502室")
SONG_QING = person("宋晴", "19930820", 102, "北山区石桥镇柳岸村46号")
YAN_KAI = person("严凯", "19751103", 103, "东湖区文昌路77号1幢1801室")
LIANG_SU = person("梁素", "19680229", 104, "北山区石桥镇柳岸村51号")
QIN_BO = person("秦波", "19820615", 105, "西城区织造巷8号")
TAO_RAN = person("陶然", "19991231", 106, "东湖区学院路3号")
WEI_LAN = person("魏岚", "19790506", 107, "西城区滨河南路120号")
JIANG_CHU = person("江楚", "19901018", 108, "东湖区云杉花园9幢204室")
LUO_MING = person("骆鸣", "19850727", 109, "北山区采石路2号")
SHEN_YI = person("沈宜", "19960311", 110, "东湖区云杉花园11幢703室")
BRIGHT_LAW = organisation("澜江明衡律师事务所", "legal_service_org", "邵衡", "苗青", 11)
EAST_LAKE = organisation("清溪市东湖置业有限公司", "commercial_enterprise", "丁亦", "贾宁", 12)
GREEN_HILL = organisation("清溪市青山环境保护促进会", "social_welfare_org", "康敏", "孟野", 13)


def application(
    who: NewApplicant,
    on: date,
    *items: str,
    channel: str = "counter",
    confirmed: bool = True,
    **changes: object,
) -> NewRequest:
    """An application that arrives on this day; `confirmed` False: the day of receipt is still to be settled."""
    fields: dict[str, object] = {
        "channel": channel,
        "items": items,
        "applicants": (who,),
        "arrived_on": on,
        "received_on": on if confirmed else None,
        **changes,
    }
    return NewRequest(**fields)  # type: ignore[arg-type]
