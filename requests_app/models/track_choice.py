"""A level of approval that somebody chose in place of the proposed one; and the minutes of a joint consultation."""

from django.conf import settings
from django.db import models

from requests_app.models.approval import Submission
from requests_app.models.document import Document
from requests_app.models.request import DisclosureRequest
from requests_app.rules.roles import Role
from requests_app.rules.track_rules import Level


class TrackChoice(models.Model):
    """One choice, with what was proposed at the time; the newest one of a request counts. Never changed. `acting_for`:
    in whose place it was made, None in the own."""

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="track_choices")
    level = models.CharField("审批流程", max_length=20, choices=[(one.value, one.label) for one in Level])
    proposed = models.CharField(max_length=20, choices=[(one.value, one.label) for one in Level])
    reason = models.TextField("理由", blank=True)
    role = models.CharField("角色", max_length=20, choices=[(r.value, r.label) for r in Role], blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "审批流程的选择"
        verbose_name_plural = verbose_name
        ordering = ["request", "pk"]

    def __str__(self) -> str:
        return f"{self.request} {self.get_level_display()}"


class JointConsultation(models.Model):
    """What was said in a joint consultation (联合会商) over one submission: who took part, opinions, minutes."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="joint_consultations")
    held_on = models.DateField("会商日期")
    participants = models.TextField("参加单位和人员")
    opinions = models.TextField("各方意见")
    conclusion = models.TextField("会商结论")
    minutes = models.ForeignKey(Document, verbose_name="会商纪要", on_delete=models.PROTECT)
    content_hash = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "联合会商"
        verbose_name_plural = verbose_name
        ordering = ["submission", "pk"]

    def __str__(self) -> str:
        return f"{self.submission} {self.held_on}"
