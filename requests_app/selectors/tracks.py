"""Which level of approval was chosen for a request, and where the emergency path was taken."""

from __future__ import annotations

from django.db.models import QuerySet

from requests_app.actors import Member
from requests_app.models import DisclosureRequest, JointConsultation, Submission, TrackChoice
from requests_app.rules.track_rules import Level
from requests_app.selectors.cases import visible_cases


def newest_choice(case: DisclosureRequest) -> TrackChoice | None:
    """The choice that counts at the next submission."""
    return case.track_choices.select_related("made_by").order_by("pk").last()


def joint_consultations_of(submission: Submission) -> QuerySet[JointConsultation]:
    """What was recorded over this round, the newest last."""
    return submission.joint_consultations.select_related("minutes", "recorded_by").order_by("pk")


def emergencies(actor: Member) -> QuerySet[Submission]:
    """Rounds that took the emergency path, the newest first: for who watches over the agency, or a whole city."""
    rows = Submission.objects.filter(track=Level.EMERGENCY.value, request__in=visible_cases(actor))
    return rows.select_related("request__agency", "submitted_by").order_by("-submitted_at", "-pk")
