"""Somebody with the database but without the key: whatever is done to the record, `verify_audit` names it."""

from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DataError, connection, transaction

from requests_app.actors import System
from requests_app.audit import record, request_chain, seal_day, verify
from requests_app.audit.signatures import anchor_mac, entry_mac, tally_mac
from requests_app.models import DisclosureRequest
from requests_app.models.audit_entry import AuditChain, AuditEntry, AuditHead, AuditTally

DAY = date(2026, 3, 2)
CASE = "request:1"
CHAINS = (CASE, "request:2", "request:3")


def act(chain: str) -> AuditEntry:
    given = {"request_id": 1, "actor": System("test"), "action": "accept", "message": "转入办理。"}
    with transaction.atomic():
        return record(chain=chain, data={"n": 1}, **given)


def sql(statement: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def keep(table: str, where: str = "1 = 1") -> Callable[[], None]:
    """A copy of rows as they are now; calling it puts them back in place of whatever is there then."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {where}")
        columns = [description[0] for description in cursor.description]
        rows = cursor.fetchall()

    def put_back() -> None:
        sql(f"DELETE FROM {table} WHERE {where}")
        places = ", ".join(["%s"] * len(columns))
        for row in rows:
            sql(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", *row)

    return put_back


@pytest.fixture
def history(db):
    """Three cases of four acts each, in turn."""
    for _ in range(4):
        for chain in CHAINS:
            act(chain)


def forge(settings, rows: list, computed: Callable) -> None:
    """Sign rows anew with a key that is not the office's, and write them past the model."""
    real, settings.AUDIT_KEY = settings.AUDIT_KEY, "a key that somebody made up"
    for row in rows:
        sql(f"UPDATE {row._meta.db_table} SET mac = %s WHERE id = %s", computed(row), row.pk)
    settings.AUDIT_KEY = real


def codes() -> list[tuple[str, str, int | None]]:
    return [(finding.code, finding.chain, finding.seq) for finding in verify()]


def test_an_untouched_record_is_whole(history):
    assert verify() == []


def test_an_empty_record_is_whole(db):
    assert verify() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("message", "不予受理。"),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("actor_label", "别人"),
        ("user_id", 99),
        ("acting_for", 99),
        ("role", "office_head"),
        ("action", "void"),
        ("data", '{"n": 2}'),
        ("request_id", 2),
        ("actor_kind", "member"),
    ],
)
def test_a_changed_column_is_found_where_it_is(history, column, value):
    sql(f"UPDATE requests_app_auditentry SET {column} = %s WHERE chain = %s AND seq = 2", value, CASE)
    assert codes()[0] == ("entry_changed", CASE, 2)


def test_a_row_moved_to_another_case_is_found(history):
    sql("UPDATE requests_app_auditentry SET chain = 'request:9', seq = 1 WHERE chain = %s AND seq = 4", CASE)
    assert ("tail_cut", CASE, 4) in codes()
    assert ("entry_changed", "request:9", 1) in codes()


def test_a_row_cut_from_the_middle_is_found(history):
    sql("DELETE FROM requests_app_auditentry WHERE chain = %s AND seq = 2", CASE)
    assert codes()[0] == ("entries_missing", CASE, 2)


def test_two_rows_exchanged_are_found(history):
    for before, after in ((2, 90), (3, 2), (90, 3)):
        sql("UPDATE requests_app_auditentry SET seq = %s WHERE chain = %s AND seq = %s", after, CASE, before)
    assert codes()[0] == ("link_broken", CASE, 2)


def test_the_rest_of_a_chain_computed_anew_without_the_key_is_found(history, settings):
    sql("UPDATE requests_app_auditentry SET message = '改' WHERE chain = %s AND seq = 2", CASE)
    before = AuditEntry.objects.get(chain=CASE, seq=1).mac
    for entry in AuditEntry.objects.filter(chain=CASE, seq__gte=2):
        entry.prev_mac = before
        sql("UPDATE requests_app_auditentry SET prev_mac = %s WHERE id = %s", before, entry.pk)
        forge(settings, [entry], entry_mac)
        before = sql("SELECT mac FROM requests_app_auditentry WHERE id = %s", entry.pk)[0][0]
    sql("UPDATE requests_app_auditchain SET last_mac = %s WHERE chain = %s", before, CASE)
    forge(settings, list(AuditChain.objects.filter(chain=CASE)), anchor_mac)
    found = codes()
    assert found[0] == ("entry_changed", CASE, 2)
    assert ("anchor_changed", CASE, None) in found


