"""The public page on which anybody finds out whether a letter is genuine: by its code, or by the file itself.

It says number, date, agency and hash, and whether the letter was taken back; nothing about the applicant or the
content. A file is looked at and forgotten.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from letters.examined import Verdict
from letters.signature_process import examine_apart
from letters.signing import ROOTS
from requests_app.client_address import client_address
from requests_app.dates import CHINA
from requests_app.errors import AccessRefused
from requests_app.rules.numbering import format_date
from requests_app.selectors.verification import IssuedPaper, paper_by_code, paper_by_hash
from requests_app.services.access_attempts import count_file_check, issued_paper_by_code
from requests_app.verification_codes import LENGTH, printed_code, typed_code

MAX_BYTES = 10 * 1024 * 1024
UNSIGNED = "没有电子签名，以加盖印章的纸质文书和本页的核验结果为准。"


class CodeForm(forms.Form):
    """The code that stands beside the picture on the letter."""

    code = forms.CharField(
        label="核验码",
        max_length=200,
        help_text=f"印在文书左上角二维码旁，{LENGTH} 位字母和数字，不分大小写，中间的连接号可以不填",
        error_messages={"required": "请填写核验码。", "max_length": "核验码太长，请核对。"},
    )

    def clean_code(self) -> str:
        """As it is stored."""
        code = typed_code(self.cleaned_data["code"])
        if code is None:
            words = f"核验码由 {LENGTH} 位字母和数字组成，没有数字 0、1 和字母 I、L、O，请对照文书核对。"
            raise forms.ValidationError(words)
        return code


class FileForm(forms.Form):
    """The file as it was received."""

    file = forms.FileField(
        label="文书的 PDF 文件",
        help_text=f"收到的原文件，不超过 {MAX_BYTES // 1024 // 1024} MB；只作比对，不保存。扫描件、照片不能比对。",
        error_messages={
            "required": "请选择文件。",
            "empty": "文件是空的，请重新选择。",
            "missing": "请选择文件。",
            "invalid": "请选择文件。",
        },
    )

    def clean_file(self) -> Any:
        """Raises for one that is larger than any letter."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            words = f"文件超过 {MAX_BYTES // 1024 // 1024} MB，不是本系统出具的文书，请核对。"
            raise forms.ValidationError(words)
        return file


@dataclass(frozen=True)
class Answer:
    """What the page says: `kind` of sign, headline, sentence, facts."""

    kind: str
    title: str
    words: str
    facts: tuple[tuple[str, str], ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """GET with `code` (the picture leads here) or a POST with a file answers; else the page asks."""
    if request.method == "POST":
        return _by_file(request)
    form = CodeForm(request.GET if "code" in request.GET else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, code_form=form)
    code = form.cleaned_data["code"]
    try:
        paper = issued_paper_by_code(address=client_address(request), code=code)
    except AccessRefused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, code_form=form, status=429)
    return _page(request, code_form=form, answer=_unknown(code) if paper is None else _stands(paper))


def _by_file(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, file_form=form)
    try:
        count_file_check(address=client_address(request))
    except AccessRefused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, file_form=form, status=429)
    return _page(request, file_form=FileForm(), answer=_of_file(form.cleaned_data["file"].read()))


def _page(
    request: HttpRequest,
    *,
    code_form: CodeForm | None = None,
    file_form: FileForm | None = None,
    answer: Answer | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = [form for form in (code_form, file_form) if form is not None and form.errors]
    context = {
        "code_form": code_form or CodeForm(),
        "file_form": file_form or FileForm(),
        "wrong_form": shown[0] if shown else None,
        "has_errors": bool(shown),
        "answer": answer,
    }
    return render(request, "portal/verify.html", context, status=status)


def _of_file(content: bytes) -> Answer:
    digest = hashlib.sha256(content).hexdigest()
    paper = paper_by_hash(digest)
    if paper is not None:
        return _stands(paper, of_file=True)
    seen = examine_apart(content, settings.SIGNING_DIR / ROOTS, timezone.now())
    # Whose name a certificate bears says nothing where nobody trusted vouches for it.
    signer = _signed_by(seen.signer, seen.at) if seen.verdict is Verdict.VALID else ""
    facts = (("文件校验值（SHA-256）", digest), ("电子签名", signer))
    meant = paper_by_code(seen.code) if seen.code else None
    match seen.verdict:
        case Verdict.VALID:
            words = "电子签名有效，但本系统没有出具过这份文件，请向签名的机关核实。"
            return Answer("ask", "不是本系统出具的文件", words, facts)
        case Verdict.NOT_SIGNED if meant is not None:
            words = (
                f"文件自称是 {meant.number}，但与出具的文件不一致：内容有改动，或者是重新保存、打印的文件。"
            )
            return Answer("fail", "与出具的文书不一致", words, facts)
        case Verdict.NOT_SIGNED:
            words = "本系统没有出具过这份文件，文件中也没有电子签名。扫描件和另存的文件请用核验码核验。"
            return Answer("ask", "没有找到这份文件", words, facts)
        case Verdict.CHANGED:
            return Answer("fail", "签名后有改动", f"{seen.words}请以原文件为准。", facts)
    return Answer("fail", "不能证明是真实的文书", seen.words, facts)


def _unknown(code: str) -> Answer:
    words = (
        f"没有核验码为 {printed_code(code)} 的文书。请对照文书逐位核对；核对无误的，请打电话向发文机关核实。"
    )
    return Answer("fail", "没有找到文书", words)


def _stands(paper: IssuedPaper, *, of_file: bool = False) -> Answer:
    signature = paper.signature
    facts = (
        ("文号", paper.number),
        ("成文日期", format_date(paper.issued_on)),
        ("发文机关", paper.agency),
        ("电子签名", _signed_by(signature["signer"], signature["at"]) if signature else UNSIGNED),
        ("文件校验值（SHA-256）", paper.sha256 or "正在制作，稍后再查"),
    )
    if paper.annulled:
        return Answer("fail", "文书不再有效", _annulled(paper), facts)
    if paper.withdrawn:
        return Answer("fail", "文书已经收回，不再有效", _taken_back(paper), facts)
    if paper.partly:
        words = "这份文书合并答复了多件申请，对其中一部分已经不再有效。请向发文机关核实。"
        return Answer("ask", "文书只对一部分申请有效", words, facts)
    words = "文件与出具的文书逐字节一致。" if of_file else "请核对下列内容与文书上印的是否一致。"
    return Answer("pass", "文书真实有效", words, facts)


def _taken_back(paper: IssuedPaper) -> str:
    when = f"于{format_date(paper.withdrawn_on)}" if paper.withdrawn_on else "经"
    instead = f"，由 {paper.replaced_by} 代替" if paper.replaced_by else ""
    return f"这份文书确由下列机关出具，但已{when}收回{instead}。"


def _annulled(paper: IssuedPaper) -> str:
    instead = f"，已由 {paper.replaced_by} 代替" if paper.replaced_by else ""
    return f"这份文书确由下列机关出具；复议机关或者人民法院已经责令重新答复{instead}。"


def _signed_by(signer: str, at: str) -> str:
    return f"{signer}，{format_date(datetime.fromisoformat(at).astimezone(CHINA).date())}"
