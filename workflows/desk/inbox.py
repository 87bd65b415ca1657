"""收件箱: what awaits this person, and every open case of the agency by its next legal act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from requests_app import dates
from requests_app.errors import AccessRefused
from requests_app.pictures import date_words, signs
from requests_app.rules.delivery import IN_TIME_NOTICE
from requests_app.rules.receipt import CHANNELS, Channel
from requests_app.rules.roles import Role
from requests_app.rules.states import FINAL, RequestState
from requests_app.selectors.cases import find_by_number
from requests_app.selectors.clock import provisional_mark
from requests_app.selectors.consultations import overlong_cases
from requests_app.selectors.inbox import InboxGroup, InboxRow, inbox
from requests_app.selectors.people import handlers_of
from workflows.desk import search_words
from workflows.desk.base import DeskView
from workflows.desk.next_page import page_of
from workflows.task_list import OpenTask, open_tasks_of

TODO, ALL, MINE, SOON = "todo", "all", "mine", "soon"
VIEWS = ((TODO, "待我办理"), (ALL, "本机关全部"), (MINE, "我承办的"), (SOON, "三日内到期"))
URGENT = frozenset({"overdue", "today", "soon"})
NOT_RUNNING = frozenset({"paused", "new", "finish", "ended"})
NOTES = {
    "overdue": "立即办理，并写明超期原因",
    "paused": "等待他人，每天检查",
    "new": "与申请人确认后，当天登记",
    "later": "8 个工作日以上",
}
SHOWN = 50
"""Rows of one group before the rest must be asked for."""
STEPS = (
    ("review", "审核受理"),
    ("tell_correction", "送达补正告知书"),
    ("lapse_correction", "补正期满，确认"),
    ("handle", "起草答复"),
    ("tell_fee", "送达收费通知书"),
    ("check_payment", "核对网上报告的缴费"),
    ("lapse_unpaid", "缴费期满，确认"),
    ("secrecy_review", "保密审查"),
    ("legal_review", "法制审核"),
    ("head_sign", "工作机构负责人审签"),
    ("leader_sign", "机关负责人签发"),
    ("issue", "出具答复书"),
    ("deliver", "送达"),
    ("decide", "批准延期"),
    ("notify", "送达延期告知书"),
    ("serve", "送达征求意见书"),
    ("tell", "告知期限变更"),
    ("await_answer", "登记意见"),
    ("weigh", "审查意见并决定"),
    ("deliver_request", "送达说明理由告知书"),
    ("judge", "判断说明的理由"),
    ("grant_delay", "批准延迟答复"),
    ("deliver_delay", "送达延迟答复告知书"),
    ("archive", "归档"),
)
"""The steps one can filter by, with the names of nodes and of the steps of the shipped tracks."""


@dataclass(frozen=True)
class Line:
    """One row of the list: the case with its open tasks and the page that does this person's task."""

    row: InboxRow
    tasks: tuple[OpenTask, ...]
    url: str
    overlong: bool

    @property
    def mine(self) -> tuple[OpenTask, ...]:
        """What this person can do now."""
        return tuple(task for task in self.tasks if task.mine)

    @property
    def step(self) -> str:
        """Where the case is, in the words of its tasks, or its state while nobody has a task."""
        return "、".join(dict.fromkeys(map(_step, self.tasks))) or self.row.state.label

    @property
    def next_words(self) -> str:
        """The next legal act, without the remark in brackets that the case page has room for."""
        return self.row.next_act.label.partition("（")[0]

    @property
    def warnings(self) -> list[tuple[str, str]]:
        """(kind of sign, words) of what officers are warned of and the applicant is not."""
        case, found = self.row.case, []
        if self.row.unconfirmed:
            day, rule = date_words.month_day(case.arrived_on), CHANNELS[Channel(case.channel)]
            found.append(("over", f"应于{day}当日与申请人确认（{rule.basis.short()}）"))
        if self.row.post_instead:
            found.append(("over", f"自取未领取，须改为邮寄（{IN_TIME_NOTICE}）"))
        if self.overlong:
            found.append(("over", "征求意见久无送达或者答复"))
        found += [("over", f"{one.label}已等待{one.waited}个工作日") for one in self.tasks if one.lies]
        left = self.row.conservative_remaining
        if left is not None and case.conservative_due_on is not None:
            day = date_words.month_day(case.conservative_due_on)
            found.append(
                (
                    signs.remaining_sign(left).kind,
                    f"预警：按保守口径 {day}{provisional_mark(case, case.conservative_due_on)}到期",
                )
            )
        if self.row.joined:
            found.append(("calm", self.row.joined))
        if case.help_needed:
            found.append(("ask", "申请人需要帮助"))
        return found


@dataclass(frozen=True)
class Group:
    """Lines of one urgency; `more` of them are left out."""

    key: str
    label: str
    note: str
    count: int
    lines: Sequence[Line]
    more: int

    @property
    def urgent(self) -> bool:
        """Whether the rows are coloured by what remains: not where the clock does not run."""
        return self.key not in NOT_RUNNING


class FilterForm(forms.Form):
    """What the list is narrowed to; everything stands in the address but the words (search_words.py)."""

    q = forms.CharField(label="编号、姓名或内容", required=False, max_length=100)
    handler = forms.ChoiceField(label="承办人", required=False)
    state = forms.ChoiceField(label="状态", required=False)
    step = forms.ChoiceField(label="环节", required=False, choices=[("", "全部"), *STEPS])

    def __init__(self, data: Any, handlers: list[tuple[str, str]]) -> None:
        super().__init__(data)
        states = [(state.value, state.label) for state in RequestState]
        self.fields["handler"].choices = [("", "全部"), *handlers]  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", "全部"), *states]  # type: ignore[attr-defined]

    def value(self, name: str) -> str:
        """What was entered, "" for nothing and for what the list does not know."""
        self.is_valid()
        found: str = self.cleaned_data.get(name, "")
        return found


