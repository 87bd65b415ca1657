"""Files under 400 lines, functions under 50: the tool of `make check`, on the tree and on examples."""

import pytest

from scripts import check_sizes


def test_every_file_and_function_of_the_project_is_short() -> None:
    assert check_sizes.faults() == []


SCENARIOS = [
    # name, file, source, what the sentence says (None: nothing to say)
    ("a file of 399 lines", "a.css", "x\n" * 399, None),
    ("a file of 400 lines", "a.css", "x\n" * 400, "400 lines"),
    ("a function of 49 lines", "a.py", "def f():\n" + "    1\n" * 48, None),
    ("a function of 50 lines", "a.py", "def f():\n" + "    1\n" * 49, "f has 50 lines"),
    ("comments count", "a.py", "def f():\n" + "    # why\n" * 48 + "    1\n", "f has 50 lines"),
    ("decorators count", "a.py", "@g\ndef f():\n" + "    1\n" * 48, "f has 50 lines"),
    ("a method", "a.py", "class A:\n    async def f(self):\n" + "        1\n" * 49, "f has 50 lines"),
    ("a long template has no functions", "a.html", "def f():\n" + "    1\n" * 60, None),
]


@pytest.mark.parametrize(("name", "file", "source", "expected"), SCENARIOS, ids=[row[0] for row in SCENARIOS])
def test_what_is_too_long_is_named(name: str, file: str, source: str, expected: str | None) -> None:
    found = list(check_sizes.faults_in(file, source))
    if expected is None:
        assert found == []
    else:
        assert len(found) == 1
        assert expected in found[0]
        assert found[0].startswith(file)


def test_foreign_code_is_not_measured_and_ours_is(tmp_path) -> None:
    for folder in ("static/vendor", "app/migrations", "var", ".venv", "app", ".ci"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "long.py").write_text("x = 1\n" * 500, encoding="utf-8")
    measured = [fault.split(":")[0] for fault in check_sizes.faults(tmp_path)]
    assert measured == [".ci/long.py", "app/long.py"]
