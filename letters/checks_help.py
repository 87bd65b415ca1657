"""Check of the help an applicant needs (Art. 43): before the reply goes out, somebody says that it was given."""

from __future__ import annotations

from collections.abc import Iterator

from letters.checks_items import is_reply
from letters.verdicts import Check, Matter, Remark, ask, found
from requests_app.rules.contact import HELP


def _needed(matter: Matter) -> bool:
    return is_reply(matter) and bool(matter.facts.help_needed)


def _given(matter: Matter) -> Iterator[Remark]:
    needed = matter.facts.help_needed
    if matter.facts.help_open:
        yield ask(f"申请人需要帮助：{needed}。没有提供帮助的记录，请登记，或者说明怎样提供。", needed)
    else:
        yield found(f"申请人需要帮助：{needed}；已有提供帮助的记录")


CHECKS = (Check("help_given", "有困难的申请人得到了帮助", HELP.short(), _needed, _given),)
