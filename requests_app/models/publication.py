"""A proposal to publish for everybody what applicants were given (建议主动公开, Art. 44)."""

from django.conf import settings
from django.db import models

from requests_app.models.agency import Agency
from requests_app.models.item import RequestItem
from requests_app.models.request import DisclosureRequest
from requests_app.rules.publication import Ground


class ProposalOrigin(models.TextChoices):
    """Raised because several were given the same (Art. 44¶1), or suggested by an applicant (Art. 44¶2)."""

    SEVERAL = "several", "多个申请人申请相同信息"
    SUGGESTED = "suggested", "申请人建议"


class ProposalState(models.TextChoices):
    """Waiting for the decision, or how it was decided."""

    OPEN = "open", "待决定"
    PUBLISHED = "published", "已主动公开"
    DECLINED = "declined", "不纳入主动公开"


class PublicationProposal(models.Model):
    """One proposal. `request` and `item` are those by which it was raised, `based_on` every item that asks for the
    same. What an applicant wrote stands in `words`; the decision answers it on the status page."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="publication_proposals")
    request = models.ForeignKey(
        DisclosureRequest, on_delete=models.PROTECT, related_name="publication_proposals"
    )
    item = models.ForeignKey(RequestItem, on_delete=models.PROTECT, related_name="publication_proposals")
    based_on = models.ManyToManyField(RequestItem, related_name="+")
    origin = models.CharField("由来", max_length=12, choices=ProposalOrigin.choices)
    text = models.TextField("信息")
    ground = models.CharField(
        "理由", max_length=20, choices=[(one.value, one.label) for one in Ground], blank=True
    )
    words = models.TextField("说明", blank=True)
    state = models.CharField(max_length=12, choices=ProposalState.choices, default=ProposalState.OPEN)
    created_on = models.DateField("提出日期")
    decided_on = models.DateField("决定日期", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    where = models.TextField("公开的网址或者地点", blank=True)
    published_on = models.DateField("公开日期", null=True, blank=True)
    reason = models.TextField("决定的理由", blank=True)
    reviewer = models.CharField("审查人", max_length=60, blank=True)
    conclusion = models.TextField("审查结论", blank=True)
    reviewed_on = models.DateField("审查日期", null=True, blank=True)

    class Meta:
        verbose_name = "主动公开建议"
        verbose_name_plural = verbose_name
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "origin"], name="one_proposal_per_item_and_origin")
        ]
        indexes = [models.Index(fields=["agency", "state"], name="proposals_by_state")]

    def __str__(self) -> str:
        return f"{self.request} {self.get_origin_display()}"
