"""The template libraries: dates in Chinese, signs, navigation, fields that say what is wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django import forms
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import path, resolve

from tests.pictures.cast import TODAY, paused_case

pytestmark = pytest.mark.urls(__name__)
urlpatterns = [path("inbox/", lambda request: HttpResponse(), name="inbox")]

LATE_EVENING_UTC = datetime(2026, 1, 4, 16, 30, tzinfo=UTC)  # 5 January, 00:30 in China


def render(source: str, **context: object) -> str:
    return Template("{% load gov gov_forms %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("chinese_date", date(2026, 1, 5), "2026年1月5日"),
        ("chinese_date", LATE_EVENING_UTC, "2026年1月5日"),
        ("chinese_date", None, ""),
        ("chinese_date_weekday", date(2026, 11, 9), "2026年11月9日（周一）"),
        ("month_day", date(2026, 11, 9), "11月9日"),
        ("month_day_weekday", date(2026, 11, 8), "11月8日（周日）"),
        ("month_day_weekday", None, ""),
        ("stamp", LATE_EVENING_UTC, "01-05 00:30"),
        ("stamp", datetime(2025, 12, 31, 1, 0, tzinfo=UTC), "2025-12-31 09:00"),
        ("stamp", None, ""),
        ("remaining_class", -1, "over"),
    ],
)
@time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False)
def test_filters(name: str, value: object, expected: str) -> None:
    assert render("{{ value|" + name + " }}", value=value) == expected


def test_signs_have_shape_and_word_and_escape_it() -> None:
    html = render('{% remaining_sign -1 %}{% sign "pass" words %}', words="<b>")
    assert '<span class="sign over"><svg' in html
    assert "超期 1 日" in html
    assert "&lt;b&gt;" in html


def test_navigation_leaves_out_what_does_not_exist_and_marks_where_we_are() -> None:
    request = RequestFactory().get("/inbox/")
    request.resolver_match = resolve("/inbox/")
    source = '{% nav_item "inbox" "收件箱" 3 %}{% nav_item "nowhere" "不存在" %}'
    assert render(source, request=request) == '<li><a href="/inbox/" aria-current="page">收件箱 3</a></li>'
    assert "aria-current" not in render(source, request=RequestFactory().get("/"))
    assert "aria-current" in render(source, section="inbox")


def test_the_clock_figure_has_both_pictures_and_the_tables_behind_them() -> None:
    html = render('{% clock_figure days today ident="k" open=True %}', days=paused_case(), today=TODAY)
    assert html.count('role="img"') == 2
    assert 'id="k-wide-title"' in html
    assert '<details class="mt-2" open>' in html
    assert "逐日列出 43 天" in html
    assert "style=" not in html


class Sample(forms.Form):
    kind = forms.ChoiceField(label="身份", choices=[("a", "公民"), ("b", "法人")], widget=forms.RadioSelect)
    number = forms.CharField(label="证件号码", help_text="18 位", error_messages={"required": "请填写"})
    mail = forms.EmailField(label="邮箱", required=False)
    agency = forms.ChoiceField(label="机关", choices=[("1", "甲")])
    agree = forms.BooleanField(label="同意", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_ties_label_hint_and_error_to_its_control() -> None:
    html = render('{% field form.number width="w-s" autocomplete="off" %}', form=Sample({}))
    assert '<label class="form-label" for="id_number">证件号码</label>' in html
    assert 'aria-describedby="id_number-hint id_number-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="form-control w-s"' in html
    assert 'autocomplete="off"' in html
    assert 'id="id_number-error"' in html
    assert "错误：请填写" in html


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mail", "（选填）"),
        ("agency", 'class="form-select"'),
        ("agree", '<label class="form-check-label" for="id_agree">'),
        ("kind", '<label class="form-check-label" for="id_kind_1">法人</label>'),
        ("kind", 'class="form-check-input"'),
        ("token", '<input type="hidden"'),
    ],
)
def test_every_kind_of_field(name: str, expected: str) -> None:
    assert expected in render("{% field form." + name + " %}", form=Sample())


def test_what_people_typed_is_text() -> None:
    html = render("{% field form.number %}", form=Sample({"number": '"><script>'}))
    assert "<script>" not in html


def test_quotation_marks_of_an_attribute_stay_inside_it() -> None:
    html = render("""{% field form.agency data_hx_vals='{"action":"refresh"}' %}""", form=Sample())
    assert 'data-hx-vals="{&quot;action&quot;:&quot;refresh&quot;}"' in html


def test_the_error_summary_links_each_error_to_its_control() -> None:
    form = Sample({"agency": "1"})
    form.add_error(None, "整张表的问题")
    html = render("{% error_summary form nothing %}", form=form, nothing=None)
    assert "有 3 处需要修改" in html
    assert '<a href="#id_kind_0">身份：' in html
    assert '<a href="#id_number">证件号码：请填写</a>' in html
    assert "<li>整张表的问题</li>" in html


def test_no_error_no_summary() -> None:
    assert render("{% error_summary form %}", form=Sample()).strip() == ""


def test_error_summary_reads_formsets() -> None:
    formset = forms.formset_factory(Sample, extra=0)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-agency": "1", "form-0-kind": "a"}
    )
    assert 'href="#id_form-0-number"' in render("{% error_summary formset %}", formset=formset)


def test_components_print_what_they_get_as_text() -> None:
    entry = SimpleNamespace(
        at=LATE_EVENING_UTC, who="甲", what="<b>收到</b>", kind="", evidence="", effect=""
    )
    html = Template('{% include "components/timeline.html" %}{% include "components/facts.html" %}').render(
        Context({"entries": [entry], "facts": [("内容", "<i>"), ("空", ""), ("无", None)]})
    )
    assert "&lt;b&gt;收到" in html
    assert "&lt;i&gt;" in html
    assert "<dt>空</dt>" not in html
    assert "<dt>无</dt>" not in html
