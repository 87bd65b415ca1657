"""Who may take part in a case: the roles of a member of an agency, and the other parties."""

from enum import StrEnum


class Role(StrEnum):
    """A role of a member in one agency. One person may hold several; approval_rules.py says which clash."""

    DESK_OFFICER = "desk_officer"
    HANDLER = "handler"
    LEGAL_REVIEWER = "legal_reviewer"
    SECRECY_REVIEWER = "secrecy_reviewer"
    OFFICE_HEAD = "office_head"
    SIGNATORY = "signatory"
    ARCHIVIST = "archivist"
    DISPATCHER = "dispatcher"
    SUPERVISOR = "supervisor"
    AGENCY_ADMIN = "agency_admin"

    @property
    def label(self) -> str:
        """The role as screens and papers name it."""
        return _LABELS[self]


class Party(StrEnum):
    """Those who act on a case without being a member of the agency."""

    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    SYSTEM = "system"


_LABELS = {
    Role.DESK_OFFICER: "受理员",
    Role.HANDLER: "承办人",
    Role.LEGAL_REVIEWER: "法制审核人",
    Role.SECRECY_REVIEWER: "保密审查人",
    Role.OFFICE_HEAD: "政府信息公开工作机构负责人",
    Role.SIGNATORY: "签发人",
    Role.ARCHIVIST: "档案员",
    Role.DISPATCHER: "统一受理员",
    Role.SUPERVISOR: "政务公开主管部门",
    Role.AGENCY_ADMIN: "本单位管理员",
}

OFFICERS: frozenset[Role] = frozenset({Role.DESK_OFFICER, Role.HANDLER})
APPROVERS: frozenset[Role] = frozenset(
    {Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER, Role.OFFICE_HEAD, Role.SIGNATORY}
)
