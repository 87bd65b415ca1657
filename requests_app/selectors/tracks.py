"""Which level of approval was chosen for a request, and where the emergency path was taken."""

from __future__ import annotations

from django.db.models import QuerySet

from requests_app.actors import Member
from requests_app.models import DisclosureRequest, JointConsultation, Submission, TrackChoice
from requests_app.rules.track_rules import MAY_DECLARE_EMERGENCY, Choice, Level
from requests_app.selectors.cases import watched_cases
from requests_app.selectors.joining import lead_of


def newest_choice(case: DisclosureRequest) -> TrackChoice | None:
    """The choice that counts at the next submission."""
    return case.track_choices.select_related("made_by", "acting_for").order_by("pk").last()


def choices_of(case: DisclosureRequest) -> list[Choice]:
    """Every choice, the oldest first; a part that was split off keeps those made for the whole before."""
    made = list(case.track_choices.order_by("pk"))
    origin = case.split_from
    if origin is not None:
        made = [*origin.track_choices.filter(made_at__lt=case.created_at).order_by("pk"), *made]
    last = lead_of(case).submissions.order_by("-submitted_at").values_list("submitted_at", flat=True).first()
    return [
        Choice(
            Level(row.level),
            Level(row.proposed),
            by_head=row.role in MAY_DECLARE_EMERGENCY,
            spent=last is not None and last > row.made_at,
        )
        for row in made
    ]


def joint_consultations_of(submission: Submission) -> QuerySet[JointConsultation]:
    """What was recorded over this round, the newest last."""
    return submission.joint_consultations.select_related("minutes", "recorded_by", "acting_for").order_by(
        "pk"
    )


def emergencies(actor: Member) -> QuerySet[Submission]:
    """Rounds that took the emergency path, the newest first: for who watches over the agency, or a whole city."""
    rows = Submission.objects.filter(track=Level.EMERGENCY.value, request__in=watched_cases(actor))
    return rows.select_related("request__agency", "submitted_by").order_by("-submitted_at", "-pk")
