"""Approval bound to the exact content that was approved (contracts.md 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models

from requests_app.models.draft import Draft
from requests_app.models.request import DisclosureRequest
from requests_app.rules.roles import Role


@dataclass(frozen=True)
class ApprovedContent:
    """What an approval signs: the content in canonical JSON, its sha256, and the legality verdicts.

    Made only by `letters/submit.py` and `letters/issue.py`; the lower services refuse to submit or issue
    without it.
    """

    kind: str
    content: Mapping[str, Any]
    sha256: str
    verdicts: tuple[Mapping[str, Any], ...]


class SubmissionState(models.TextChoices):
    """How a round of approval stands, or how it ended; only one round of a request is open."""

    OPEN = "open", "审批中"
    APPROVED = "approved", "已签发"
    RETURNED = "returned", "已退回"
    RECALLED = "recalled", "承办人撤回"
    VOIDED = "voided", "内容已变，审批作废"
    ISSUED = "issued", "已出具"


class Submission(models.Model):
    """One round of approval: the content as it was submitted and the track it must go through.

    `steps` is the frozen track: `[{"key", "role", "label"}]` in order.
    """

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="submissions")
    round = models.PositiveIntegerField("轮次")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT)
    letter_kind = models.CharField("文种", max_length=40)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    verdicts = models.JSONField(default=list)
    track = models.CharField("审批流程", max_length=40)
    track_version = models.PositiveIntegerField(default=1)
    steps = models.JSONField()
    track_because = models.JSONField("适用审批流程的理由", default=list, blank=True)
    state = models.CharField(max_length=10, choices=SubmissionState.choices, default=SubmissionState.OPEN)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "送审"
        verbose_name_plural = verbose_name
        ordering = ["request", "round"]
        indexes = [models.Index(fields=["state"], name="submission_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["request", "round"], name="submission_round_once"),
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(state="open"), name="one_open_submission_per_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} 第{self.round}次送审"


class Verdict(models.TextChoices):
    """What one approver decided on one step."""

    APPROVE = "approve", "同意"
    RETURN = "return", "退回"


class ReturnGround(models.TextChoices):
    """The principal reason of a return, chosen from a list so that returns can be counted."""

    FACTS = "facts", "事实不清，检索、证据不足"
    LAW = "law", "依据不当"
    CONCLUSION = "conclusion", "答复情形不当"
    PROCEDURE = "procedure", "程序有误"
    WORDING = "wording", "说理、文字有误"
    ATTACHMENTS = "attachments", "附件、材料有误"
    RELEASE = "release", "公开审查、保密审查未通过"
    OTHER = "other", "其他"


class Approval(models.Model):
    """One person's decision on one step, over one content hash; never changed afterwards."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="approvals")
    step = models.CharField("环节", max_length=40)
    role = models.CharField("角色", max_length=20, choices=[(r.value, r.label) for r in Role])
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    verdict = models.CharField("意见", max_length=10, choices=Verdict.choices)
    reason = models.TextField("理由", blank=True)
    ground = models.CharField("退回的主要原因", max_length=20, choices=ReturnGround.choices, blank=True)
    content_hash = models.CharField(max_length=64)
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "审批意见"
        verbose_name_plural = verbose_name
        ordering = ["submission", "pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "step"], name="one_decision_per_step")]

    def __str__(self) -> str:
        return f"{self.submission} {self.step} {self.get_verdict_display()}"


class PassageMark(models.Model):
    """批注: what an approver wrote on one paragraph of the letter, together with the decision (批注随意见提交).

    The paragraph is kept in its words, so that the mark can still be read when the letter is written anew.
    """

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="marks")
    paragraph = models.PositiveIntegerField("段落", help_text="从 1 起，按送审稿的次序")
    passage = models.TextField("原文")
    comment = models.TextField("批注")

    class Meta:
        verbose_name = "批注"
        verbose_name_plural = verbose_name
        ordering = ["approval", "paragraph"]
        constraints = [
            models.UniqueConstraint(
                fields=["approval", "paragraph"], name="one_mark_per_paragraph_of_a_decision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.approval} 第{self.paragraph}段"
