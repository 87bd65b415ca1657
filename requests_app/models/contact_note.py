"""A note of a talk: guidance, confirmation, help given; evidence that the desk did what the law asks of it."""

from django.conf import settings
from django.db import models

from requests_app.models.document import Document
from requests_app.models.request import DisclosureRequest
from requests_app.rules.contact import ContactKind, ContactWay, Counterpart


class ContactNote(models.Model):
    """One talk, never changed: what was wrong is said in a further note. For the agency and its file alone; neither
    an applicant nor a third party is ever shown one."""

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="contact_notes")
    kind = models.CharField("事由", max_length=12, choices=[(one.value, one.label) for one in ContactKind])
    counterpart = models.CharField(
        "对方", max_length=12, choices=[(one.value, one.label) for one in Counterpart]
    )
    person = models.CharField("联系人", max_length=120)
    way = models.CharField("方式", max_length=10, choices=[(one.value, one.label) for one in ContactWay])
    on = models.DateField("日期")
    at = models.TimeField("时间", null=True, blank=True)
    said = models.TextField("内容")
    agreed = models.TextField("商定的事项", blank=True)
    file = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "沟通记录"
        verbose_name_plural = verbose_name
        ordering = ["request", "pk"]

    def __str__(self) -> str:
        return f"{self.request} {self.get_kind_display()} {self.on}"