@pytest.mark.parametrize("last_left", [3, 2, 1])
def test_a_cut_tail_is_found(history, last_left):
    sql("DELETE FROM requests_app_auditentry WHERE chain = %s AND seq > %s", CASE, last_left)
    assert codes()[0] == ("tail_cut", CASE, last_left + 1)


def test_a_cut_tail_with_a_written_anchor_is_found(history, settings):
    sql("DELETE FROM requests_app_auditentry WHERE chain = %s AND seq > 3", CASE)
    last = AuditEntry.objects.get(chain=CASE, seq=3).mac
    sql("UPDATE requests_app_auditchain SET last_seq = 3, last_mac = %s WHERE chain = %s", last, CASE)
    forge(settings, list(AuditChain.objects.filter(chain=CASE)), anchor_mac)
    assert codes()[0] == ("anchor_changed", CASE, None)


def test_a_cut_tail_with_the_anchor_put_back_to_an_earlier_version_is_found(history):
    """The very last act of all, the anchor as it really was before it: only the tally knows."""
    put_back = keep("requests_app_auditchain", f"chain = '{CASE}'")
    act(CASE)
    sql("DELETE FROM requests_app_auditentry WHERE chain = %s AND seq = 5", CASE)
    put_back()
    assert codes() == [("tally_mismatch", "", None)]


def test_the_tally_put_back_too_is_found_when_anybody_else_acted_since(history):
    anchor, tally = keep("requests_app_auditchain", f"chain = '{CASE}'"), keep("requests_app_audittally")
    act(CASE)
    act("request:2")
    sql("DELETE FROM requests_app_auditentry WHERE chain = %s AND seq = 5", CASE)
    anchor()
    tally()
    assert codes() == [("tally_mismatch", "", None)]


def test_everything_put_back_is_found_by_the_daily_head(history):
    anchor, tally = keep("requests_app_auditchain", f"chain = '{CASE}'"), keep("requests_app_audittally")
    act(CASE)
    seal_day(DAY)
    sql("DELETE FROM requests_app_auditentry WHERE chain = %s AND seq = 5", CASE)
    anchor()
    tally()
    assert codes()[0] == ("sealed_entry_missing", CASE, 5)


def test_a_case_whose_tail_was_cut_and_written_differently_is_found_by_the_daily_head(history):
    anchor, tally = keep("requests_app_auditchain", f"chain = '{CASE}'"), keep("requests_app_audittally")
    act(CASE)
    seal_day(DAY)
    sql("DELETE FROM requests_app_auditentry WHERE chain = %s AND seq = 5", CASE)
    anchor()
    tally()
    act(CASE)
    assert ("sealed_entry_missing", CASE, 5) in codes()


def test_a_chain_removed_without_its_anchor_is_named(history):
    sql("DELETE FROM requests_app_auditentry WHERE chain = %s", CASE)
    assert codes()[0] == ("chain_missing", CASE, None)


def test_a_case_removed_with_its_anchor_is_found(history):
    sql("DELETE FROM requests_app_auditentry WHERE chain = 'request:2'")
    sql("DELETE FROM requests_app_auditchain WHERE chain = 'request:2'")
    (finding,) = verify()
    assert finding.code == "tally_mismatch"
    assert "应有12条，实有8条" in finding.message


def test_the_rows_that_are_missing_are_named(history):
    ids = list(AuditEntry.objects.filter(chain="request:2").order_by("pk").values_list("pk", flat=True))
    sql("DELETE FROM requests_app_auditentry WHERE chain = 'request:2'")
    sql("DELETE FROM requests_app_auditchain WHERE chain = 'request:2'")
    assert f"{ids[0]}—{ids[0]}、{ids[1]}—{ids[1]}" in verify()[0].message


def test_a_case_removed_after_a_head_is_named(history):
    seal_day(DAY)
    sql("DELETE FROM requests_app_auditentry WHERE chain = 'request:2'")
    sql("DELETE FROM requests_app_auditchain WHERE chain = 'request:2'")
    assert codes()[0] == ("chain_missing", "request:2", None)


def test_a_request_that_lost_its_record_is_named(history):
    request = DisclosureRequest.objects.create(pk=99, channel="counter", arrived_on=DAY)
    assert codes() == [("request_unrecorded", request_chain(request.pk), None)]


