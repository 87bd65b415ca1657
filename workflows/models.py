"""viewflow's processes and tasks, seen as the desk's: proxies only, every business record is elsewhere.

A process hangs on its business record through `artifact`; the request is the link between sibling flows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewflow.workflow.models import Process, Task

from requests_app.rules.roles import Role

if TYPE_CHECKING:
    from requests_app.models import DisclosureRequest


class RequestProcess(Process):
    """The way of one request from registration to archive; `artifact` is the `DisclosureRequest`."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = "申请办理流程"
        verbose_name_plural = verbose_name

    @property
    def case(self) -> DisclosureRequest:
        """The request this flow is about."""
        case: DisclosureRequest = self.artifact
        return case


class ApprovalProcess(Process):
    """One round of approval; `artifact` is the `Submission`."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = "答复审批流程"
        verbose_name_plural = verbose_name

    @property
    def case(self) -> DisclosureRequest:
        """The request this flow is about."""
        case: DisclosureRequest = self.artifact.request
        return case


class ExtensionProcess(Process):
    """One asked extension; `artifact` is the `Extension`."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = "延期流程"
        verbose_name_plural = verbose_name

    @property
    def case(self) -> DisclosureRequest:
        """The request this flow is about."""
        case: DisclosureRequest = self.artifact.request
        return case


class ConsultationProcess(Process):
    """One consultation; `artifact` is the `Consultation`."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = "征求意见流程"
        verbose_name_plural = verbose_name

    @property
    def case(self) -> DisclosureRequest:
        """The request this flow is about."""
        case: DisclosureRequest = self.artifact.request
        return case


class DateChangeProcess(Process):
    """One moved due date; `artifact` is the `DateChange`."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = "期限变更流程"
        verbose_name_plural = verbose_name

    @property
    def case(self) -> DisclosureRequest:
        """The request this flow is about."""
        case: DisclosureRequest = self.artifact.request
        return case


class ReasonsProcess(Process):
    """One request for reasons; `artifact` is the `ReasonsRequest`."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = "说明理由流程"
        verbose_name_plural = verbose_name

    @property
    def case(self) -> DisclosureRequest:
        """The request this flow is about."""
        case: DisclosureRequest = self.artifact.request
        return case


class FlowTask(Task):
    """What somebody must do next. It only says who must act; the state of the request is the truth."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = "流程任务"
        verbose_name_plural = verbose_name

    @property
    def roles(self) -> tuple[Role, ...]:
        """Who may do it, by the step of a frozen track or else by the node; empty: nobody, it waits."""
        if "role" in self.data:
            return (Role(self.data["role"]),)
        roles: tuple[Role, ...] = getattr(self.flow_task, "roles", ())
        return roles

    @property
    def label(self) -> str:
        """What is to be done, in the desk's words."""
        return str(self.data.get("label") or self.flow_task.task_title)
