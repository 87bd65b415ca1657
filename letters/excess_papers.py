"""The forms of Art. 35 that the records fill for the file: finding and judgement, approval of a delayed reply."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from letters.dossier_papers import Filed, form
from requests_app import dates
from requests_app.models import DisclosureRequest, ExcessFinding, ReasonsRequest, ReasonsState, ReplyDelay
from requests_app.rules.excess import Period
from requests_app.selectors.reasons import last_day_of


def excess_papers(case: DisclosureRequest) -> Iterator[Filed]:
    """One record for each finding, one approval form for each granted delay. Raises `InvalidInput` as `form` does."""
    for finding in case.excess_findings.select_related("found_by"):
        facts = _finding(case, finding)
        yield form(case, "excess_record", "excess_record", facts, finding.found_on, key=finding.pk)
    granted = ReplyDelay.objects.filter(reasons_request__request=case, granted=True)
    for delay in granted.select_related("asked_by", "decided_by"):
        day = delay.decided_on or dates.today()
        yield form(case, "delay_approval", "approval_form", _delay(case, delay), day, key=delay.pk)


def _finding(case: DisclosureRequest, finding: ExcessFinding) -> dict[str, Any]:
    names = dict(case.applicants.values_list("ordinal", "name"))
    counted = [
        {
            "applicant": names.get(row["applicant"], ""),
            "period": Period(row["period"]).label,
            **{key: row[key] for key in ("first", "last", "applications", "items", "similar")},
        }
        for row in finding.counts
    ]
    asked = finding.reasons_requests.exclude(state=ReasonsState.CALLED_OFF).last()
    return {
        "registration_number": case.number,
        "counted": counted,
        "why": finding.why,
        "found_by": finding.found_by.name,
        "found_on": finding.found_on.isoformat(),
        "revoked_on": finding.revoked_on.isoformat() if finding.revoked_on else None,
        "revoke_reason": finding.revoke_reason,
        **(_reasons(asked) if asked else {}),
    }


def _reasons(asked: ReasonsRequest) -> dict[str, Any]:
    days = {
        "told_on": asked.told_on,
        "reply_by": last_day_of(asked) or asked.reply_by,
        "reasons_on": asked.received_on,
        "judged_on": asked.judged_on,
    }
    return {
        "what": asked.what,
        "reasons": asked.reasons,
        "judgement": asked.get_judgement_display() if asked.judgement else None,
        "judged_why": asked.why,
        "judged_by": asked.judged_by.name if asked.judged_by else None,
        **{key: day.isoformat() for key, day in days.items() if day is not None},
    }


def _delay(case: DisclosureRequest, delay: ReplyDelay) -> dict[str, Any]:
    decided = delay.decided_on.isoformat() if delay.decided_on else None
    signer = delay.decided_by.name if delay.decided_by else None
    opinion = delay.opinion or "同意延迟答复。"
    opinion += f"（代{delay.granted_for.name}）" if delay.granted_for else ""
    return {
        "registration_number": case.number,
        "handler": delay.asked_by.name,
        "unit": case.unit.name if case.unit else None,
        "proposal": f"拟延迟至{delay.until.isoformat()}答复。理由：{delay.why}",
        "proposed_on": delay.asked_on.isoformat(),
        "opinions": [{"step": "负责人意见", "opinion": opinion, "signer": signer, "on": decided}],
    }
