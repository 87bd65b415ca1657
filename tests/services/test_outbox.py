"""What was promised in a business transaction is delivered after it: never lost, never by two at a time."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from requests_app import notifications
from requests_app.models.outbox import OutboxMessage
from requests_app.notifications import handlers, outbox
from requests_app.notifications.outbox import LEASE, MAX_ATTEMPTS, claim, deliver_due

NOON = "2026-03-02 12:00:00+08:00"


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    """An empty registry of handlers, and no queue to hint to."""
    monkeypatch.setattr(handlers, "_HANDLERS", {})
    monkeypatch.setattr(outbox, "_publish", None)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def sent(clock):
    """The payloads that reached the handler of "letter"."""
    reached: list[dict] = []
    notifications.handler("letter")(reached.append)
    return reached


def promise(key: str = "letter:1", **changes) -> OutboxMessage:
    with transaction.atomic():
        notifications.enqueue("letter", key, {"letter": 1}, **changes)
    return OutboxMessage.objects.get(key=key)


@pytest.mark.django_db
def test_a_promise_is_delivered_once(sent):
    message = promise()
    assert deliver_due(10, "a") == notifications.Delivery(done=1, failed=0, left=0)
    assert deliver_due(10, "a") == notifications.Delivery(done=0, failed=0, left=0)
    assert sent == [{"letter": 1}]
    message.refresh_from_db()
    assert (message.done_at, message.attempts, message.lease_owner) == (timezone.now(), 1, "")


@pytest.mark.django_db
def test_the_same_key_twice_is_one_promise_and_the_first_stands(sent):
    promise()
    with transaction.atomic():
        notifications.enqueue("letter", "letter:1", {"letter": 2})
    deliver_due(10, "a")
    with transaction.atomic():
        notifications.enqueue("letter", "letter:1", {"letter": 3})
    deliver_due(10, "a")
    assert sent == [{"letter": 1}]


@pytest.mark.django_db
def test_a_promise_of_an_act_that_was_rolled_back_does_not_exist(sent):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        notifications.enqueue("letter", "letter:1", {})
        _ = 1 / 0
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_promise_outside_a_transaction_is_refused(sent):
    with pytest.raises(transaction.TransactionManagementError):
        notifications.enqueue("letter", "letter:1", {})


@pytest.mark.django_db
def test_a_promise_for_later_waits_for_its_time(sent, clock):
    promise(due_at=timezone.now() + timedelta(hours=1))
    assert deliver_due(10, "a").done == 0
    clock.shift(timedelta(hours=1))
    assert deliver_due(10, "a").done == 1


@pytest.mark.django_db
def test_limit_takes_the_oldest_and_says_what_is_left(sent, clock):
    for number in range(3):
        promise(f"letter:{number}")
        clock.shift(timedelta(seconds=1))
    assert deliver_due(2, "a") == notifications.Delivery(done=2, failed=0, left=1)
    assert OutboxMessage.objects.get(done_at=None).key == "letter:2"


@pytest.mark.django_db
def test_a_second_deliverer_finds_nothing_while_the_first_is_at_work(clock):
    others: list[notifications.Delivery] = []
    notifications.handler("letter")(lambda payload: others.append(deliver_due(10, "b")))
    promise()
    assert deliver_due(10, "a").done == 1
    assert others == [notifications.Delivery(done=0, failed=0, left=0)]


@pytest.mark.django_db
def test_of_two_that_saw_the_same_row_only_one_gets_the_lease(clock):
    message = promise()
    first = claim(message.pk, "a", timezone.now())
    second = claim(message.pk, "b", timezone.now())
    assert first is not None and first.lease_owner == "a"
    assert second is None


@pytest.mark.django_db
def test_a_deliverer_killed_after_its_claim_is_replaced_when_the_lease_runs_out(sent, clock):
    message = promise()
    claim(message.pk, "killed", timezone.now())
    assert deliver_due(10, "b").done == 0
    clock.shift(LEASE)
    assert deliver_due(10, "b").done == 1
    message.refresh_from_db()
    assert (message.attempts, sent) == (2, [{"letter": 1}])


@pytest.mark.django_db
def test_who_lost_the_lease_cannot_write_the_result(clock):
    """The slow first deliverer fails after the second one took over and finished: the message stays done."""

    calls: list[str] = []
    takeovers: list[notifications.Delivery] = []

    def slow(payload):
        calls.append("called")
        if len(calls) == 1:
            clock.shift(LEASE)
            takeovers.append(deliver_due(10, "b"))
            raise ConnectionError

    notifications.handler("letter")(slow)
    message = promise()
    assert deliver_due(10, "a").failed == 1
    assert takeovers == [notifications.Delivery(done=1, failed=0, left=0)]
    message.refresh_from_db()
    assert message.done_at is not None
    assert message.last_error == ""


@pytest.mark.django_db
def test_a_failure_waits_longer_each_time_and_ends_as_a_dead_letter(clock):
    notifications.handler("letter")(lambda payload: [][1])
    message = promise()
    waits = []
    while not notifications.dead_letters():
        assert deliver_due(10, "a").failed == 1
        message.refresh_from_db()
        waits.append(int((message.due_at - timezone.now()).total_seconds()))
        clock.move_to(message.due_at)
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600]
    assert len(waits) == MAX_ATTEMPTS
    assert deliver_due(10, "a") == notifications.Delivery(done=0, failed=0, left=0)
    health = notifications.health()
    assert (health.open, health.due, health.dead, health.oldest_due) == (1, 0, 1, None)


@pytest.mark.django_db
def test_a_message_that_kills_every_deliverer_becomes_a_dead_letter_too(sent, clock):
    message = promise()
    for _ in range(MAX_ATTEMPTS):
        assert claim(message.pk, "killed", timezone.now()) is not None
        assert not notifications.dead_letters()
        clock.shift(LEASE)
    assert [letter.pk for letter in notifications.dead_letters()] == [message.pk]


@pytest.mark.django_db
def test_a_revived_dead_letter_is_delivered(sent, clock):
    message = promise()
    OutboxMessage.objects.update(attempts=MAX_ATTEMPTS)
    assert deliver_due(10, "a").done == 0
    assert notifications.revive_dead_letters() == 1
    assert deliver_due(10, "a").done == 1
    message.refresh_from_db()
    assert message.done_at is not None


@pytest.mark.django_db
def test_one_failure_does_not_keep_the_others_waiting_and_its_text_is_written_nowhere(clock, caplog):
    def sometimes(payload):
        if OutboxMessage.objects.filter(done_at__isnull=True).count() == 2:
            raise ConnectionError("wang@example.cn refused")

    notifications.handler("letter")(sometimes)
    promise("letter:1")
    promise("letter:2")
    OutboxMessage.objects.filter(key="letter:1").update(due_at=timezone.now() - timedelta(hours=1))
    assert deliver_due(10, "a").failed == 2
    failed = OutboxMessage.objects.first()
    assert failed.last_error.startswith("ConnectionError in sometimes (test_outbox.py:")
    assert "ConnectionError in sometimes" in caplog.text
    assert "wang" not in failed.last_error + caplog.text


@pytest.mark.django_db
def test_a_topic_nobody_handles_fails_and_is_kept(clock):
    message = promise()
    assert deliver_due(10, "a").failed == 1
    message.refresh_from_db()
    assert message.last_error.startswith("NoHandler")
    assert notifications.health().open == 1


def test_a_topic_has_one_handler():
    notifications.handler("letter")(print)
    with pytest.raises(ValueError, match="letter"):
        notifications.handler("letter")(repr)


@pytest.mark.django_db(transaction=True)
def test_the_hint_is_given_after_the_commit_and_not_for_later_promises(clock):
    seen: list[int] = []
    notifications.set_hint(lambda: seen.append(OutboxMessage.objects.count()))
    with transaction.atomic():
        notifications.enqueue("letter", "letter:1", {})
        notifications.enqueue("letter", "letter:2", {}, due_at=timezone.now() + timedelta(days=1))
        assert seen == []
    assert seen == [2]


@pytest.mark.django_db(transaction=True)
def test_a_broken_queue_is_logged_and_loses_nothing(sent, caplog):
    def down():
        raise ConnectionRefusedError

    notifications.set_hint(down)
    promise()
    assert "could not be published" in caplog.text
    assert deliver_due(10, "a").done == 1
