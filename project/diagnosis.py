"""What `manage.py doctor` looks at. Every examination stands alone: one that breaks stops no other.

Nothing here imports WeasyPrint, whose libraries may be what is missing.
"""

import ctypes
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.conf import settings
from django.core import checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from letters.making import KEY_GONE, must_sign
from letters.signing import configured_signer
from project.celery import app as celery_app
from project.checks import own_keys
from requests_app.actors import OFFICERS, System
from requests_app.calendars import load_calendar
from requests_app.notifications import dead_letters
from requests_app.rules.calendar_change import next_year_missing
from requests_app.selectors.people import agencies_at_work, roles_by_agency
from requests_app.selectors.policies import wrong_choices
from requests_app.selectors.seals import current_seal
from requests_app.services import files
from workflows.consistency import check_flows
from workflows.proof.offices import missing_roles, shipped_tracks
from workflows.proof.world import Office

EXAMINER = System("检查")
MINIMUM_PYTHON = (3, 11)
MINIMUM_DISK = 1024**3
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}


class Grade(Enum):
    """How bad it is; a fault makes `doctor` exit 1."""

    GOOD = "正常"
    WARNING = "注意"
    FAULT = "缺陷"


@dataclass(frozen=True)
class Finding:
    """One line of the report: what was found and, unless it is good, how to mend it."""

    grade: Grade
    what: str
    mend: str = ""

    def __str__(self) -> str:
        return f"[{self.grade.value}] {self.what}" + (f" → {self.mend}" if self.mend else "")


Examination = Callable[[date], Iterator[Finding]]


def python_version(today: date) -> Iterator[Finding]:
    """Python is new enough."""
    what = f"Python {sys.version.split()[0]}"
    if sys.version_info < MINIMUM_PYTHON:
        yield Finding(Grade.FAULT, what, "需要 Python 3.11 或更高版本，安装后删除 .venv 并运行 make setup")
    else:
        yield Finding(Grade.GOOD, what)


def system_libraries(today: date) -> Iterator[Finding]:
    """The shared libraries that letters need can be loaded."""
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            yield Finding(Grade.FAULT, f"缺少系统库 {library}", f"apt-get install {package}（或 make setup）")
        else:
            yield Finding(Grade.GOOD, f"系统库 {package}")


def system_checks(today: date) -> Iterator[Finding]:
    """Django's checks and the project's numbered ones, fonts and keys among them."""
    messages = [*checks.run_checks(), *own_keys()]
    for message in messages:
        grade = Grade.FAULT if message.is_serious() else Grade.WARNING
        yield Finding(grade, f"{message.id}：{message.msg}", message.hint or "")
    if not messages:
        yield Finding(Grade.GOOD, "系统检查与密钥")


def database(today: date) -> Iterator[Finding]:
    """The database answers and is as new as the program."""
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        yield Finding(Grade.FAULT, f"数据库有 {len(pending)} 项升级未执行", "manage.py migrate")
    else:
        yield Finding(Grade.GOOD, f"数据库（{connection.vendor}）")


def calendar(today: date) -> Iterator[Finding]:
    """The working days of this year are known, and from November on those of the next year."""
    loaded = load_calendar()
    mend = "节假日安排通知公布后运行 manage.py load_calendar 文件名"
    if loaded.is_loaded(today.year):
        yield Finding(Grade.GOOD, f"{today.year} 年工作日历")
    else:
        yield Finding(Grade.FAULT, f"没有 {today.year} 年工作日历，期限只能推算", mend)
    if next_year_missing(loaded, today):
        yield Finding(Grade.WARNING, f"没有 {today.year + 1} 年工作日历，跨年期限只能推算", mend)


def readings(today: date) -> Iterator[Finding]:
    """What every agency has chosen among the readings of the law can be read: no registration fails by it."""
    wrong = wrong_choices()
    for agency, problem in wrong:
        yield Finding(
            Grade.FAULT, f"{agency} 的计算口径有误：{problem}", "由该单位管理员在“计算口径”页重新保存"
        )
    if not wrong:
        yield Finding(Grade.GOOD, "各机关的计算口径")


def broker(today: date) -> Iterator[Finding]:
    """Background hints can be sent."""
    with celery_app.connection_for_write(connect_timeout=2) as link:
        link.ensure_connection(max_retries=1, interval_start=0, timeout=3)
        link.default_channel.close()
    scheme = settings.CELERY_BROKER_URL.partition(":")[0]  # the address itself may hold a password
    yield Finding(Grade.GOOD, f"消息队列（{scheme}）")


def outbox(today: date) -> Iterator[Finding]:
    """Nothing that had to go out was given up."""
    given_up = dead_letters().count()
    if given_up:
        yield Finding(Grade.FAULT, f"{given_up} 条待发事项多次失败，已停止重试", "查明 last_error 后重新投递")
    else:
        yield Finding(Grade.GOOD, "待发事项")


def flows(today: date) -> Iterator[Finding]:
    """Every open task stands where the state of its request allows it."""
    mismatches = check_flows()
    for mismatch in mismatches:
        yield Finding(Grade.FAULT, str(mismatch), "状态是准的，任务有误：请附上这一行报告开发者")
    if not mismatches:
        yield Finding(Grade.GOOD, "流程与申请状态一致")


