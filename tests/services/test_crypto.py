"""Identity numbers and contacts are unreadable at rest; codes and fingerprints find them all the same."""

import math

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError, ImproperlyConfigured, ValidationError
from django.db import connection, models
from django.test.utils import isolate_apps

from requests_app.crypto import (
    EncryptedCharField,
    EncryptedTextField,
    UndecryptableValue,
    check_query_code,
    decrypt,
    encrypt,
    fingerprint,
    hash_query_code,
    mask_address,
    mask_email,
    mask_id_number,
    mask_phone,
    new_query_code,
    reencrypt,
)
from requests_app.crypto.search_keys import QUERY_CODE_ALPHABET

OLD, NEW = (f"{name}:{Fernet.generate_key().decode()}" for name in ("old", "new"))
ID_NUMBER = "11010519491231002X"


@pytest.fixture
def secret_note(db):
    """A model with encrypted columns, and its table for the length of the test."""
    with isolate_apps("requests_app"):

        class SecretNote(models.Model):
            text = EncryptedTextField(blank=True)
            line = EncryptedCharField(max_length=20, null=True)

            class Meta:
                app_label = "requests_app"

            def __str__(self) -> str:
                return str(self.pk)

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE requests_app_secretnote (id integer PRIMARY KEY, text text, line text)")
    yield SecretNote
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE requests_app_secretnote")


def stored(column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM requests_app_secretnote")
        return cursor.fetchone()[0]


def test_the_database_holds_key_id_and_token_and_the_program_reads_the_text(secret_note, settings):
    settings.FIELD_KEYS = [NEW, OLD]
    secret_note.objects.create(pk=1, text=ID_NUMBER, line="13800001234")
    assert stored("text").startswith("new:")
    assert (secret_note.objects.get().text, secret_note.objects.get().line) == (ID_NUMBER, "13800001234")


def test_the_plain_text_is_nowhere_in_the_database_file(secret_note):
    secret_note.objects.create(pk=1, text=ID_NUMBER, line="无障碍路7号")
    if connection.vendor == "sqlite":
        content = connection.connection.serialize()
    else:
        content = (stored("text") + stored("line")).encode()
    assert ID_NUMBER.encode() not in content
    assert "无障碍路7号".encode() not in content
    assert stored("text").encode() in content


def test_updates_and_bulk_updates_are_encrypted_too(secret_note):
    note = secret_note.objects.create(pk=1, text="旧")
    secret_note.objects.update(line="甲")
    note.text = ID_NUMBER
    secret_note.objects.bulk_update([note], ["text"])
    assert ID_NUMBER not in stored("text")
    assert "甲" not in stored("line")
    assert secret_note.objects.values_list("text", "line").get() == (ID_NUMBER, "甲")


@pytest.mark.parametrize(("given", "expect"), [("", ""), (None, None)])
def test_blank_stays_blank_and_null_stays_null(secret_note, given, expect):
    secret_note.objects.create(pk=1, text="", line=given)
    assert stored("text") == ""
    assert stored("line") == expect
    assert secret_note.objects.get().line == expect


def test_an_older_key_still_opens_and_reencryption_moves_to_the_newest(settings):
    settings.FIELD_KEYS = [OLD]
    before = encrypt(ID_NUMBER)
    settings.FIELD_KEYS = [NEW, OLD]
    after = reencrypt(before)
    assert (decrypt(before), decrypt(after)) == (ID_NUMBER, ID_NUMBER)
    assert (before[:4], after[:4]) == ("old:", "new:")
    assert reencrypt(after) == after
    settings.FIELD_KEYS = [NEW]
    assert decrypt(after) == ID_NUMBER


def test_a_renamed_key_is_still_tried(settings):
    settings.FIELD_KEYS = [OLD]
    before = encrypt(ID_NUMBER)
    settings.FIELD_KEYS = [NEW, OLD.replace("old:", "renamed:")]
    assert decrypt(before) == ID_NUMBER


@pytest.mark.parametrize("kept", [f"old:{'x' * 100}", f"{ID_NUMBER}:电话", ID_NUMBER])
def test_what_no_key_opens_is_refused_without_repeating_it(settings, kept):
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(UndecryptableValue) as refusal:
        decrypt(kept)
    assert ID_NUMBER not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("no key at all", []),
        ("no id", [NEW.partition(":")[2]]),
        ("not a Fernet key", ["a:short"]),
        ("an id twice", [NEW, NEW]),
    ],
)
def test_misconfigured_keys_are_named_by_their_place_only(settings, name, keys):
    settings.FIELD_KEYS = keys
    with pytest.raises(ImproperlyConfigured) as refusal:
        encrypt(ID_NUMBER)
    assert NEW.partition(":")[2] not in str(refusal.value)


