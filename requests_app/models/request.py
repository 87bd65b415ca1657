"""The application (政府信息公开申请) itself: who is responsible, where it stands, which dates bind it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from requests_app.lifecycle import RequestLifecycle
from requests_app.models.agency import Agency, Unit
from requests_app.rules.receipt import Channel
from requests_app.rules.supervision import LateBy


class Form(models.TextChoices):
    """The form in which the information is wanted (提供方式, Art. 29¶2(3))."""

    PAPER = "paper", "纸质"
    EMAIL = "email", "电子邮件"
    DISC = "disc", "光盘"


class Way(models.TextChoices):
    """The way by which it is wanted (获取方式, Art. 29¶2(3))."""

    POST = "post", "邮寄"
    EMAIL = "email", "电子邮件"
    FAX = "fax", "传真"
    PICKUP = "pickup", "自行领取"
    CONSULT = "consult", "当场查阅、抄录"


class Provenance(models.TextChoices):
    """Whether this system handled the request or took over a finished record of it."""

    NATIVE = "native", "本系统办理"
    IMPORTED = "imported", "历史导入"


class DisclosureRequest(RequestLifecycle):
    """One application by one or several applicants.

    Dates that bind (`due_on` …) are derived from the events by `rules.clock` and stored only so that the
    database can find and sort; `services.clock.refresh` is their only writer. `version` counts the acts on the
    case, so that a form opened before somebody else acted is refused. `joined_to` is the request whose letter
    answers this one too (合并答复).
    """

    agency = models.ForeignKey(
        Agency, verbose_name="受理机关", on_delete=models.PROTECT, null=True, blank=True
    )
    unit = models.ForeignKey(Unit, verbose_name="承办处室", on_delete=models.PROTECT, null=True, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="承办人", on_delete=models.PROTECT, null=True, blank=True
    )
    number = models.CharField("受理编号", max_length=40, null=True, blank=True, unique=True)
    intake_agency = models.ForeignKey(
        Agency, verbose_name="统一受理平台", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    intake_number = models.CharField("统一受理编号", max_length=40, null=True, blank=True, unique=True)
    routed_on = models.DateField("分办日期", null=True, blank=True)
    split_from = models.ForeignKey(
        "self", verbose_name="拆分自", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    joined_to = models.ForeignKey(
        "self",
        verbose_name="合并答复于",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="joined",
    )
    query_code_hash = models.CharField(max_length=200, blank=True)
    provenance = models.CharField(
        "来源", max_length=10, choices=Provenance.choices, default=Provenance.NATIVE
    )

    channel = models.CharField("收到渠道", max_length=10, choices=[(c.value, c.label) for c in Channel])
    arrived_on = models.DateField("到达日期")
    received_on = models.DateField("收到日期", null=True, blank=True)
    submitted_at = models.DateTimeField("网上提交时间", null=True, blank=True)
    mail_number = models.CharField("邮件单号", max_length=40, blank=True)
    receipt_proof = models.TextField("收到日期的凭据", blank=True)
    registered_on = models.DateField("登记日期", null=True, blank=True)

    form = models.CharField("提供方式", max_length=10, choices=Form.choices, default=Form.PAPER)
    way = models.CharField("获取方式", max_length=10, choices=Way.choices, default=Way.POST)
    accepts_other_form = models.BooleanField("可以接受其他方式", default=False)
    accepts_online_service = models.BooleanField("同意网上送达", default=False)
    on_the_spot = models.BooleanField("当场答复", default=False)
    help_needed = models.CharField("需要的帮助", max_length=200, blank=True)
    purpose = models.TextField("用途（可不填）", blank=True)
    note = models.TextField("备注", blank=True)

    policies = models.JSONField("适用的计算口径", default=dict, blank=True)
    regime = models.CharField("适用条例", max_length=4, default="2019")
    first_due_on = models.DateField("答复到期日（延期前）", null=True, blank=True)
    due_on = models.DateField("答复到期日", null=True, blank=True)
    conservative_due_on = models.DateField("预警到期日", null=True, blank=True)
    correction_notice_due_on = models.DateField("补正告知最后一天", null=True, blank=True)
    waiting_for = models.CharField("等待", max_length=12, blank=True)
    waiting_until = models.DateField("等待至", null=True, blank=True)
    paused = models.BooleanField("暂停计时", default=False)
    provisional = models.BooleanField("暂定", default=False)
    moves_on = models.DateField("日期自行变化的下一天", null=True, blank=True)
    next_act = models.CharField("下一个法定动作", max_length=30, blank=True)
    next_act_on = models.DateField("下一个法定动作的最后一天", null=True, blank=True)

    replied_on = models.DateField("答复日期", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    late_reason = models.TextField("逾期原因", blank=True)
    late_by = models.CharField(
        "造成逾期的单位", max_length=10, blank=True, choices=[(one.value, one.label) for one in LateBy]
    )
    late_unit = models.CharField("造成逾期的单位名称", max_length=120, blank=True)
    principal_outcome = models.CharField("计入年报的主要情形", max_length=40, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, db_default=Now())

    objects: ClassVar[models.Manager["DisclosureRequest"]] = models.Manager()

    class Meta:
        verbose_name = "政府信息公开申请"
        verbose_name_plural = verbose_name
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["agency", "next_act_on", "id"],
                name="open_by_next_act",
                condition=models.Q(closed_on__isnull=True),
            ),
            models.Index(fields=["agency", "-received_on", "-id"], name="register_order"),
            # For the daily sweep, which asks for all agencies at once.
            models.Index(
                fields=["moves_on"], name="open_by_move", condition=models.Q(moves_on__isnull=False)
            ),
            models.Index(
                fields=["due_on"],
                name="open_provisional",
                condition=models.Q(closed_on__isnull=True, provisional=True),
            ),
            models.Index(
                fields=["waiting_for", "waiting_until"],
                name="open_waiting",
                condition=models.Q(closed_on__isnull=True),
            ),
            models.Index(
                fields=["next_act_on"],
                name="open_by_date",
                condition=models.Q(closed_on__isnull=True),
            ),
            models.Index(
                fields=["conservative_due_on"],
                name="open_by_caution",
                condition=models.Q(closed_on__isnull=True),
            ),
            models.Index(
                fields=["next_act_on"],
                name="disputed_by_date",
                condition=models.Q(closed_on__isnull=False, next_act_on__isnull=False),
            ),
            models.Index(fields=["state"], name="by_state"),
        ]

    def __str__(self) -> str:
        return self.shown_number or f"待登记 {self.pk}"

    @property
    def is_unrouted(self) -> bool:
        """Whether it lies with a platform that has not found the right agency yet."""
        return self.agency_id is None and self.intake_agency_id is not None

    @property
    def speaker(self) -> Agency | None:
        """Who speaks to the applicant: the agency that answers or, while there is none, the platform."""
        return self.agency or self.intake_agency

    @property
    def shown_number(self) -> str | None:
        """The number the applicant uses: the 受理编号 or, before there is one, that of the platform."""
        return self.number or self.intake_number
