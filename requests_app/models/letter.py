"""Letters that left or will leave the agency, frozen at issue and never made twice."""

from django.conf import settings
from django.db import models

from requests_app.models.agency import Agency
from requests_app.models.approval import Submission
from requests_app.models.consultation import Consultation
from requests_app.models.correction import Correction
from requests_app.models.date_change import DateChange
from requests_app.models.document import Document
from requests_app.models.extension import Extension
from requests_app.models.fee import Fee
from requests_app.models.request import DisclosureRequest
from requests_app.models.seal import Sealed


class LetterState(models.TextChoices):
    """Numbered in the issuing transaction, made once its PDF is stored."""

    NUMBERED = "numbered", "已编号，制作中"
    MADE = "made", "已制作"
    WITHDRAWN = "withdrawn", "已撤回"


class LetterAddressee(models.TextChoices):
    """To whom a letter goes. What goes to others is never shown to the applicant, nor the other way round."""

    APPLICANT = "applicant", "申请人"
    THIRD_PARTY = "third_party", "第三方"
    AGENCY = "agency", "其他机关"
    UNIT = "unit", "本机关处室"


class Letter(Sealed):
    """One issued letter. `context` is the frozen letter context (contracts.md 3), number and date included.

    The PDF is made once, from `context`, outside the issuing transaction; delivery waits for it.
    `legality` is the run of the checks on the day of issue. A letter that answers several requests stands on the file
    of each: `copy_of` is the one of the request that carried it, with the same number and words.
    """

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="letters")
    agency = models.ForeignKey(
        Agency, verbose_name="发文机关", on_delete=models.PROTECT, related_name="letters"
    )
    kind = models.CharField("文种", max_length=40)
    number = models.CharField("文号", max_length=60)
    issued_on = models.DateField("成文日期")
    state = models.CharField(max_length=10, choices=LetterState.choices, default=LetterState.NUMBERED)
    context = models.JSONField()
    template_version = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    legality = models.JSONField(default=list)
    copy_of = models.ForeignKey(
        "self",
        verbose_name="合并答复的原件",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="copies",
    )
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, blank=True)
    extension = models.ForeignKey(Extension, on_delete=models.PROTECT, null=True, blank=True)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    addressee = models.CharField(
        "受文者", max_length=12, choices=LetterAddressee.choices, default=LetterAddressee.APPLICANT
    )
    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, null=True, blank=True)
    date_change = models.ForeignKey(DateChange, on_delete=models.PROTECT, null=True, blank=True)
    fee = models.ForeignKey(Fee, on_delete=models.PROTECT, null=True, blank=True)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True)
    verification_code = models.CharField(max_length=40, unique=True)
    withdrawn_reason = models.TextField(blank=True)
    withdrawn_on = models.DateField("收回日期", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "文书"
        verbose_name_plural = verbose_name
        ordering = ["request", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=models.Q(copy_of=None), name="one_letter_per_submission"
            ),
            models.UniqueConstraint(fields=["copy_of", "request"], name="one_copy_per_request"),
            models.UniqueConstraint(
                fields=["extension"],
                condition=~models.Q(state="withdrawn"),
                name="one_letter_per_extension",
            ),
            models.UniqueConstraint(
                fields=["consultation", "kind"],
                condition=~models.Q(
                    kind="third_party_disclosure_notice"
                ),  # one for each reply that discloses
                name="one_letter_of_a_kind_per_consultation",
            ),
            models.UniqueConstraint(fields=["correction"], name="one_letter_per_correction"),
            models.UniqueConstraint(
                fields=["date_change"],
                condition=~models.Q(state="withdrawn"),
                name="one_letter_per_date_change",
            ),
            models.UniqueConstraint(fields=["fee"], name="one_letter_per_fee"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
