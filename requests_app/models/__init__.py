"""All business records. One aggregate part per file; nothing here decides anything."""

from requests_app.models.access_attempt import AccessAttempt
from requests_app.models.agency import Agency, Unit
from requests_app.models.applicant import Applicant, ApplicantKind, IdentityKind, OrganisationKind
from requests_app.models.approval import (
    Approval,
    ApprovedContent,
    PassageMark,
    ReturnGround,
    Submission,
    SubmissionState,
    Verdict,
)
from requests_app.models.archive_package import ArchivePackage
from requests_app.models.audit_entry import AppendOnly, AuditChain, AuditEntry, AuditHead, AuditTally
from requests_app.models.calendar import CalendarDay, CalendarVersion
from requests_app.models.clock_event import ClockEvent
from requests_app.models.consultation import Consultation, ConsultationState
from requests_app.models.contact_note import ContactNote
from requests_app.models.correction import CorrectedText, Correction, CorrectionPoint, CorrectionState
from requests_app.models.date_change import DateChange, DateChangeState
from requests_app.models.delegation import Delegation
from requests_app.models.delivery import Delivery, DeliveryState, DeliveryWay
from requests_app.models.document import Document, DocumentKind
from requests_app.models.draft import Draft
from requests_app.models.excess import ExcessFinding
from requests_app.models.extension import Extension, ExtensionState
from requests_app.models.fee import Fee, FeePayment, FeeState, PaymentState
from requests_app.models.item import RequestItem
from requests_app.models.letter import Letter, LetterAddressee, LetterState
from requests_app.models.membership import Membership
from requests_app.models.notice import Notice
from requests_app.models.number_counter import NumberCounter
from requests_app.models.online_application import OnlineApplication, StagedFile
from requests_app.models.outbox import OutboxMessage
from requests_app.models.publication import ProposalOrigin, ProposalState, PublicationProposal
from requests_app.models.reasons import ReasonsRequest, ReasonsState, ReplyDelay
from requests_app.models.record_correction import RecordCorrection, RecordCorrectionFile
from requests_app.models.remark import Remark
from requests_app.models.remedy_case import RemedyCase
from requests_app.models.request import DisclosureRequest, Form, Provenance, Way
from requests_app.models.seal import AgencySeal
from requests_app.models.search_record import SearchRecord
from requests_app.models.supervision_order import SupervisionOrder
from requests_app.models.track_choice import JointConsultation, TrackChoice
from requests_app.models.transfer import ToldWay, Transfer
from requests_app.models.user import User

__all__ = [
    "AccessAttempt",
    "Agency",
    "AgencySeal",
    "AppendOnly",
    "Applicant",
    "ApplicantKind",
    "Approval",
    "ApprovedContent",
    "ArchivePackage",
    "AuditChain",
    "AuditEntry",
    "AuditHead",
    "AuditTally",
    "CalendarDay",
    "CalendarVersion",
    "ClockEvent",
    "Consultation",
    "ConsultationState",
    "ContactNote",
    "CorrectedText",
    "Correction",
    "CorrectionPoint",
    "CorrectionState",
    "DateChange",
    "DateChangeState",
    "Delegation",
    "Delivery",
    "DeliveryState",
    "DeliveryWay",
    "DisclosureRequest",
    "Document",
    "DocumentKind",
    "Draft",
    "ExcessFinding",
    "Extension",
    "ExtensionState",
    "Fee",
    "FeePayment",
    "FeeState",
    "Form",
    "IdentityKind",
    "JointConsultation",
    "Letter",
    "LetterAddressee",
    "LetterState",
    "Membership",
    "Notice",
    "NumberCounter",
    "OnlineApplication",
    "OrganisationKind",
    "OutboxMessage",
    "PassageMark",
    "PaymentState",
    "ProposalOrigin",
    "ProposalState",
    "Provenance",
    "PublicationProposal",
    "ReasonsRequest",
    "ReasonsState",
    "RecordCorrection",
    "RecordCorrectionFile",
    "Remark",
    "RemedyCase",
    "ReplyDelay",
    "RequestItem",
    "ReturnGround",
    "SearchRecord",
    "StagedFile",
    "Submission",
    "SubmissionState",
    "SupervisionOrder",
    "ToldWay",
    "TrackChoice",
    "Transfer",
    "Unit",
    "User",
    "Verdict",
    "Way",
]
