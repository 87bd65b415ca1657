"""`flow_versions`: what hangs on each flow, and that nothing is stranded unseen."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.people import Office
from tests.workflows.walk import Walk
from workflows.consistency import ALLOWED

pytestmark = pytest.mark.django_db


def test_every_flow_is_listed_with_its_open_tasks(bureau: Office, capsys: pytest.CaptureFixture[str]) -> None:
    Walk.begin(bureau)
    Walk.begin(bureau).submit()
    call_command("flow_versions")
    said = capsys.readouterr().out
    assert all(flow.__name__ in said for flow in ALLOWED)
    assert "RequestFlow（申请办理）：await_approval 1 项、review 1 项" in said
    assert "ReplyApprovalFlow（答复审批）：decide 1 项" in said
    assert "ExtensionFlow（延期）：没有待办" in said


def test_a_flow_with_open_tasks_is_not_retired(bureau: Office, capsys: pytest.CaptureFixture[str]) -> None:
    walk = Walk.begin(bureau)
    with pytest.raises(CommandError, match="还有 1 项待办") as refused:
        call_command("flow_versions", retire="RequestFlow")
    assert refused.value.returncode == 1
    assert f"将搁置：{walk.case.number}" in capsys.readouterr().out
    call_command("flow_versions", retire="ExtensionFlow")
    with pytest.raises(CommandError, match="没有名为"):
        call_command("flow_versions", retire="NoSuchFlow")


def test_a_task_of_a_flow_that_is_gone_is_named(bureau: Office, capsys: pytest.CaptureFixture[str]) -> None:
    Walk.begin(bureau)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE viewflow_task SET flow_task = 'workflows/flows.request.RequestFlowV0.review'")
    with pytest.raises(CommandError, match="流程已不存在"):
        call_command("flow_versions")
    assert "流程已不存在：RequestFlowV0，环节 review" in capsys.readouterr().out