@pytest.mark.parametrize("lookup", ["text", "text__exact", "text__contains", "text__in", "text__length__gt"])
def test_searching_by_value_is_refused(secret_note, lookup):
    with pytest.raises(FieldError):
        list(secret_note.objects.filter(**{lookup: "1"}))


def test_searching_for_null_works(secret_note):
    secret_note.objects.create(pk=1, line=None)
    assert secret_note.objects.filter(line__isnull=True).count() == 1
    assert secret_note.objects.filter(line__isnull=False).count() == 0


def test_repr_does_not_show_the_text_before_or_after_saving(secret_note):
    note = secret_note(pk=1, text=ID_NUMBER)
    note.save()
    for value in (note.text, secret_note.objects.get().text):
        assert ID_NUMBER not in repr(value)
        assert ID_NUMBER not in repr({"text": value})
        assert f"{value}" == ID_NUMBER


def test_one_line_field_limits_the_plain_text_and_offers_one_line(secret_note):
    field = secret_note._meta.get_field("line")
    with pytest.raises(ValidationError):
        field.clean("长" * 21, None)
    assert field.clean("长" * 20, None) == "长" * 20
    assert field.formfield().widget.input_type == "text"


def test_fingerprint_is_the_same_however_the_number_was_typed():
    typed = [ID_NUMBER, ID_NUMBER.lower(), " 110105 19491231 002X", "１１０１０５-19491231-002Ｘ"]
    assert len({fingerprint(number, "identity") for number in typed}) == 1
    assert len(fingerprint(ID_NUMBER, "identity")) == 64


def test_fingerprint_depends_on_purpose_and_key_and_blank_has_none(settings):
    first = fingerprint(ID_NUMBER, "identity")
    assert first != fingerprint(ID_NUMBER, "phone")
    assert first != fingerprint(ID_NUMBER[:-1] + "1", "identity")
    settings.AUDIT_KEY = "another secret"
    assert first != fingerprint(ID_NUMBER, "identity")
    assert fingerprint("  ", "identity") == ""


def test_query_code_is_random_readable_and_long_enough():
    codes = {new_query_code() for _ in range(200)}
    assert len(codes) == 200
    assert all([len(group) for group in code.split("-")] == [4, 4, 4, 4] for code in codes)
    used = set("".join(codes)) - {"-"}
    assert used == set(QUERY_CODE_ALPHABET)
    assert 16 * math.log2(len(QUERY_CODE_ALPHABET)) >= 60
    for alike in ("0OQD", "1IL", "2Z", "5S", "8B", "UV"):
        assert len(used & set(alike)) <= 1


@pytest.mark.parametrize(
    "spoken",
    ["7KMN-A3FX-9RTP-CJ4W", "7kmn a3fx 9rtp cj4w", "7KMNA3FX9RTPCJ4W", " ７ＫＭＮ－A3FX—9RTP-CJ4W "],
)
def test_query_code_is_accepted_in_any_spelling(spoken):
    assert check_query_code(spoken, hash_query_code("7KMN-A3FX-9RTP-CJ4W"))


@pytest.mark.parametrize(
    ("name", "code", "kept"),
    [
        ("one character wrong", "7KMN-A3FX-9RTP-CJ4X", hash_query_code("7KMN-A3FX-9RTP-CJ4W")),
        ("number does not exist", "7KMN-A3FX-9RTP-CJ4W", ""),
        ("blank code", "", hash_query_code("")),
        ("only separators", " - ", hash_query_code("")),
        ("not ASCII", "查询码", hash_query_code("7KMN-A3FX-9RTP-CJ4W")),
    ],
)
def test_wrong_query_code_is_refused(name, code, kept):
    assert not check_query_code(code, kept)


def test_stored_hash_does_not_contain_the_code():
    code = new_query_code()
    assert code.replace("-", "").lower() not in hash_query_code(code)


@pytest.mark.parametrize(
    ("mask", "given", "expect"),
    [
        (mask_id_number, "11010519491231002X", "110***********002X"),
        (mask_id_number, "E1234567", "*******7"),
        (mask_id_number, "", ""),
        (mask_phone, "13800001234", "138****1234"),
        (mask_phone, "66001234", "*******4"),
        (mask_phone, "6", "*"),
        (mask_email, "wang.qiang@example.cn", "w****@example.cn"),
        (mask_email, "没有域名", "***名"),
        (mask_address, "某省某市某区无障碍路7号", "某省某市某区****"),
        (mask_address, "某乡", "某****"),
        (mask_address, "", ""),
    ],
)
def test_masks_show_enough_to_recognise_and_no_more(mask, given, expect):
    assert mask(given) == expect