def test_a_forged_tally_is_found(history, settings):
    sql("DELETE FROM requests_app_auditentry WHERE chain = 'request:2'")
    sql("DELETE FROM requests_app_auditchain WHERE chain = 'request:2'")
    sql("UPDATE requests_app_audittally SET entries = 8")
    forge(settings, list(AuditTally.objects.all()), tally_mac)
    assert codes()[0] == ("tally_changed", "", None)


def test_a_removed_tally_is_found(history):
    sql("DELETE FROM requests_app_audittally")
    assert codes() == [("tally_mismatch", "", None)]


def test_a_removed_head_is_found(history):
    seal_day(DAY)
    sql("DELETE FROM requests_app_audithead")
    assert codes() == [("head_missing", "daily-heads", None)]


@pytest.mark.parametrize("change", ["moves = '{}'", "entries = 1", "chains = 1", "day = '2026-03-03'"])
def test_a_changed_head_is_found(history, change):
    seal_day(DAY)
    sql(f"UPDATE requests_app_audithead SET {change}")
    assert codes()[0] == ("head_changed", "", None)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM requests_app_auditchain WHERE chain = 'request:1'", "anchor_missing"),
        ("UPDATE requests_app_auditchain SET mac = 'x' WHERE chain = 'request:1'", "anchor_changed"),
        ("UPDATE requests_app_audittally SET total = 'x'", "tally_changed"),
        ("UPDATE requests_app_auditchain SET last_mac = 'x' WHERE chain = 'request:1'", "anchor_changed"),
        ("DELETE FROM requests_app_auditentry WHERE chain = 'request:1' AND seq = 1", "entries_missing"),
    ],
)
def test_acting_on_goes_on_after_a_break_and_never_repairs_it(history, statement, code):
    sql(statement)
    before = {finding.code for finding in verify()}
    act(CASE)
    after = {finding.code for finding in verify()}
    assert code in before
    assert after & {code, "anchor_changed", "tally_changed"}


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("at", "nonsense", "entry_changed"),
        ("user_id", "nonsense", "entry_changed"),
        ("at", "2026-13-45 00:00:00", "row_unreadable"),
        ("seq", "nonsense", "row_unreadable"),
    ],
)
def test_what_is_no_value_of_its_column_is_a_finding_or_not_stored_at_all(history, column, value, code):
    statement = f"UPDATE requests_app_auditentry SET {column} = %s WHERE chain = 'request:2' AND seq = 2"
    if connection.vendor == "sqlite":
        sql(statement, value)
        assert code in {finding.code for finding in verify()}
    else:
        with pytest.raises(DataError), transaction.atomic():
            sql(statement, value)


def test_the_command_counts_what_it_proved(history):
    head = seal_day(DAY)
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue().strip() == (
        f"留痕完整：13条，4链，1个每日签名。最后的每日签名：2026-03-02:{head.mac}"
    )


def test_the_command_names_the_first_break_and_exits_1(history):
    sql("UPDATE requests_app_auditentry SET message = '改' WHERE chain = %s AND seq = 2", CASE)
    out = StringIO()
    with pytest.raises(CommandError, match=r"第一处：\[entry_changed\] request:1：第2条") as refusal:
        call_command("verify_audit", stdout=out)
    assert refusal.value.returncode == 1
    assert "tally_mismatch" in out.getvalue()


def test_a_head_kept_outside_shows_a_database_that_was_put_back_as_a_whole(history):
    tables = ("auditentry", "auditchain", "audittally", "audithead")
    put_back = [keep(f"requests_app_{table}") for table in tables]
    head = seal_day(DAY)
    kept = f"{DAY.isoformat()}:{head.mac}"
    call_command("verify_audit", "--head", kept, stdout=StringIO())
    for restore in put_back:
        restore()
    assert verify() == []
    assert not AuditHead.objects.exists()
    with pytest.raises(CommandError, match="head_not_kept"):
        call_command("verify_audit", "--head", kept, stdout=StringIO())


@pytest.mark.django_db(transaction=True)
def test_verifying_outside_a_transaction_reads_one_state_and_leaves_none_open():
    act(CASE)
    assert verify() == []
    assert not connection.in_atomic_block
    act(CASE)
    assert AuditEntry.objects.count() == 2
