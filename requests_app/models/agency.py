"""Agencies (行政机关) that answer applications, and their units (承办处室)."""

from django.db import models

from requests_app.rules.receipt import CHANNELS, Channel
from requests_app.rules.remedy_bodies import AgencyKind

IMPORTED_ONLY = "imported_only"
"""Key in an agency's settings: it stands here for its past cases alone and takes no applications."""

_KINDS = [(kind.value, kind.label) for kind in AgencyKind]


class Agency(models.Model):
    """One agency with what its letters, its public page and its remedies need."""

    code = models.CharField("机关代码", max_length=20, unique=True)
    name = models.CharField("机关名称", max_length=120)
    letterhead = models.CharField("发文机关标志", max_length=120)
    kind = models.CharField("机关性质", max_length=30, choices=_KINDS)
    parent = models.ForeignKey(
        "self",
        verbose_name="上级或主管机关",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    legal_respondent = models.CharField("被申请人、被告名称", max_length=120)
    respondent_kind = models.CharField(
        "被申请人性质（与本机关不同时）", max_length=30, choices=_KINDS, blank=True
    )
    below_county = models.BooleanField("乡镇一级", default=False)
    customs = models.BooleanField("海关", default=False)
    reconsideration_body = models.CharField("行政复议机关", max_length=200)
    court = models.CharField("有管辖权的人民法院", max_length=120)
    online_reconsideration_url = models.URLField("网上提交行政复议申请的渠道", blank=True)
    office_name = models.CharField("政府信息公开工作机构", max_length=120)
    address = models.CharField("地址", max_length=200)
    postcode = models.CharField("邮政编码", max_length=10, blank=True)
    phone = models.CharField("电话", max_length=40)
    fax = models.CharField("传真", max_length=40, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    office_hours = models.CharField("办公时间", max_length=120, blank=True)
    number_prefix = models.CharField("受理编号代字", max_length=20)
    letter_mark = models.CharField("发文字号代字", max_length=40)
    fonds_code = models.CharField("全宗号", max_length=20, blank=True)
    settings = models.JSONField("机关设置", default=dict, blank=True)
    accepts_web = models.BooleanField("开通网上申请", default=True)
    accepts_fax = models.BooleanField("公布以传真接收申请", default=False)
    accepts_email = models.BooleanField("公布以电子邮件接收申请", default=False)
    is_platform = models.BooleanField("统一受理平台", default=False)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = "行政机关"
        verbose_name_plural = verbose_name
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def announced_channels(self) -> frozenset[Channel]:
        """The channels by which it takes applications: those of the law always, the others once announced."""
        announced = {
            Channel.WEB: self.accepts_web,
            Channel.FAX: self.accepts_fax and bool(self.fax),
            Channel.EMAIL: self.accepts_email and bool(self.email),
        }
        return frozenset(
            channel for channel, rule in CHANNELS.items() if rule.never_refused or announced.get(channel)
        )


class Unit(models.Model):
    """An internal unit of an agency that handles requests (承办处室)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    name = models.CharField("名称", max_length=80)

    class Meta:
        verbose_name = "承办处室"
        verbose_name_plural = verbose_name
        ordering = ["agency", "name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="unit_name_once_per_agency")]

    def __str__(self) -> str:
        return self.name
