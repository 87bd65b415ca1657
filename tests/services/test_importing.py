"""Cases that were handled elsewhere: one audited transition, history as it was, nothing offered for reply."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django_fsm import TransitionNotAllowed

from requests_app import dates
from requests_app.actors import System
from requests_app.calendars import load_calendar
from requests_app.errors import AccessRefused, ApplicationError, ImpossibleHistory, InvalidInput, StateRefusal
from requests_app.models import AuditEntry, DisclosureRequest, Provenance
from requests_app.rules.clock import derive, parse_history
from requests_app.rules.delivery import POSTAL_ENTERPRISE
from requests_app.rules.states import RequestState
from requests_app.selectors.clock import derivation_of
from requests_app.selectors.inbox import open_cases
from requests_app.services import delivery
from requests_app.services.importing import ImportedCase, import_case
from tests.people import Office, again, case_in_handling, counter_case, office
from tests.services import stages
from workflows import engine
from workflows.consistency import check_flows

ROOT = Path(__file__).parents[2]
TAKER = System("历史导入")
REPLIED_LATE = ({"type": "replied", "way": "post", "on": "2011-08-04"},)
CLOSED = ImportedCase(
    number="2011-QX-00007",
    channel="web",
    received_on=date(2011, 6, 1),
    regime="2008",
    state=RequestState.ARCHIVED,
    applicant_kind="natural_person",
    applicant_name="李某某",
    items=(("客运里程数", "provided"),),
    events=REPLIED_LATE,
)
OPEN_CASE = replace(
    CLOSED,
    number="2026-QX-00041",
    channel="counter",
    received_on=date(2026, 9, 1),
    regime="2019",
    state=RequestState.IN_HANDLING,
    items=(("规划条件", ""),),
    events=(),
)


@pytest.fixture
def bureau(db: None) -> Office:
    return office()


def take(bureau: Office, record: ImportedCase = CLOSED, **changes: Any) -> DisclosureRequest:
    return import_case(actor=TAKER, agency=bureau.agency, record=replace(record, **changes))


def test_a_late_reply_stays_late(bureau: Office) -> None:
    case = take(bureau)
    derivation = derivation_of(case)
    assert derivation is not None
    assert (derivation.standard.first_due, derivation.in_time) == (date(2011, 6, 23), False)
    stored = again(case)
    assert (stored.state, stored.provenance) == (RequestState.ARCHIVED, Provenance.IMPORTED)
    assert (stored.due_on, stored.replied_on, stored.closed_on) == (
        date(2011, 6, 23),
        date(2011, 8, 4),
        date(2011, 8, 4),
    )


def test_an_unlawful_extension_is_kept_and_has_no_effect(bureau: Office) -> None:
    late = {"type": "extension", "working_days": 30, "approved": "2011-07-01", "notified": "2011-07-02"}
    case = take(bureau, events=(*REPLIED_LATE, late))
    assert list(case.clock_events.values_list("type", flat=True)) == ["extension", "replied"]
    derivation = derivation_of(case)
    assert derivation is not None
    assert derivation.standard.due == date(2011, 6, 23)
    assert {warning.code for warning in derivation.warnings} >= {"extension_too_long"}


def test_the_state_comes_by_one_audited_transition_and_never_again(bureau: Office) -> None:
    case = take(bureau)
    entry = AuditEntry.objects.get(request_id=case.pk)
    assert (entry.action, entry.actor_kind, entry.data) == ("imported", "system", {"state": "archived"})
    with pytest.raises(TransitionNotAllowed):
        again(case).import_state(RequestState.DELIVERED)


def test_a_case_of_ours_is_never_given_a_state_by_import(bureau: Office) -> None:
    with pytest.raises(TransitionNotAllowed):
        DisclosureRequest(agency=bureau.agency).import_state(RequestState.ARCHIVED)


REFUSED = [
    # name, what is different, refusal, its code
    ("the number exists", {"number": "2011-QX-00001"}, InvalidInput, "number_exists"),
    ("no number", {"number": "  "}, InvalidInput, "number_missing"),
    ("a number too long", {"number": "9" * 41}, InvalidInput, "number_missing"),
    ("another agency's number", {"number": "2011-QJ-00001"}, InvalidInput, "number_of_another"),
    (
        "replied before receipt",
        {"events": ({"type": "replied", "way": "post", "on": "2011-05-01"},)},
        ImpossibleHistory,
        "event_before_receipt",
    ),
    (
        "no such date",
        {"events": ({"type": "replied", "way": "post", "on": "2011-06-31"},)},
        ImpossibleHistory,
        "no_such_date",
    ),
    ("an event without its date", {"events": ({"type": "withdrawn"},)}, ImpossibleHistory, "missing_field"),
    (
        "under approval elsewhere",
        {"state": RequestState.IN_APPROVAL, "events": ()},
        StateRefusal,
        "no_submission",
    ),
]


@pytest.mark.parametrize(("name", "changes", "refusal", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_refused_leaves_nothing(
    bureau: Office, name: str, changes: dict[str, Any], refusal: type[ApplicationError], code: str
) -> None:
    take(bureau, number="2011-QX-00001")
    with pytest.raises(refusal) as caught:
        take(bureau, **changes)
    assert caught.value.code == code
    assert DisclosureRequest.objects.count() == 1


def test_only_the_system_imports(bureau: Office) -> None:
    with pytest.raises(AccessRefused):
        import_case(actor=bureau.head, agency=bureau.agency, record=CLOSED)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", [RequestState.ARCHIVED, RequestState.DELIVERED, RequestState.WITHDRAWN])
def test_a_closed_one_is_never_offered_to_the_desk(bureau: Office, state: RequestState) -> None:
    case = take(bureau, state=state)
    for member in (bureau.desk, bureau.handler, bureau.archivist):
        assert list(open_cases(member)) == []
    assert list(engine.open_tasks(case)) == []
    assert check_flows() == []


@pytest.mark.parametrize(
    ("state", "node"), [(RequestState.UNDER_REVIEW, "review"), (RequestState.IN_HANDLING, "handle")]
)
def test_an_open_one_goes_on_at_the_task_of_its_state(bureau: Office, state: RequestState, node: str) -> None:
    case = take(bureau, OPEN_CASE, state=state)
    assert [task.flow_task.name for task in engine.open_tasks(case)] == [node]
    assert list(open_cases(bureau.desk)) == [case]
    assert case.closed_on is None
    assert check_flows() == []


def test_new_numbers_begin_behind_the_imported_ones(bureau: Office) -> None:
    take(bureau, OPEN_CASE, number=f"{date.today().year}-QX-00041")
    take(bureau, OPEN_CASE, number=f"{date.today().year}-QX-00012")
    take(bureau, OPEN_CASE, number="旧系统第 99 号")
    assert str(counter_case(bureau).number).endswith("-QX-00042")


def printed(number: str | None) -> dict[str, Any]:
    out = StringIO()
    call_command("case_events", str(number), stdout=out)
    parsed: dict[str, Any] = json.loads(out.getvalue())
    return parsed


def test_case_events_prints_what_explain_deadline_reads(bureau: Office) -> None:
    given = printed(take(bureau).number)
    assert given == {
        "received": "2011-06-01",
        "channel": "web",
        "regime": "2008",
        "events": [*REPLIED_LATE],
        "today": dates.today().isoformat(),
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "explain_deadline"],
        input=json.dumps(given).encode(),
        capture_output=True,
        cwd=ROOT,
        env=os.environ,
        timeout=60,
        check=True,
    )
    answer = json.loads(done.stdout)
    assert (answer["standard"]["first_due"], answer["in_time"]) == ("2011-06-23", False)


def test_case_events_leaves_out_what_is_internal_or_revoked(bureau: Office) -> None:
    letter = stages.issued(bureau)
    posting = delivery.Posting(dates.today(), "EA123456789CN", POSTAL_ENTERPRISE)
    delivery.post_letter(actor=bureau.desk, case_id=letter.request_id, letter_id=letter.pk, posting=posting)
    given = printed(letter.request.number)
    assert given["events"] == [{"type": "replied", "way": "post", "on": dates.today().isoformat()}]
    delivery.record_failure(
        actor=bureau.desk, case_id=letter.request_id, letter_id=letter.pk, reason="查无此人"
    )
    assert printed(letter.request.number)["events"] == []


def test_case_events_and_the_case_agree(bureau: Office) -> None:
    case = case_in_handling(bureau)
    mine = derivation_of(case)
    assert mine is not None
    reckoned = derive(parse_history(printed(case.number)), load_calendar())
    assert reckoned.as_json() == mine.as_json()
    assert reckoned.remaining is not None


def test_case_events_of_an_unknown_number_is_an_error(db: None) -> None:
    with pytest.raises(CommandError, match="没有编号为 2026-QX-99999 的申请"):
        call_command("case_events", "2026-QX-99999")
