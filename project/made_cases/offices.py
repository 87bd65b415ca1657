"""The agencies of made cases, and the people who work there. Nobody can sign in as one of them without a password
that somebody sets (`manage.py changepassword`)."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from requests_app.bulk import update_values
from requests_app.models import Agency, Membership, Unit, User
from requests_app.rules.numerals import chinese_numeral
from requests_app.rules.remedy_bodies import AgencyKind
from requests_app.rules.roles import Role

MADE = "made_cases"
"""Key in the settings of an agency whose cases were made here."""
_BUREAUS = (
    "发展和改革", "教育", "科学技术", "工业和信息化", "公安", "民政", "司法", "财政", "人力资源和社会保障",
    "规划和自然资源", "生态环境", "住房和城乡建设", "交通运输", "水务", "农业农村", "商务", "文化和旅游",
    "卫生健康", "退役军人事务", "应急管理", "审计", "市场监督管理", "体育", "统计", "医疗保障", "城市管理",
    "信访", "林业", "数据管理",
)  # fmt: skip
_PROVINCE = "YL00000"
_A_CITY = 1 + len(_BUREAUS)
_PEOPLE: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("desk", "受理", (Role.DESK_OFFICER, Role.ARCHIVIST)),
    ("hand", "承办", (Role.HANDLER,)),
    ("head", "负责", (Role.OFFICE_HEAD,)),
)
_ABOVE = (("over", "督查", (Role.SUPERVISOR,)),)


@dataclass(frozen=True)
class Office:
    """One agency with what its cases need."""

    agency: Agency
    unit: Unit
    handler: User
    head: User


def make_offices(count: int) -> list[Office]:
    """The first `count` agencies of the pattern with their people, and the province above them, which has no cases;
    what exists already is used again."""
    Agency.objects.bulk_create(
        [_province(), *(_agency(n) for n in range(count))], batch_size=500, ignore_conflicts=True
    )
    codes = [_agency(n).code for n in range(count)]
    agencies = list(Agency.objects.filter(code__in=codes).order_by("code"))
    province = Agency.objects.get(code=_PROVINCE)
    governments = {one.code[:5]: one for one in agencies if one.kind == AgencyKind.GOVERNMENT}
    for agency in agencies:
        agency.parent = province if agency.kind == AgencyKind.GOVERNMENT else governments[agency.code[:5]]
    update_values(Agency, ["parent_id"], [(agency.parent_id, agency.pk) for agency in agencies])
    Unit.objects.bulk_create([Unit(agency=one, name="业务处") for one in agencies], ignore_conflicts=True)
    units = {one.agency_id: one for one in Unit.objects.filter(agency__in=agencies, name="业务处")}
    people = _people(agencies)
    return [
        Office(one, units[one.pk], people[f"{one.code.lower()}-hand"], people[f"{one.code.lower()}-head"])
        for one in agencies
    ]


def _people(agencies: list[Agency]) -> dict[str, User]:
    locked = make_password(None)
    posts = [
        (agency, f"{agency.code.lower()}-{login}", f"{word}{agency.code[2:]}", roles)
        for agency in agencies
        for login, word, roles in (_PEOPLE + (_ABOVE if agency.kind == AgencyKind.GOVERNMENT else ()))
    ]
    User.objects.bulk_create(
        [User(username=login, name=name, password=locked) for _, login, name, _ in posts],
        ignore_conflicts=True,
    )
    users = {user.username: user for user in User.objects.filter(username__startswith="yl")}
    Membership.objects.bulk_create(
        [
            Membership(user=users[login], agency=agency, role=role)
            for agency, login, _, roles in posts
            for role in roles
        ],
        ignore_conflicts=True,
    )
    return users


def _agency(n: int) -> Agency:
    """The n-th: a city government first, then its departments, then the next city."""
    city, place = divmod(n, _A_CITY)
    named = f"样例{chinese_numeral(city + 1)}市"
    if not place:
        return _as_row(f"YL{city + 1:03d}00", f"{named}人民政府", f"样{city + 1}", AgencyKind.GOVERNMENT)
    name = f"{named}{_BUREAUS[place - 1]}局"
    return _as_row(f"YL{city + 1:03d}{place:02d}", name, f"样{city + 1}局{place}", AgencyKind.DEPARTMENT)


def _province() -> Agency:
    return _as_row(_PROVINCE, "样例省人民政府", "样省", AgencyKind.GOVERNMENT)


def _as_row(code: str, name: str, mark: str, kind: AgencyKind) -> Agency:
    return Agency(
        code=code,
        name=name,
        letterhead=name,
        kind=kind,
        legal_respondent=name,
        reconsideration_body="样例省人民政府",
        court="样例省第一中级人民法院",
        office_name="政府信息公开办公室",
        address=f"样例路{code[2:]}号",
        postcode="000000",
        phone=f"0999-55{code[2:]}",
        number_prefix=code,
        letter_mark=mark,
        accepts_web=False,
        settings={MADE: True},
    )
