"""Addresses of the applicant's pages. None of them holds a number, a code or a name."""

from django.urls import path

from requests_app.portal import (
    apply_views,
    correction_views,
    opinion_views,
    payment_views,
    public_views,
    reasons_views,
    status_views,
    suggest_views,
)

app_name = "portal"

urlpatterns = [
    path("", public_views.entry, name="entry"),
    path("guide/", public_views.guide_list, name="guide"),
    path("guide/<str:code>/", public_views.guide, name="agency_guide"),
    path("forms/", public_views.form_list, name="forms"),
    path("forms/<slug:kind>/", public_views.paper_form, name="paper_form"),
    path("apply/", apply_views.begin, name="apply"),
    path("apply/<uuid:key>/", apply_views.fill_in, name="fill_in"),
    path("apply/<uuid:key>/check/", apply_views.check, name="check"),
    path("apply/<uuid:key>/discard/", apply_views.discard, name="discard"),
    path("apply/<uuid:key>/receipt/", apply_views.receipt, name="receipt"),
    path("opinion/", opinion_views.ask, name="opinion"),
    path("opinion/slip/", opinion_views.slip, name="opinion_slip"),
    path("opinion/leave/", opinion_views.leave, name="opinion_leave"),
    path("status/", status_views.ask, name="status"),
    path("status/case/", status_views.case, name="case"),
    path("status/withdraw/", status_views.withdraw, name="withdraw"),
    path("status/correction/", correction_views.fill_in, name="correction"),
    path("status/correction/check/", correction_views.check, name="correction_check"),
    path("status/payment/", payment_views.report, name="payment"),
    path("status/reasons/", reasons_views.fill_in, name="reasons"),
    path("status/reasons/check/", reasons_views.check, name="reasons_check"),
    path("status/suggest/", suggest_views.suggest, name="suggest"),
    path("status/leave/", status_views.leave, name="leave"),
    path("status/documents/<int:document_id>/", status_views.document, name="document"),
]
