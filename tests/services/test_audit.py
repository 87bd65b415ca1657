"""The record of an act is written with it, is never changed, and shows who did what in which capacity."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from requests_app.actors import System
from requests_app.audit import record, request_chain, seal_day, verify
from requests_app.audit.signatures import ZERO, add_macs, canonical_json, plain_data
from requests_app.errors import InvalidInput
from requests_app.models.audit_entry import AppendOnly, AuditChain, AuditEntry, AuditHead, AuditTally

pytestmark = pytest.mark.django_db


class Handler:
    """A handler who acts in place of a colleague."""

    kind = "member"
    label = "王强（承办人）"
    user_id = 7
    role = "handler"
    acting_for_id = 9


def write(chain: str = "request:1", **changes) -> AuditEntry:
    given = {
        "request_id": 1,
        "actor": Handler(),
        "action": "accept",
        "message": "审核通过，转入办理。",
        "data": {},
    }
    return record(chain=chain, **{**given, **changes})


def test_an_entry_says_who_in_which_capacity_and_in_whose_place():
    entry = write(data={"event": 5})
    entry.refresh_from_db()
    who = (entry.actor_kind, entry.actor_label, entry.user_id, entry.role, entry.acting_for)
    assert who == ("member", "王强（承办人）", 7, "handler", 9)
    assert (entry.request_id, entry.action, entry.message) == (1, "accept", "审核通过，转入办理。")
    assert (entry.seq, entry.prev_mac, entry.data) == (1, "", {"event": 5})
    assert timezone.now() - entry.at < timedelta(minutes=1)


def test_a_task_of_the_system_is_named():
    entry = write(actor=System("sweep"))
    assert (entry.actor_label, entry.user_id, entry.role) == ("系统（sweep）", None, "")


def test_each_case_has_its_own_chain_and_each_entry_carries_the_one_before():
    first, other, second = write(), write(chain=request_chain(2)), write()
    assert [entry.seq for entry in (first, other, second)] == [1, 1, 2]
    assert (second.prev_mac, other.prev_mac) == (first.mac, "")
    assert len({first.mac, other.mac, second.mac}) == 3
    assert AuditChain.objects.get(chain="request:1").last_mac == second.mac


def test_a_record_is_rolled_back_with_its_act():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write()
        _ = 1 / 0
    assert not AuditEntry.objects.exists()
    assert write().seq == 1
    assert verify() == []


@pytest.mark.django_db(transaction=True)
def test_a_record_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        write()


def test_dates_decimals_and_floats_come_back_as_they_were_signed():
    data = {"on": date(2026, 3, 2), "fee": Decimal("12.50"), "similarity": 0.1, "names": ["甲", None, True]}
    entry = write(data=data, at=datetime(2026, 3, 2, 1, 2, 3, 456789, tzinfo=UTC))
    entry.refresh_from_db()
    assert entry.data == {
        "on": "2026-03-02",
        "fee": "12.50",
        "similarity": "0.1",
        "names": ["甲", None, True],
    }
    assert verify() == []


def test_canonical_json_has_one_spelling():
    assert canonical_json({"乙": 1, "a": [1, None]}) == canonical_json({"a": [1, None], "乙": 1})
    assert canonical_json({"b": "甲", "a": 1}) == '{"a":1,"b":"甲"}'
    with pytest.raises(ValueError, match="JSON"):
        plain_data({"x": float("nan")})


def test_the_sum_of_signatures_does_not_depend_on_the_order_and_nothing_cancels_out():
    one, two = "f" * 64, "0" * 63 + "3"
    assert add_macs(add_macs(ZERO, one), two) == add_macs(add_macs(ZERO, two), one)
    assert add_macs(add_macs(ZERO, two), two) != ZERO


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: AuditEntry.objects.update(message="改"),
        lambda entry: AuditEntry.objects.filter(pk=entry.pk).delete(),
        lambda entry: AuditEntry.objects.bulk_update([entry], ["message"]),
        lambda entry: AuditEntry(pk=entry.pk, chain="x", seq=1).delete(),
    ],
    ids=["save", "delete", "update", "queryset delete", "bulk update", "unsaved copy"],
)
def test_the_program_cannot_change_or_delete_an_entry(change):
    entry = write()
    with pytest.raises(AppendOnly):
        change(AuditEntry.objects.get(pk=entry.pk))
    assert AuditEntry.objects.get().message == entry.message


def test_a_head_cannot_be_changed_either():
    write()
    seal_day(date(2026, 3, 2))
    with pytest.raises(AppendOnly):
        AuditHead.objects.get().save()


def test_a_head_names_every_chain_that_moved_and_is_itself_recorded():
    first, second = write(), write(chain="request:2")
    head = seal_day(date(2026, 3, 2))
    assert head.moves == {"request:1": [1, first.mac], "request:2": [1, second.mac]}
    assert (head.chains, head.entries, head.prev_mac) == (2, 2, "")
    entry = AuditEntry.objects.get(chain="daily-heads")
    assert entry.data == {"day": "2026-03-02", "mac": head.mac}
    assert verify() == []


def test_the_next_head_names_only_what_moved_since_and_carries_the_head_before():
    with time_machine.travel("2026-03-02 12:00:00+08:00", tick=False) as clock:
        write()
        clock.shift(timedelta(hours=12))
        first = seal_day(date(2026, 3, 2))
        sealed = AuditEntry.objects.get(chain="daily-heads")
        clock.shift(timedelta(hours=12))
        moved = write(chain="request:2")
        clock.shift(timedelta(hours=12))
        second = seal_day(date(2026, 3, 3))
    assert second.moves == {"request:2": [1, moved.mac], "daily-heads": [1, sealed.mac]}
    assert second.prev_mac == first.mac
    assert verify() == []


def test_sealing_a_day_again_changes_nothing_and_an_earlier_day_is_refused():
    write()
    head = seal_day(date(2026, 3, 2))
    write()
    assert seal_day(date(2026, 3, 2)).mac == head.mac
    assert AuditHead.objects.count() == AuditEntry.objects.filter(chain="daily-heads").count() == 1
    with pytest.raises(InvalidInput) as refusal:
        seal_day(date(2026, 3, 1))
    assert refusal.value.code == "audit_day_passed"


def test_on_postgresql_writers_have_slots_of_which_only_the_sum_counts(monkeypatch):
    """Two slots in use, as two simultaneous writers leave them: the whole is still whole."""
    monkeypatch.setattr("requests_app.audit.journal._SLOTS", {connection.vendor: 2})
    write()
    used = AuditTally.objects.get(slot=0)
    monkeypatch.setattr("requests_app.audit.journal._free_tally", lambda: AuditTally.objects.get(slot=1))
    write()
    assert (used.entries, AuditTally.objects.get(slot=1).entries) == (1, 1)
    assert verify() == []


def test_writing_takes_few_queries(django_assert_max_num_queries):
    write()
    with django_assert_max_num_queries(5):
        write()