class Inbox(DeskView):
    """The list. Views and filters live in the address, so that a view can be kept as a bookmark."""

    section = "desk:inbox"
    template_name = "desk/inbox.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list; who only dispatches has another one."""
        if self.actor.role is Role.DISPATCHER:
            return redirect("desk:intake")
        ticket = request.GET.get("search", "")
        form = FilterForm({**request.GET.dict(), "q": search_words.kept(request, ticket)}, self.handlers())
        groups = inbox(self.actor, text=form.value("q"), state=form.value("state"))
        lines = self._lines(groups, form)
        chosen = request.GET.get("view", "")
        # Who looks for something looks everywhere; who opens the list wants the own work first.
        # What has ended is nobody's task: it is shown whatever the view was.
        ended = form.value("state") in FINAL
        view = ALL if ended else chosen if chosen in dict(VIEWS) else ALL if form.value("q") else TODO
        shown = self._groups(groups, lines, view)
        return self.page(
            groups=shown,
            total=sum(group.count for group in shown),
            views=self._views(lines, view),
            form=form,
            view=view,
            query=form.value("q"),
            today=dates.today(),
        )

    def handlers(self) -> list[tuple[str, str]]:
        """The people one can filter by."""
        return [(str(user.pk), user.name) for user in handlers_of(self.actor)]

    def _lines(self, groups: list[InboxGroup], form: FilterForm) -> dict[str, list[Line]]:
        tasks: dict[int, list[OpenTask]] = defaultdict(list)
        for task in open_tasks_of(self.actor, self.seat.roles):
            tasks[task.case_id].append(task)
        handler, step = form.value("handler"), form.value("step")
        overlong = overlong_cases(self.actor)
        lines: dict[str, list[Line]] = {}
        for group in groups:
            made = [_line(row, tasks[row.case.pk], overlong=row.case.pk in overlong) for row in group.rows]
            lines[group.key] = [
                line
                for line in made
                if (not handler or str(line.row.case.handler_id) == handler)
                and (not step or step in {task.step for task in line.tasks})
            ]
        return lines

    def _belongs(self, view: str) -> Callable[[str, Line], bool]:
        """Whether a line (of a group) is in a view."""
        registers, leads = self.may_register, Role.OFFICE_HEAD in self.seat.roles
        tests: dict[str, Callable[[str, Line], bool]] = {
            ALL: lambda key, line: True,
            MINE: lambda key, line: line.row.case.handler_id == self.user.pk,
            SOON: lambda key, line: key in URGENT,
            TODO: lambda key, line: (
                bool(line.mine) or (key == "new" and registers) or (leads and any(t.lies for t in line.tasks))
            ),
        }
        return tests[view]

    def _groups(self, groups: list[InboxGroup], lines: dict[str, list[Line]], view: str) -> list[Group]:
        belongs, all_of = self._belongs(view), self.request.GET.get("more", "")
        found = []
        for group in groups:
            kept = [line for line in lines[group.key] if belongs(group.key, line)]
            shown = kept if all_of == group.key else kept[:SHOWN]
            note = NOTES.get(group.key, "")
            found.append(Group(group.key, group.label, note, len(kept), shown, len(kept) - len(shown)))
        return [group for group in found if group.count]

    def _views(self, lines: dict[str, list[Line]], present: str) -> list[dict[str, Any]]:
        kept = {
            name: value for name, value in self.request.GET.items() if name not in ("view", "more") and value
        }
        views = []
        for key, label in VIEWS:
            belongs = self._belongs(key)
            count = sum(belongs(group, line) for group, each in lines.items() for line in each)
            url = f"{reverse('desk:inbox')}?{urlencode({'view': key, **kept})}"
            views.append({"url": url, "label": label, "count": count, "present": key == present})
        return views


class Search(Inbox):
    """Looking for something: by POST, because what is looked for must not stand in an address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A reload, or the way back from signing in: the list."""
        return redirect("desk:inbox")

    def post(self, request: HttpRequest) -> HttpResponse:
        """To the list with the filters in its address, or straight to the case whose number was looked for."""
        form = FilterForm(request.POST, self.handlers())
        words = form.value("q")
        found = self._by_number(words)
        if found is not None:
            return found
        shown = {name: form.value(name) for name in ("handler", "state", "step")}
        shown |= {"view": request.POST.get("view", ""), "search": search_words.keep(request, words)}
        query = urlencode({name: value for name, value in shown.items() if value})
        return redirect(f"{reverse('desk:inbox')}?{query}" if query else "desk:inbox")

    def _by_number(self, text: str) -> HttpResponse | None:
        try:
            return redirect("desk:case", find_by_number(self.actor, text).pk) if text else None
        except AccessRefused:
            return None


def _step(task: OpenTask) -> str:
    return f"{task.label}（{task.claimed_by}认领）" if task.claimed_by else task.label


def _line(row: InboxRow, tasks: list[OpenTask], *, overlong: bool) -> Line:
    mine = next((task for task in tasks if task.mine), None)
    url = reverse("desk:case", args=[row.case.pk])
    if mine is not None and mine.node in ("decide", "grant_delay"):
        # An approver comes for the decision; everybody else for the case.
        url = page_of(mine.node, row.case.pk, mine.record_id, approval=mine.approval)
    return Line(row, tuple(tasks), url, overlong)
