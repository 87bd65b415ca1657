"""The table from law to code: made from the registry of rules, and checked against the tree."""

import re
from collections.abc import Iterable
from pathlib import Path

from requests_app.rules.legal_basis import REGULATION, LegalBasis, NoSuchProvision, parse_citation
from requests_app.rules.numerals import parse_chinese_numeral
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.policies import READINGS
from requests_app.rules.registry import ARTICLES_TO_COVER, RULES, Rule

DOCUMENT = Path("docs/law-to-code.md")
RULES_ROOM = Path("requests_app/rules")
TESTS_ROOM = Path("tests/rules")
SEARCHED = ("requests_app", "letters", "workflows", "templates")

_HEAD = """# From law to code

Made by `manage.py law_to_code`; do not edit. Each rule names the provision it implements, its module in
`requests_app/rules/` and the tests in `tests/rules/` that prove it. *Built in part* and *planned* say what is
still missing.
"""

# Repealed texts are quoted with their year before them (2008年条例…) and are no citations of ours.
_WRITTEN = re.compile(
    r"(?<!年)(政府信息公开条例|条例|行政复议法|行政诉讼法|保守国家秘密法|保密法)》?"
    r"第([零一二三四五六七八九十百\d]+)条(?:第([一二三四五六七八九十]+)款)?(?:第（([一二三四五六七八九十]+)）项)?"
)


def render() -> str:
    """The whole document as Markdown."""
    return "\n".join([_HEAD, *_rules_table(), "", *_outcomes_table(), "", *_readings_table(), ""])


def problems(root: Path, rules: Iterable[Rule] = RULES) -> list[str]:
    """What is wrong: a missing module or test, an article without a row, a citation of what does not exist.

    `root` is the folder of the project. Empty if nothing is wrong. Whether the document is up to date is asked
    by `is_current`.
    """
    rules = tuple(rules)
    return [*_missing_files(root, rules), *_uncovered(rules), *_unwritable(root)]


def is_current(root: Path) -> bool:
    """Whether the document in the tree is the one `render` makes now."""
    path = root / DOCUMENT
    return path.exists() and path.read_text(encoding="utf-8") == render()


def _missing_files(root: Path, rules: tuple[Rule, ...]) -> list[str]:
    found = []
    for rule in rules:
        wanted = [RULES_ROOM / f"{name}.py" for name in rule.modules]
        wanted += [TESTS_ROOM / f"{name}.py" for name in rule.tests]
        found += [f"{rule.key}: {path} is not there" for path in wanted if not (root / path).is_file()]
        if rule.modules and not rule.tests:
            found.append(f"{rule.key}: a module without a test")
        if not rule.modules and not rule.planned:
            found.append(f"{rule.key}: neither built nor planned")
    return found


def _uncovered(rules: tuple[Rule, ...]) -> list[str]:
    covered = {basis.article for rule in rules for basis in rule.bases if basis.instrument == REGULATION}
    return [
        f"Art. {article} of the Regulation has no row"
        for article in ARTICLES_TO_COVER
        if article not in covered
    ]


def _unwritable(root: Path) -> list[str]:
    """Citations written out in code or templates that name what does not exist."""
    found = []
    for folder in SEARCHED:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".html"}:
                text = path.read_text(encoding="utf-8")
                found += [f"{path.relative_to(root)}: {reason}" for reason in wrong_citations(text)]
    return found


def wrong_citations(text: str) -> list[str]:
    """Each citation of one of the four statutes in a text that names a provision that does not exist."""
    wrong = []
    for match in _WRITTEN.finditer(text):
        article, paragraph, item = (
            parse_chinese_numeral(part) if part else None for part in match.groups()[1:]
        )
        try:
            parse_citation(
                {"instrument": match.group(1), "article": article, "paragraph": paragraph, "item": item}
            )
        except NoSuchProvision as refusal:
            wrong.append(f"{match.group()}: {refusal.message}")
    return wrong


def _cited(bases: Iterable[LegalBasis]) -> str:
    return "、".join(basis.short() for basis in bases)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _header(*names: str) -> list[str]:
    return [_row(*names), _row(*("---" for _ in names))]


def _rules_table() -> list[str]:
    rows = [
        _row(
            rule.title,
            _cited(rule.bases),
            rule.status,
            "、".join(f"`{name}`" for name in rule.modules) or "–",
            "、".join(f"`{name}`" for name in rule.tests) or "–",
            rule.planned or "–",
        )
        for rule in RULES
    ]
    return [
        "## Rules",
        "",
        *_header("Rule", "Provisions", "Status", "Modules", "Tests", "Still planned"),
        *rows,
    ]


def _outcomes_table() -> list[str]:
    rows = [
        _row(
            outcome.number,
            f"{outcome.name} (`{outcome.key}`)",
            _cited(outcome.citations) or "practice",
            _cited(outcome.citation_choices) or "–",
            outcome.report_row or "–",
            outcome.remedy_class.label
            + (" (of the part withheld under Art. 14–16)" if outcome.parted else ""),
        )
        for outcome in OUTCOMES.values()
    ]
    names = ("No.", "Outcome", "Must cite", "One of", "Report row", "Remedy")
    return ["## Outcomes", "", *_header(*names), *rows]


def _readings_table() -> list[str]:
    rows = [
        _row(
            f"`{key}`",
            reading.title,
            reading.source.short(),
            reading.certainty.value,
            "choice of the agency" if reading.configurable else "fixed",
        )
        for key, reading in READINGS.items()
    ]
    names = ("Reading", "What it says", "Provision", "Known as", "Who decides")
    return ["## Readings the text does not settle", "", *_header(*names), *rows]
