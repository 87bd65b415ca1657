"""The answers in words, for the page on which the applicant checks them."""

from __future__ import annotations

from requests_app.models import ApplicantKind, Form, IdentityKind, OrganisationKind, Way
from requests_app.portal.forms import ApplicationForm

Facts = list[tuple[str, str]]


def check_facts(form: ApplicationForm) -> dict[str, Facts]:
    """Pairs of label and value for a valid form: `applicant` and `ways`; blank values are left out on the page."""
    return {"applicant": _applicant(form), "ways": _ways(form)}


def _applicant(form: ApplicationForm) -> Facts:
    one = form.applicant()
    organisation = OrganisationKind(one.organisation_kind).label if one.organisation_kind else ""
    return [
        ("身份", "公民" if one.kind == ApplicantKind.NATURAL_PERSON else "法人或者其他组织"),
        ("姓名" if form.is_person else "名称", one.name),
        ("组织类别", organisation),
        ("证件名称", IdentityKind(one.identity_kind).label),
        ("证件号码", one.identity_number),
        ("法定代表人", one.legal_representative),
        ("联系人", one.contact_person),
        ("工作单位", one.workplace),
        ("联系电话", one.phone),
        ("电子邮箱", one.email),
        ("联系地址", one.address),
        ("邮政编码", one.postcode),
        ("代理人", "　".join(part for part in (one.agent_name, one.agent_identity_number) if part)),
    ]


def _ways(form: ApplicationForm) -> Facts:
    values = form.cleaned_data
    return [
        ("提供方式", Form(values["wanted_form"]).label),
        ("获取方式", Way(values["way"]).label),
        ("其他方式", "可以接受" if values["accepts_other_form"] else "不接受"),
        ("网上送达", "同意" if values["accepts_online_service"] else "不同意"),
        ("用途", values["purpose"]),
        ("需要的帮助", form.help_words()),
    ]
