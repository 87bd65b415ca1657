"""The shared cast: one agency with its people, a second one that must never see the first one's cases.

All names are invented. `office()` and `other_office()` create them; `counter_case(...)` is an application as the
desk registers it; the further helpers bring a case to a stage through the real services.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from requests_app import dates
from requests_app.actors import Member
from requests_app.models import Agency, DisclosureRequest, Membership, User
from requests_app.rules.remedy_bodies import AgencyKind
from requests_app.rules.roles import Role
from requests_app.services import assignment, registration
from requests_app.services.registration import NewApplicant, NewRequest, Registered

PASSWORD = "清溪-demo-2026"

CAST: dict[Role, tuple[str, str]] = {
    Role.DESK_OFFICER: ("limin", "李敏"),
    Role.HANDLER: ("wangqiang", "王强"),
    Role.LEGAL_REVIEWER: ("zhaojing", "赵静"),
    Role.SECRECY_REVIEWER: ("sunli", "孙立"),
    Role.OFFICE_HEAD: ("chentao", "陈涛"),
    Role.SIGNATORY: ("zhouping", "周平"),
    Role.ARCHIVIST: ("wulan", "吴兰"),
    Role.AGENCY_ADMIN: ("zhenggang", "郑刚"),
}
OTHER_CAST: dict[Role, tuple[str, str]] = {
    role: (f"{login}2", f"{name}乙") for role, (login, name) in CAST.items()
}


@dataclass(frozen=True)
class Office:
    """An agency and its members by role: `office.desk`, `office.handler` …"""

    agency: Agency
    members: dict[Role, Member] = field(default_factory=dict)

    def member(self, role: Role) -> Member:
        return self.members[role]

    @property
    def desk(self) -> Member:
        return self.members[Role.DESK_OFFICER]

    @property
    def dispatcher(self) -> Member:
        return self.members[Role.DISPATCHER]

    @property
    def handler(self) -> Member:
        return self.members[Role.HANDLER]

    @property
    def legal(self) -> Member:
        return self.members[Role.LEGAL_REVIEWER]

    @property
    def secrecy(self) -> Member:
        return self.members[Role.SECRECY_REVIEWER]

    @property
    def head(self) -> Member:
        return self.members[Role.OFFICE_HEAD]

    @property
    def signatory(self) -> Member:
        return self.members[Role.SIGNATORY]

    @property
    def archivist(self) -> Member:
        return self.members[Role.ARCHIVIST]


def office() -> Office:
    """清溪市规划和自然资源局 with one person per role."""
    government = _government()
    agency = _agency("QX0101", "清溪市规划和自然资源局", government, prefix="QX", mark="清自然资公开")
    return Office(agency, {role: join(agency, role, *who) for role, who in CAST.items()})


def other_office() -> Office:
    """清溪市住房和城乡建设局, whose people must see nothing of the first one."""
    agency = _agency("QX0202", "清溪市住房和城乡建设局", _government(), prefix="QJ", mark="清住建公开")
    return Office(agency, {role: join(agency, role, *who) for role, who in OTHER_CAST.items()})


def government() -> Office:
    """清溪市人民政府, above both offices: who keeps the calendars, and who supervises the agencies below."""
    agency = _government()
    cast = {Role.AGENCY_ADMIN: ("kongyi", "孔毅"), Role.SUPERVISOR: ("jiangmin", "江敏")}
    return Office(agency, {role: join(agency, role, *who) for role, who in cast.items()})


def platform_office() -> Office:
    """清溪市人民政府, whose office takes in what is addressed to nobody; 姚琪 finds the right agency."""
    government = _government()
    Agency.objects.filter(pk=government.pk).update(is_platform=True)
    government.refresh_from_db()
    people = {
        Role.DISPATCHER: ("yaoqi", "姚琪"),
        Role.DESK_OFFICER: ("xulei", "许蕾"),
        Role.OFFICE_HEAD: ("duqing", "杜青"),
    }
    return Office(government, {role: join(government, role, *who) for role, who in people.items()})


def other_platform() -> Office:
    """某某市人民政府, another platform: its dispatcher must see nothing of the first one's."""
    government = _agency(
        "MM0001", "某某市人民政府", None, kind=AgencyKind.GOVERNMENT, prefix="MM", mark="某政公开"
    )
    Agency.objects.filter(pk=government.pk).update(is_platform=True)
    government.refresh_from_db()
    return Office(government, {Role.DISPATCHER: join(government, Role.DISPATCHER, "yaoqi3", "姚琪丙")})


