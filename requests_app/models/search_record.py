"""Search records (检索记录): what makes "does not exist" provable (Art. 36(4))."""

from django.conf import settings
from django.db import models

from requests_app.models.item import RequestItem


class SearchRecord(models.Model):
    """One search for one item; never changed, a new search is a new row."""

    item = models.ForeignKey(RequestItem, on_delete=models.PROTECT, related_name="searches")
    searched_on = models.DateField("检索日期")
    searcher = models.CharField("检索人", max_length=60)
    units = models.CharField("检索的处室", max_length=200)
    systems = models.TextField("检索的系统和数据库")
    paper_files = models.TextField("检索的纸质档案", blank=True)
    keywords = models.CharField("检索词", max_length=300)
    period = models.CharField("检索的时间范围", max_length=120)
    found = models.BooleanField("检索到所申请信息")
    result = models.TextField("检索结果")
    duty_to_make = models.TextField("是否有制作、保存的职责")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "检索记录"
        verbose_name_plural = verbose_name
        ordering = ["item", "pk"]

    def __str__(self) -> str:
        return f"{self.item} {self.searched_on}"
