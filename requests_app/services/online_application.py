"""An application that is being filled in on the web, until it becomes a case.

There is no case yet, so these acts do not run through `@act`; `submit` hands over to the registration, which does.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from requests_app import dates
from requests_app.actors import Applicant
from requests_app.crypto.keys import decrypt, encrypt
from requests_app.errors import InvalidInput, StateRefusal
from requests_app.models import (
    Agency,
    Correction,
    DisclosureRequest,
    DocumentKind,
    OnlineApplication,
    ReasonsRequest,
    StagedFile,
)
from requests_app.plain_text import clean_line, cut
from requests_app.selectors.online_application import CODE_SHOWN_FOR
from requests_app.services import correction, reasons
from requests_app.services.correction import Received
from requests_app.services.documents import Upload, check_upload
from requests_app.services.files import keep_if_committed
from requests_app.services.intake import submit_to_platform
from requests_app.services.reasons import Given
from requests_app.services.registration import NewRequest, submit_online

KEPT_FOR = timedelta(hours=12)
"""As long as the session that alone can open it."""
MOST_FILES = 5
LONGEST_NAME = 100
_CORRECTIONS = uuid.UUID("6f0d3c1e-3f0b-5c8e-9d55-30a5b1c0e030")
_REASONS = uuid.UUID("0c5b8a52-7d0f-5d43-9a6e-35c2f4d1b035")


def save_answers(*, key: uuid.UUID, answers: Mapping[str, Any]) -> OnlineApplication:
    """Keep what was typed so far. Raises `StateRefusal` once the application was submitted."""
    discard_stale()
    with transaction.atomic():
        application, _ = OnlineApplication.objects.select_for_update().get_or_create(
            key=key, defaults={"touched_at": timezone.now()}
        )
        if application.submitted_at is not None:
            raise StateRefusal("already_submitted", "这份申请已经提交。")
        application.answers = json.dumps(dict(answers), ensure_ascii=False)
        application.touched_at = timezone.now()
        application.save()
    return application


def add_file(*, key: uuid.UUID, upload: Upload, kind: DocumentKind) -> StagedFile:
    """Keep a file for the application. Raises `InvalidInput` (see `check_upload`) or when there are too many."""
    check_upload(upload)
    with transaction.atomic():
        application = OnlineApplication.objects.select_for_update().get(key=key, submitted_at=None)
        if application.files.count() >= MOST_FILES:
            raise InvalidInput(
                "too_many_files",
                f"最多上传 {MOST_FILES} 个文件，“{upload.name}”没有保存。请合并后上传，或者另行邮寄。",
            )
        staged = StagedFile(application=application, kind=kind, name=_name(upload), size=len(upload.content))
        sealed = encrypt(base64.b64encode(upload.content).decode())
        staged.file.save(uuid.uuid4().hex, ContentFile(sealed.encode()), save=False)
        keep_if_committed(str(staged.file.name))
        staged.save()
    return staged


def remove_file(*, key: uuid.UUID, file_id: int) -> None:
    """Forget a file of the application; nothing happens when it is not there."""
    with transaction.atomic():
        for staged in StagedFile.objects.filter(
            pk=file_id, application__key=key, application__submitted_at=None
        ):
            _forget(staged)


def submit(*, key: uuid.UUID, agency: Agency, new: NewRequest, unsure: bool = False) -> OnlineApplication:
    """Make the application a case: once, however often the form is sent.

    The files kept for it are added to `new`. `unsure`: the applicant does not know the right agency, and `agency` is
    the platform that finds it. Raises what `submit_online` and `submit_to_platform` raise, and `StateRefusal` when the
    answers are no longer kept.
    """
    with transaction.atomic():
        application = OnlineApplication.objects.select_for_update().filter(key=key).first()
        if application is None:
            raise StateRefusal("expired", "这份申请没有提交，填写的内容已过保存期限。请重新填写。")
        if application.submitted_at is not None:
            return application
        staged = list(application.files.all())
        files = [(DocumentKind(one.kind), _content(one)) for one in staged]
        send = submit_to_platform if unsure else submit_online
        registered = send(agency=agency, new=replace(new, files=files))
        for one in staged:
            _forget(one)
        application.request, application.query_code = registered.case, registered.query_code
        application.answers = ""
        application.submitted_at = application.touched_at = timezone.now()
        application.save()
    return application


def correction_key(case: DisclosureRequest) -> uuid.UUID:
    """The key under which the correction of a case is kept while it is being written: one case, one correction."""
    return uuid.uuid5(_CORRECTIONS, str(case.pk))


def send_correction(*, applicant: Applicant) -> Correction:
    """Hand over what the applicant has written and uploaded as the correction of the case; the draft is forgotten.

    Raises `StateRefusal` when the draft is no longer kept, and what `correction.receive` raises.
    """
    case = applicant.request
    with transaction.atomic():
        draft = OnlineApplication.objects.select_for_update().filter(key=correction_key(case)).first()
        if draft is None:
            raise StateRefusal("expired", "补正没有提交，填写的内容已过保存期限。请重新填写。")
        answers, staged = json.loads(draft.answers), list(draft.files.all())
        received = Received(
            received_on=dates.today(),
            texts={int(ordinal): text for ordinal, text in answers["texts"].items()},
            files=[_content(one) for one in staged],
            note=answers["note"],
            late_reason=answers["late_reason"],
        )
        kept: Correction = correction.receive(actor=applicant, case_id=case.pk, received=received)
        for one in staged:
            _forget(one)
        draft.delete()
    return kept


def reasons_key(case: DisclosureRequest) -> uuid.UUID:
    """The key under which the reasons of a case are kept while they are being written."""
    return uuid.uuid5(_REASONS, str(case.pk))


def send_reasons(*, applicant: Applicant) -> ReasonsRequest:
    """Hand over what the applicant has written and uploaded as the reasons; the draft is forgotten.

    Raises `StateRefusal` when the draft is no longer kept, and what `reasons.give` raises.
    """
    case = applicant.request
    with transaction.atomic():
        draft = OnlineApplication.objects.select_for_update().filter(key=reasons_key(case)).first()
        if draft is None:
            raise StateRefusal("expired", "说明没有提交，填写的内容已过保存期限。请重新填写。")
        staged = list(draft.files.all())
        files = [_content(one) for one in staged]
        given = Given(dates.today(), json.loads(draft.answers)["text"], files)
        kept: ReasonsRequest = reasons.give(actor=applicant, case_id=case.pk, given=given)
        for one in staged:
            _forget(one)
        draft.delete()
    return kept


def forget(keys: Sequence[uuid.UUID]) -> None:
    """Delete the drafts with these keys and their files, and wipe the query codes of what was sent."""
    mine = OnlineApplication.objects.filter(key__in=keys)
    with transaction.atomic():
        mine.exclude(submitted_at=None).update(query_code="")
        drafts = mine.filter(submitted_at=None)
        for staged in StagedFile.objects.filter(application__in=drafts):
            _forget(staged)
        drafts.delete()


def discard_stale() -> int:
    """Wipe query codes that were shown long enough and forget what was never submitted; returns how many rows."""
    now = timezone.now()
    # At most a day's rows; a blank value is written again because an encrypted one cannot be asked for.
    shown = OnlineApplication.objects.filter(submitted_at__lt=now - CODE_SHOWN_FOR)
    if shown.exists():
        shown.update(query_code="")
    stale = OnlineApplication.objects.filter(touched_at__lt=now - KEPT_FOR)
    with transaction.atomic():
        for staged in StagedFile.objects.filter(application__in=stale):
            _forget(staged)
        count, _ = stale.delete()
    return count


def _name(upload: Upload) -> str:
    """The file's name, short enough for a list, with its ending, which says what it is."""
    path = PurePath(clean_line(upload.name))
    return f"{cut(path.stem, LONGEST_NAME)}{path.suffix}"


def _content(staged: StagedFile) -> Upload:
    with staged.file.open("rb") as stored:
        sealed: bytes = stored.read()
    return Upload(staged.name, base64.b64decode(decrypt(sealed.decode())))


def _forget(staged: StagedFile) -> None:
    path = str(staged.file.name)
    staged.delete()
    # Only when the row is really gone: a rolled-back act must find its file again.
    transaction.on_commit(lambda: default_storage.delete(path))
