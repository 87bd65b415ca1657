"""What happened in a run of histories, so that a run in which hardly anything happens is no proof."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

EVENTS = (
    "arrived_counter", "arrived_post", "arrived_letter", "arrived_web", "arrived_fax", "arrived_email",
    "arrived_oral", "arrived_platform",
    "registered", "routed", "transferred", "voided", "withdrawn", "accepted",
    "correction_asked", "correction_told", "corrected", "correction_lapsed",
    "extension_asked", "extension_granted", "extension_refused", "extension_told", "two_extended_at_once",
    "asked_third_party", "asked_co_maker", "asked_other_agency", "inquiry_sent", "inquiry_served", "answered",
    "silent", "called_back",
    "found_excessive", "reasons_asked", "reasons_given", "not_handled", "delayed",
    "fee_asked", "fee_told", "fee_paid", "fee_lapsed",
    "drafted", "submitted", "returned", "approved", "issued", "served", "archived", "taken_back", "reopened",
    "receipt_corrected", "event_revoked", "recorded_late", "calendar_loaded",
    "on_a_rest_day", "year_ended",
)  # fmt: skip
"""Everything that must happen often enough in a run."""

TIMES, REFUSALS, OF_HISTORIES = 50, 100, 200
"""Each event so often, and so many refusals, in so many histories; in a part of them their share."""


@dataclass
class Record:
    """Counts of one run."""

    events: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    histories: int = 0

    def gaps(self, histories: int) -> dict[str, int]:
        """What happened too rarely for a run of so many histories, with how often it did."""
        share = histories / OF_HISTORIES
        rare = {name: self.events[name] for name in EVENTS if self.events[name] < TIMES * share}
        if self.refusals.total() < REFUSALS * share:
            rare["refusals"] = self.refusals.total()
        if self.histories < histories:
            rare["histories"] = self.histories
        return rare