def join(agency: Agency, role: Role, login: str, name: str) -> Member:
    """A person (found or made) who takes a role in an agency."""
    user, made = User.objects.get_or_create(username=login, defaults={"name": name})
    if made:
        user.set_password(PASSWORD)
        user.save()
    Membership.objects.get_or_create(user=user, agency=agency, role=role)
    return Member(user, agency, role)


def natural_person(name: str = "王契", number: str = "110101199003070011") -> NewApplicant:
    return NewApplicant(
        kind="natural_person",
        name=name,
        identity_kind="id_card",
        identity_number=number,
        phone="13800000142",
        email="wangqi@example.org",
        address="清溪市东湖区文昌路1号",
        postcode="000000",
    )


def organisation(name: str = "清溪市某某置业有限公司") -> NewApplicant:
    return NewApplicant(
        kind="organisation",
        organisation_kind="commercial_enterprise",
        name=name,
        identity_kind="credit_code",
        identity_number="91110000000000000A",
        phone="0000-5550100",
        address="清溪市东湖区文昌路2号",
        legal_representative="钱某某",
        contact_person="孙某某",
    )


def application(
    *items: str, on: date | None = None, channel: str = "counter", **changes: object
) -> NewRequest:
    """An application as entered; received today at the counter unless told otherwise."""
    day = on or dates.today()
    fields: dict[str, object] = {
        "channel": channel,
        "items": items or ("清溪市东湖片区控制性详细规划（2025年修订）及其批复文件",),
        "applicants": (natural_person(),),
        "arrived_on": day,
        "received_on": day,
        **changes,
    }
    return NewRequest(**fields)  # type: ignore[arg-type]


def registered(where: Office, *items: str, **changes: object) -> Registered:
    """A registered counter application with its query code."""
    return registration.register_at_desk(
        actor=where.desk, agency=where.agency, new=application(*items, **changes)
    )


def counter_case(where: Office, *items: str, **changes: object) -> DisclosureRequest:
    """A registered counter application (状态“审核中”)."""
    return registered(where, *items, **changes).case


def case_in_handling(where: Office, *items: str, **changes: object) -> DisclosureRequest:
    """The same, accepted and given to 王强 (状态“办理中”)."""
    case = counter_case(where, *items, **changes)
    assignment.accept(actor=where.desk, case_id=case.pk, handler=where.handler.user)
    return again(case)


def again(case: DisclosureRequest) -> DisclosureRequest:
    """The case as it is stored now."""
    return DisclosureRequest.objects.select_related("agency", "handler").get(pk=case.pk)


def _government() -> Agency:
    return _agency("QX0001", "清溪市人民政府", None, kind=AgencyKind.GOVERNMENT, prefix="QZ", mark="清政公开")


def _agency(
    code: str, name: str, parent: Agency | None, *, prefix: str, mark: str, kind: str = AgencyKind.DEPARTMENT
) -> Agency:
    agency, _ = Agency.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "letterhead": name,
            "kind": kind,
            "parent": parent,
            "legal_respondent": name,
            "reconsideration_body": "清溪市人民政府" if parent else "某某省人民政府",
            "court": "清溪市东湖区人民法院" if parent else "清溪市中级人民法院",
            "online_reconsideration_url": "https://fuyi.example.gov.cn/",
            "office_name": "清溪市政府信息公开办公室" if parent is None else "办公室（政府信息公开办公室）",
            "address": "清溪市东湖区文昌路18号",
            "postcode": "000000",
            "phone": "0000-5550231",
            "fax": "0000-5550232",
            "email": "gk@example.gov.cn",
            "accepts_fax": True,
            "accepts_email": True,
            "office_hours": "工作日 9:00–12:00，13:30–17:00",
            "number_prefix": prefix,
            "letter_mark": mark,
            "fonds_code": "0101",
            "settings": {"ways_to_pay": ["到清溪市东湖区文昌路18号窗口缴纳"]},
        },
    )
    return agency