def offices(today: date) -> Iterator[Finding]:
    """Every reply that an agency may have to send finds somebody for each step of its approval."""
    wanting = False
    for agency, people in roles_by_agency(EXAMINER).items():
        lacks = {lack for track in shipped_tracks() for lack in missing_roles(Office(people), track)}
        # An agency that only supervises or dispatches takes in no request and approves no reply.
        if not any(roles & OFFICERS for roles in people.values()):
            continue
        for lack in sorted(lacks):
            wanting = True
            yield Finding(Grade.WARNING, f"{agency}：{lack}", "为该角色增加一名不兼任受理、承办的人员")
    if not wanting:
        yield Finding(Grade.GOOD, "各机关的审批环节都有人办理")


def seals(today: date) -> Iterator[Finding]:
    """Every agency that writes letters has given the picture of its seal."""
    bare = [agency.name for agency in agencies_at_work(EXAMINER) if current_seal(agency) is None]
    for name in bare:
        words = f"{name}：没有印章图片，文书须手工盖章"
        yield Finding(Grade.WARNING, words, "由该单位管理员在“文书样式”页上传")
    if not bare:
        yield Finding(Grade.GOOD, "各机关的印章图片")


def signing(today: date) -> Iterator[Finding]:
    """Every agency that writes letters signs them, and will go on doing so."""
    signer, found = configured_signer(), False
    for agency in agencies_at_work(EXAMINER):
        if signer is None or not signer.signs_for(agency.code):
            found = True
            if signer is not None and must_sign(signer, agency):
                mend = (
                    f"把密钥放回 {settings.SIGNING_DIR / agency.code}.p12；不再签名的，写入 UNSIGNED_AGENCIES"
                )
                yield Finding(Grade.FAULT, f"{agency.name}：{KEY_GONE}", mend)
                continue
            words = f"{agency.name}：没有签名密钥，文书没有电子签名"
            mend = f"把该机关的证书和密钥放到 {settings.SIGNING_DIR / agency.code}.p12"
            yield Finding(Grade.WARNING, words, mend)
            continue
        for problem in signer.problems(agency.code, agency.name, timezone.now()):
            found = True
            yield Finding(Grade.WARNING, f"{agency.name}：{problem}", "见 README 的 SIGNING_ 各项设置")
    if not found:
        yield Finding(Grade.GOOD, "电子签名")


def public_address(today: date) -> Iterator[Finding]:
    """The code on a letter leads somebody with a telephone to the page that verifies it."""
    if settings.PUBLIC_URL:
        yield Finding(Grade.GOOD, f"核验网址（{settings.PUBLIC_URL}）")
    else:
        words = "没有设置 PUBLIC_URL，文书上的二维码只含核验码，扫码不能直接打开核验页"
        yield Finding(Grade.WARNING, words, "设置公众访问本系统的网址，例如 https://www.example.gov.cn")


def disk(today: date) -> Iterator[Finding]:
    """There is room for documents, and the folder for them can be written."""
    free = shutil.disk_usage(settings.VAR_DIR).free
    what = f"磁盘剩余 {free // 1024**2} MB（{settings.VAR_DIR}）"
    if free < MINIMUM_DISK:
        yield Finding(Grade.FAULT, what, "清理磁盘或迁移 var 目录，至少保留 1 GB")
    else:
        yield Finding(Grade.GOOD, what)


def stored_files(today: date) -> Iterator[Finding]:
    """Every stored file belongs to a row; what a killed process left is deleted by the daily sweep."""
    left = sum(1 for _ in files.unreferenced(timezone.now() - files.KEPT_FOR))
    if left:
        mend = "每小时的例行任务会删除；一直存在的，检查 manage.py serve 是否在运行"
        yield Finding(Grade.WARNING, f"{left} 个文件没有登记在任何申请中", mend)
    else:
        yield Finding(Grade.GOOD, "文件库")


EXAMINATIONS: dict[str, tuple[Examination, str]] = {
    "Python": (python_version, "安装 Python 3.11 或更高版本"),
    "系统库": (system_libraries, "make setup"),
    "系统检查": (system_checks, "make setup"),
    "数据库": (database, "检查 DATABASE_URL，然后运行 manage.py migrate"),
    "工作日历": (calendar, "make setup，然后运行 manage.py migrate"),
    "计算口径": (readings, "manage.py migrate"),
    "消息队列": (broker, "检查 CELERY_BROKER_URL；内置队列需要 var/broker 目录可写"),
    "待发事项": (outbox, "manage.py migrate"),
    "流程": (flows, "manage.py migrate"),
    "人员": (offices, "manage.py migrate"),
    "印章": (seals, "manage.py migrate"),
    "电子签名": (signing, "检查 SIGNER、SIGNING_DIR 和 SIGNING_PASSPHRASE"),
    "核验网址": (public_address, "检查 PUBLIC_URL"),
    "文件库": (stored_files, "检查 var/documents 目录是否可读"),
    "磁盘": (disk, "建立 var 目录并使其可写"),
}


def examine(today: date) -> Iterator[Finding]:
    """All findings, in order. An examination that cannot even be made is itself a fault."""
    for name, (examination, mend) in EXAMINATIONS.items():
        try:
            yield from examination(today)
        except Exception as problem:
            yield Finding(Grade.FAULT, f"{name}：{type(problem).__name__}：{problem}", mend)
