"""The agencies of the demonstration, their units and their people. Every name is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from letters.seal import demo_seal
from requests_app.actors import Member
from requests_app.file_types import Upload
from requests_app.models import Agency, Membership, Unit, User
from requests_app.rules.remedy_bodies import AgencyKind
from requests_app.rules.roles import Role
from requests_app.selectors.fees import WAYS_TO_PAY
from requests_app.services.letter_style import dress_letters, style_of

PASSWORD = "qingxi-demo-2026"  # noqa: S105  (printed by `manage.py demo`, for invented people only)


@dataclass(frozen=True)
class Person:
    """One login in one role."""

    role: Role
    login: str
    name: str


@dataclass(frozen=True)
class Bureau:
    """One agency as the loader makes it. `parent`: code of the government it belongs to."""

    code: str
    name: str
    prefix: str
    mark: str
    office: str
    street: str
    phone: str
    units: tuple[str, ...]
    people: tuple[Person, ...]
    kind: AgencyKind = AgencyKind.DEPARTMENT
    parent: str = ""
    takes_email: bool = False
    is_platform: bool = False
    reconsideration_body: str = "清溪市人民政府"
    court: str = "清溪市东湖区人民法院"


@dataclass(frozen=True)
class Desk:
    """An agency with its people at work: the first of each role unless a login is named."""

    agency: Agency
    units: Mapping[str, Unit]
    users: Mapping[str, User]
    by_role: Mapping[Role, User] = field(default_factory=dict)


_R = Role

GOVERNMENT = Bureau(
    code="QX0001",
    name="清溪市人民政府",
    prefix="QZ",
    mark="清政",
    office="清溪市政府信息公开办公室",
    street="清溪市东湖区文昌路1号",
    phone="0999-5550100",
    units=("政务公开科",),
    people=(
        Person(_R.DESK_OFFICER, "xulei", "许蕾"),
        Person(_R.HANDLER, "guoning", "郭宁"),
        Person(_R.LEGAL_REVIEWER, "panyue", "潘越"),
        Person(_R.SECRECY_REVIEWER, "fangshu", "方舒"),
        Person(_R.OFFICE_HEAD, "duqing", "杜青"),
        Person(_R.SIGNATORY, "qinyue", "秦越"),
        Person(_R.AGENCY_ADMIN, "kongyi", "孔毅"),
        Person(_R.DISPATCHER, "yaoqi", "姚琪"),
        Person(_R.SUPERVISOR, "jiangmin", "江敏"),
    ),
    kind=AgencyKind.GOVERNMENT,
    is_platform=True,
    reconsideration_body="澜江省人民政府",
    court="清溪市中级人民法院",
)
PLANNING = Bureau(
    code="QX0101",
    name="清溪市规划和自然资源局",
    prefix="QX",
    mark="清自然资",
    office="办公室（政府信息公开办公室）",
    street="清溪市东湖区文昌路18号",
    phone="0999-5550231",
    units=("办公室", "国土空间规划科", "建设用地科", "征收管理科", "矿产资源科", "执法监督科"),
    people=(
        Person(_R.DESK_OFFICER, "limin", "李敏"),
        Person(_R.HANDLER, "wangqiang", "王强"),
        Person(_R.HANDLER, "linfang", "林芳"),
        Person(_R.LEGAL_REVIEWER, "zhaojing", "赵静"),
        Person(_R.SECRECY_REVIEWER, "sunli", "孙立"),
        Person(_R.OFFICE_HEAD, "chentao", "陈涛"),
        Person(_R.SIGNATORY, "zhouping", "周平"),
        Person(_R.ARCHIVIST, "wulan", "吴兰"),
        Person(_R.AGENCY_ADMIN, "zhenggang", "郑刚"),
    ),
    parent="QX0001",
    takes_email=True,
)
HOUSING = Bureau(
    code="QX0202",
    name="清溪市住房和城乡建设局",
    prefix="QJ",
    mark="清住建",
    office="政策法规科（政府信息公开办公室）",
    street="清溪市东湖区滨河路66号",
    phone="0999-5550320",
    units=("政策法规科", "物业管理科", "建筑业管理科", "房产市场科"),
    people=(
        Person(_R.DESK_OFFICER, "hejia", "何佳"),
        Person(_R.HANDLER, "luhao", "陆浩"),
        Person(_R.LEGAL_REVIEWER, "tangwen", "唐雯"),
        Person(_R.SECRECY_REVIEWER, "shiyan", "石岩"),
        Person(_R.OFFICE_HEAD, "moli", "莫黎"),
        Person(_R.SIGNATORY, "xiaheng", "夏恒"),
        Person(_R.ARCHIVIST, "baiyu", "白玉"),
        Person(_R.AGENCY_ADMIN, "qiaoan", "乔安"),
    ),
    parent="QX0001",
)
BUREAUS = (GOVERNMENT, PLANNING, HOUSING)


def make_desk(bureau: Bureau) -> Desk:
    """Create an agency with its units and people. The government must be created before its departments."""
    agency = Agency.objects.create(
        code=bureau.code,
        name=bureau.name,
        letterhead=bureau.name,
        kind=bureau.kind,
        parent=Agency.objects.get(code=bureau.parent) if bureau.parent else None,
        legal_respondent=bureau.name,
        reconsideration_body=bureau.reconsideration_body,
        court=bureau.court,
        online_reconsideration_url="https://fuyi.example.gov.cn/",
        office_name=bureau.office,
        address=bureau.street,
        postcode="000000",
        phone=bureau.phone,
        fax=bureau.phone[:-1] + "9",
        email=f"{bureau.prefix.lower()}-gk@example.gov.cn",
        accepts_fax=True,
        accepts_email=bureau.takes_email,
        is_platform=bureau.is_platform,
        office_hours="工作日 9:00–12:00，13:30–17:00",
        number_prefix=bureau.prefix,
        letter_mark=bureau.mark,
        fonds_code=bureau.code[2:],
        settings={
            WAYS_TO_PAY: [
                f"到{bureau.street}政务服务窗口缴纳",
                f"转账至户名“清溪市财政局非税收入专户（演示）”，账号9999{bureau.code[2:]}00000001，附言注明受理编号",
            ]
        },
    )
    units = {name: Unit.objects.create(agency=agency, name=name) for name in bureau.units}
    users = {person.login: join(agency, person) for person in bureau.people}
    _set_seal(agency, users)
    by_role: dict[Role, User] = {}
    for person in bureau.people:
        by_role.setdefault(person.role, users[person.login])
    return Desk(agency, units, users, by_role)


def _set_seal(agency: Agency, users: Mapping[str, User]) -> None:
    """The administrator uploads the drawn seal of an agency that does not exist."""
    admin = Membership.objects.get(agency=agency, role=Role.AGENCY_ADMIN, user__in=users.values()).user
    picture = Upload("seal.png", demo_seal(agency.name))
    member = Member(admin, agency, Role.AGENCY_ADMIN)
    dress_letters(actor=member, style=style_of(agency), seal=picture)


def join(agency: Agency, person: Person) -> User:
    """A login with this role in the agency; an existing person takes one role more."""
    user = User.objects.filter(username=person.login).first()
    if user is None:
        address = f"{person.login}@qingxi.example.gov.cn"
        user = User.objects.create_user(person.login, address, PASSWORD, name=person.name)
    Membership.objects.create(user=user, agency=agency, role=person.role)
    return user
