"""A signed letter: it looks as before, every change in it is found, and what nobody should believe is not signed."""

from __future__ import annotations

import asyncio
import io
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import cms, core
from PIL import Image, ImageChops

from letters import pades
from letters.examined import Examined, Verdict
from letters.pades import PadesSigner
from letters.render import preview_png, render_pdf
from letters.seal import demo_seal
from letters.signature_check import examine, load_roots
from letters.signature_process import GIVEN_UP, examine_apart
from letters.signing import SigningFailed, SigningOrder
from project import demo_authority
from tests.letters.keys import CODE, NOW, OTHER, keys_in, letter, signed, to_sign
from tests.letters.pages import full_text

LATER = datetime(2041, 1, 1, tzinfo=UTC)
"""When every certificate of these tests is over."""


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keys_in(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def stamped(keys: Path) -> bytes:
    """Signed with a time stamp (B-T)."""
    return signed(keys)


@pytest.fixture(scope="module")
def plain(keys: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Signed by the same agency without one (B-B)."""
    return signed(without_stamp(keys, tmp_path_factory.mktemp("plain")))


def without_stamp(keys: Path, folder: Path) -> Path:
    for name in ("ca.pem", f"{CODE}.p12"):
        (folder / name).write_bytes((keys / name).read_bytes())
    return folder


def look(pdf: bytes, keys: Path, now: datetime = NOW) -> Examined:
    return examine(pdf, load_roots(keys / "ca.pem"), now)


def test_who_signed_when_and_what(stamped: bytes, plain: bytes, keys: Path) -> None:
    found = look(stamped, keys)
    assert (found.verdict, found.signer, found.issuer) == (
        Verdict.VALID,
        letter().agency.name,
        demo_authority.AUTHORITY,
    )
    assert datetime.fromisoformat(found.at) == NOW
    assert found.timestamped_by == demo_authority.TIME_STAMPER
    assert (found.number, found.issued_on) == (letter().number, letter().issued_on.isoformat())
    assert found.code == "7KQM3XRT9WHC5EFG"
    own_word = look(plain, keys)
    assert (own_word.verdict, own_word.timestamped_by) == (Verdict.VALID, "")
    assert datetime.fromisoformat(own_word.at) == NOW


def test_the_signature_looks_as_the_sealed_page_and_is_the_only_seal(stamped: bytes) -> None:
    context = letter()
    sealed = render_pdf(context.kind, context, seal=demo_seal(context.agency.name)).pdf
    before, after = (Image.open(io.BytesIO(preview_png(pdf, 1))).convert("RGB") for pdf in (sealed, stamped))
    # The place is rounded to points: edges of the ring may differ, its area may not.
    difference = ImageChops.difference(before, after).convert("L").point(lambda value: 255 * (value > 80))
    assert sum(difference.histogram()[255:]) < 0.002 * before.width * before.height
    free = Image.open(io.BytesIO(preview_png(to_sign().pdf, 1))).convert("RGB")
    assert ImageChops.difference(before, free).getbbox() is not None
    with pikepdf.open(io.BytesIO(stamped)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        assert str(field.TU) == f"{context.agency.name}印章"
    assert full_text(stamped) == full_text(sealed)


def flip(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def resaved(content: bytes) -> bytes:
    """Opened and saved by an ordinary program."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(buffer)
    return buffer.getvalue()


def stripped(content: bytes) -> bytes:
    """The form field with the signature taken out."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        del pdf.Root.AcroForm
        del pdf.pages[0].Annots
        pdf.save(buffer)
    return buffer.getvalue()


def hidden(content: bytes) -> bytes:
    """Something written into the room behind the signature, which no signature covers."""
    end = content.rindex(b"00>")
    return content[: end - 4] + b"beef" + content[end:]


def overlaid(content: bytes) -> bytes:
    """Another page content appended, as an editor saves it."""
    from pyhanko.pdf_utils.generic import StreamObject, pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer, out = IncrementalPdfFileWriter(io.BytesIO(content)), io.BytesIO()
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Contents")] = writer.add_object(StreamObject(stream_data=b"q Q"))
    writer.update_container(page)
    writer.write(out)
    return out.getvalue()


def other_hex(content: bytes) -> bytes:
    """One digit of the signature itself in a small letter: the same signature, another file."""
    start = content.index(b"/Contents <3")
    at = next(at for at in range(start + 12, len(content)) if content[at] in b"ABCDEF")
    return content[:at] + bytes([content[at] ^ 0x20]) + content[at + 1 :]


def rewritten(content: bytes, change: Callable[[cms.SignerInfo], None]) -> bytes:
    """With a change in the part of the signature that the signature does not cover."""
    start = content.index(b"/Contents <3") + len(b"/Contents <")
    end = content.index(b">", start)
    message = cms.ContentInfo.load(bytes.fromhex(content[start:end].decode()))
    change(message["content"]["signer_infos"][0])
    return (
        content[:start]
        + message.dump(force=True).hex().upper().encode().ljust(end - start, b"0")
        + content[end:]
    )


def unstamped(content: bytes) -> bytes:
    """The time stamp taken out."""
    return rewritten(content, lambda info: info.__setitem__("unsigned_attrs", cms.CMSAttributes([])))


def loaded(content: bytes) -> bytes:
    """Something put beside the time stamp."""
    more = cms.CMSAttribute({"type": "1.2.3.4", "values": [core.OctetString(b"anything")]})
    return rewritten(content, lambda info: info["unsigned_attrs"].append(more))


TAMPERS: list[tuple[str, Callable[[bytes], bytes], Verdict]] = [
    # name, what was done to the signed file, what it is then
    ("a byte of the text", lambda content: flip(content, content.index(b"stream\n") + 40), Verdict.CHANGED),
    ("a byte of the seal", lambda content: flip(content, content.rindex(b"/SMask") + 300), Verdict.CHANGED),
    ("something appended", lambda content: content + b"\n%x", Verdict.CHANGED),
    ("a page replaced", overlaid, Verdict.CHANGED),
    ("hidden behind the signature", hidden, Verdict.CHANGED),
    ("a small letter in the signature", other_hex, Verdict.CHANGED),
    ("the time stamp taken out", unstamped, Verdict.CHANGED),
    ("something beside the time stamp", loaded, Verdict.CHANGED),
    ("saved anew", resaved, Verdict.CHANGED),
    ("cut off", lambda content: content[: len(content) * 2 // 3], Verdict.DAMAGED),
    ("the signature taken out", stripped, Verdict.NOT_SIGNED),
    ("another file", lambda content: b"hello", Verdict.DAMAGED),
    ("nothing", lambda content: b"", Verdict.DAMAGED),
]


@pytest.mark.parametrize(("name", "tamper", "verdict"), TAMPERS, ids=[row[0] for row in TAMPERS])
def test_every_change_is_named(
    name: str, tamper: Callable[[bytes], bytes], verdict: Verdict, stamped: bytes, keys: Path
) -> None:
    found = look(tamper(stamped), keys)
    assert (found.verdict, bool(found.words)) == (verdict, True)


def test_no_byte_that_is_signed_can_change(stamped: bytes, keys: Path) -> None:
    start = stamped.index(b"/Contents <3") + len(b"/Contents <")
    end = stamped.index(b">", start)
    places = [*range(0, start, len(stamped) // 60), *range(end, len(stamped), len(stamped) // 20)]
    places += [start - 1, end]  # the message in between says some things of itself that nobody signs
    unnoticed = [at for at in places if look(flip(stamped, at), keys).verdict is Verdict.VALID]
    assert unnoticed == []


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The keys of somebody who made an authority of his own and calls himself the agency."""
    return keys_in(tmp_path_factory.mktemp("foreign"))


def test_a_stranger_who_bears_the_name_is_unknown(foreign: Path, keys: Path) -> None:
    forged = signed(foreign)
    assert look(forged, foreign).verdict is Verdict.VALID
    assert look(forged, keys).verdict is Verdict.UNKNOWN_SIGNER
    assert examine(forged, [], NOW).verdict is Verdict.UNKNOWN_SIGNER


def test_another_agency_cannot_sign_it(keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SigningFailed, match="证书的名称"):
        signed(keys, code=OTHER[0])
    # Whoever signs past our signer is found when the letter is looked at.
    monkeypatch.setattr(pades, "_faults", lambda *arguments: [])
    with pytest.raises(SigningFailed, match="不是文书的发文机关"):
        signed(keys, code=OTHER[0])


def test_who_answers_for_the_agency_is_not_the_agency(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever signs wrote the file: it may name him as the one who answers for somebody else."""
    context = letter()
    context = replace(context, agency=replace(context.agency, legal_respondent=OTHER[1]))
    pdf = render_pdf(context.kind, context, json_attachment=context.canonical_json().encode()).pdf
    monkeypatch.setattr(pades, "_faults", lambda *arguments: [])
    with pytest.raises(SigningFailed, match="不是文书的发文机关"):
        PadesSigner(keys).sign(pdf, SigningOrder(OTHER[0], context.agency.name, NOW))


def test_after_the_certificates_are_over_only_a_time_stamp_proves_it(
    stamped: bytes, plain: bytes, keys: Path
) -> None:
    assert look(stamped, keys, LATER).verdict is Verdict.VALID
    over = look(plain, keys, LATER)
    assert (over.verdict, "2036-02-28" in over.words) == (Verdict.EXPIRED, True)


def test_a_time_stamp_of_a_stranger_proves_nothing(foreign: Path, keys: Path, tmp_path: Path) -> None:
    mixed = without_stamp(keys, tmp_path)
    (mixed / "tsa.p12").write_bytes((foreign / "tsa.p12").read_bytes())
    (mixed / "ca.pem").write_bytes((keys / "ca.pem").read_bytes() + (foreign / "ca.pem").read_bytes())
    assert look(signed(mixed), keys).verdict is Verdict.BAD_TIMESTAMP


def test_a_letter_signed_in_the_future_is_not_believed(keys: Path, tmp_path: Path) -> None:
    tomorrow = signed(without_stamp(keys, tmp_path), moment=NOW + timedelta(days=1))
    assert look(tomorrow, keys).verdict is Verdict.BAD_TIMESTAMP


def test_a_signed_file_without_the_words_for_machines_is_no_letter(keys: Path) -> None:
    context = letter()
    bare = render_pdf(context.kind, context).pdf
    with pytest.raises(SigningFailed, match="不是本系统制作的文书"):
        PadesSigner(keys).sign(bare, SigningOrder(CODE, context.agency.name, NOW))


FAILURES: list[tuple[str, Callable[[Path], object], datetime, str]] = [
    # name, what is wrong in the folder, when, what the refusal says
    ("another passphrase", lambda folder: None, NOW, "SIGNING_PASSPHRASE"),
    ("certificate over", lambda folder: keys_in(folder), LATER, "有效期是2023-03-03至2036-02-28"),
    ("not valid yet", lambda folder: keys_in(folder), datetime(2020, 1, 1, tzinfo=UTC), "现在不能使用"),
    (
        "no trusted certificates",
        lambda folder: (keys_in(folder) / "ca.pem").unlink(),
        NOW,
        "可信证书文件",
    ),
    ("damaged key", lambda folder: (keys_in(folder) / f"{CODE}.p12").write_bytes(b"x"), NOW, "不能读取"),
]


@pytest.mark.parametrize(("name", "spoil", "moment", "words"), FAILURES, ids=[row[0] for row in FAILURES])
def test_what_nobody_should_believe_is_not_signed(
    name: str, spoil: Callable[[Path], object], moment: datetime, words: str, tmp_path: Path
) -> None:
    keys_in(tmp_path, "secret") if name == "another passphrase" else spoil(tmp_path)
    with pytest.raises(SigningFailed, match=words):
        signed(tmp_path, moment=moment)
    assert words in PadesSigner(tmp_path).problems(CODE, letter().agency.name, moment)[0]


def test_a_time_stamp_authority_that_is_silent_leaves_it_unsigned(keys: Path) -> None:
    with pytest.raises(SigningFailed, match="签名没有完成"):
        signed(keys, tsa="http://127.0.0.1:9/")


def test_what_will_soon_fail_is_told_before(keys: Path, tmp_path: Path) -> None:
    near = NOW + demo_authority.AFTER - timedelta(days=10)
    (local,) = PadesSigner(keys).problems(CODE, letter().agency.name, NOW)
    assert "仅供演示" in local
    assert "请及时更换" in PadesSigner(keys).problems(CODE, letter().agency.name, near)[0]
    bare = without_stamp(keys, tmp_path)
    (bare / f"{CODE}.p12").chmod(0o644)
    told = PadesSigner(bare).problems(CODE, letter().agency.name, NOW)
    assert ("chmod 600" in told[0], "没有时间戳证明" in told[1]) == (True, True)


def test_keys_are_for_their_owner_alone_and_made_once(tmp_path: Path) -> None:
    folder = keys_in(tmp_path / "signing", "secret")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    keys_in(folder, "secret")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    signer = PadesSigner(folder, "secret")
    assert (signer.signs_for(CODE), signer.signs_for("QX9"), signer.signs_for("../x")) == (True, False, False)
    (folder / "ca.key.pem").unlink()
    (folder / f"{CODE}.p12").unlink()
    keys_in(folder, "secret")
    assert not signer.signs_for(CODE), "an office's own certificates are left alone"


def test_a_running_event_loop_is_no_hindrance(keys: Path) -> None:
    async def within() -> Examined:
        return look(signed(keys), keys)

    # In a thread of its own: tests with a browser leave a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, within()).result().verdict is Verdict.VALID


def test_a_strangers_file_is_looked_at_elsewhere(stamped: bytes, keys: Path, tmp_path: Path) -> None:
    assert examine_apart(stamped, keys / "ca.pem", NOW) == look(stamped, keys)
    assert examine_apart(b"%PDF-1.7", tmp_path / "none.pem", NOW).verdict is Verdict.DAMAGED
    (tmp_path / "broken.pem").write_bytes(b"x")
    assert examine_apart(stamped, tmp_path / "broken.pem", NOW).words == GIVEN_UP
