"""The answer to one item: outcome, provisions, facts and reason, with the fields that the outcome asks for.

Which fields there are follows from the catalogue of letters and the outcome table. Nothing is compulsory here: an
unfinished reply may be saved, the legality checks say what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from letters.catalogue import may_stand_beside_others
from letters.checks_consultation import opinion_words
from letters.compose import internal_facts
from letters.facts import Fact, FactType
from letters.outcome_facts import OUTCOME_FACTS, REASON_IN_FACTS
from letters.search_facts import search_facts
from requests_app.models import Document, RequestItem
from requests_app.rules.consultation import Inquiry
from requests_app.rules.legal_basis import LegalBasis, NoSuchProvision
from requests_app.rules.outcomes import OUTCOMES, Outcome
from requests_app.selectors.agencies import contact_of_name
from requests_app.selectors.repeats import Found
from requests_app.services.decision import ItemDecision
from requests_app.services.excess_reply import EXCESSIVE, excess_facts, judged_words
from workflows.desk.forms.citations import (
    choices_of,
    code_of,
    in_order,
    optional_bases,
    parsed,
    read_typed,
    typed_parts,
)
from workflows.desk.forms.fact_fields import (
    RIGHT_AGENCY,
    SEARCH,
    add_fact,
    chosen_search,
    fact_value,
    search_choices,
)
from workflows.desk.forms.fields import long_text
from workflows.desk.forms.five_questions import FACT
from workflows.desk.forms.withheld import WithheldRows

CHOOSE = ("", "请选择")
MOST_LAWS = 6


def outcome_choices() -> list[tuple[str, str]]:
    """Every outcome that has its letter and answers an item, not the application as a whole."""
    return [CHOOSE, *((key, row.name) for key, row in OUTCOMES.items() if may_stand_beside_others(key))]


class KnownChoices(forms.MultipleChoiceField):
    """Ticks of which those that no longer exist fall away: the outcome was changed since they were shown."""

    def to_python(self, value: Any) -> list[str]:
        """The ticked values that exist."""
        return [one for one in super().to_python(value) if self.valid_value(one)]


NOT_OURS = "not_ours"


class ItemForm(forms.Form):
    """One item of the letter, numbered as in it. `saved` is its decision as in a draft; the fields follow the outcome
    chosen.

    With `data` the outcome is the one sent, so that the fields of a changed outcome appear with what fits of the
    text entered before. `earlier`: earlier applications on this item, for the hint above its fields.
    """

    earlier = Found()

    def __init__(
        self,
        data: Any = None,
        *,
        ordinal: int,
        item: RequestItem,
        saved: Mapping[str, Any],
        proofs: Sequence[Document],
        form_words: str,
        more: str = "",
    ) -> None:
        self.ordinal, self.item, self.saved = ordinal, item, saved
        prefix = f"item{ordinal}"
        super().__init__(data, prefix=prefix)
        self.outcome = self._chosen(data)
        self.searches = list(item.searches.all())
        self.fields["outcome"] = forms.ChoiceField(
            label="答复情形", choices=outcome_choices(), required=False, initial=self.outcome
        )
        self.rows: WithheldRows | None = None
        self.fact_names: list[str] = []
        self.law_names: list[tuple[str, str]] = []
        if self.outcome:
            self._add_citations(data, more == f"{prefix}-law")
            self._add_facts(proofs, form_words)
            self._add_reason()
        if self.row and self.row.parted:
            choices = choices_of(self.row.citation_choices)
            kept = self._facts().get("withheld", ())
            self.rows = WithheldRows(data, prefix, choices, kept, more=more == f"{prefix}-row")

    def _chosen(self, data: Any) -> str:
        if data is None:
            found = str(self.saved.get("outcome") or "")
            if not found and judged_words(self.item.request):
                found = EXCESSIVE  # Judged before the case had its handler: proposed where nothing is written yet.
        else:
            found = str(data.get(f"item{self.ordinal}-outcome", ""))
        # What answers the application as a whole was drafted elsewhere, and is over when a reply is written here.
        return found if found in dict(outcome_choices()) else ""

    @property
    def row(self) -> Outcome | None:
        """The outcome chosen, None before one is."""
        return OUTCOMES[self.outcome] if self.outcome else None

    def _facts(self) -> Mapping[str, Any]:
        facts = self.saved.get("facts") or {}
        return facts if isinstance(facts, Mapping) else {}

    def _add_citations(self, data: Any, more: bool) -> None:
        assert self.row is not None
        known = [parsed(one) for one in self.saved.get("citations") or ()]
        options = optional_bases(self.row)
        if options:
            ticked = [code_of(one) for one in known if isinstance(one, LegalBasis) and one in options]
            one_of = bool(self.row.citation_choices) and not self.row.parted
            self.fields["cited"] = KnownChoices(
                label="依据（至少引用一项）" if one_of else "另外引用",
                choices=choices_of(options),
                required=False,
                initial=ticked,
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields["cited"].may_be_left = not one_of  # type: ignore[attr-defined]
        listed = {*options, *self.row.citations, *self.row.citation_choices}
        same = self.saved.get("outcome") == self.outcome
        typed = [typed_parts(one) for one in known if one is not None and one not in listed] if same else []
        for number in range(1, self._law_count(data, len(typed), more) + 1):
            self._add_law(number, typed[number - 1] if number <= len(typed) else ("", ""))

    def _law_count(self, data: Any, typed: int, more: bool) -> int:
        """Rows for other laws: those sent or saved, at least one where the outcome wants or allows one."""
        assert self.row is not None
        whole = any(one.article is None for one in self.row.allowed_citations)
        allowed = self.row.needs_other_law or self.row.parted or whole or self.row.rests_on_practice
        sent = 0
        if data is not None:
            sent = sum(f"{self.prefix}-law{number}" in data for number in range(1, MOST_LAWS + 1))
        return min(max(sent, typed, int(allowed)) + more, MOST_LAWS)

    def _add_law(self, number: int, value: tuple[str, str]) -> None:
        names = (f"law{number}", f"law{number}_article")
        self.fields[names[0]] = forms.CharField(
            label="其他法律、行政法规", required=False, max_length=120, initial=value[0]
        )
        self.fields[names[1]] = forms.CharField(
            label="条款", required=False, max_length=60, initial=value[1], help_text="例如：第八条第二款"
        )
        self.law_names.append(names)

    def _add_facts(self, proofs: Sequence[Document], form_words: str) -> None:
        for fact in self._declared():
            if fact.type is FactType.ROWS:
                continue
            value = self._facts().get(fact.key)
            if value is None and fact.key == "form":
                value = form_words
            if value is None and fact.key == "opinion":
                value = self._heard()
            add_fact(self.fields, fact, value, proofs)
            self.fact_names.append(fact.key)
        if self.outcome == "not_existing":
            followed = chosen_search(self.searches, self._facts())
            self.fields[SEARCH] = forms.ChoiceField(
                label="检索记录",
                choices=[CHOOSE, *search_choices(self.searches)],
                required=False,
                initial=str(followed.pk) if followed else "",
                help_text="答复书写明的检索人、日期、范围和检索词取自所选的记录",
            )
            self.fact_names.append(SEARCH)

    def _heard(self) -> str:
        """What the third party said, as the reply must tell it."""
        asked = self.item.consultations.filter(kind=Inquiry.THIRD_PARTY).exclude(opinion="").last()
        return opinion_words(asked.opinion) if asked else ""

    def _judged(self) -> str:
        """Why the application is not handled, as it was judged; nothing for other outcomes."""
        return judged_words(self.item.request) if self.outcome == EXCESSIVE else ""

    def _declared(self) -> tuple[Fact, ...]:
        """The facts of this outcome; those of a search, and of what came before a refusal to handle, from the file."""
        said = () if self.outcome in ("not_existing", EXCESSIVE) else OUTCOME_FACTS.get(self.outcome, ())
        inside = tuple(fact for fact in internal_facts(self.outcome))
        return (*said, *inside)

    def _add_reason(self) -> None:
        assert self.row is not None
        wanted = self.row.needs_reason and self.outcome not in REASON_IN_FACTS
        hint = "写明公开会带来什么影响，不要只重复法条" if self.row.discretionary else ""
        self.fields["reason"] = forms.CharField(
            label="理由" if wanted else "补充说明",
            required=False,
            max_length=4000,
            widget=long_text(4 if wanted else 2),
            initial=self.saved.get("reason", "") or self._judged(),
            help_text=hint,
        )

    @property
    def fact_fields(self) -> list[BoundField]:
        """The facts the letter says."""
        inside = {fact.key for fact in internal_facts(self.outcome)} if self.outcome else set()
        return [self[name] for name in self.fact_names if name not in inside]

    @property
    def internal_fields(self) -> list[BoundField]:
        """The facts that only the file holds."""
        inside = {fact.key for fact in internal_facts(self.outcome)} if self.outcome else set()
        return [self[name] for name in self.fact_names if name in inside]

    @property
    def laws(self) -> list[tuple[BoundField, BoundField]]:
        """Title and article of each other law."""
        return [(self[title], self[article]) for title, article in self.law_names]

    @property
    def reasoning(self) -> list[dict[str, str]]:
        """The answers to the five questions, if they were asked."""
        return list(self._facts().get(FACT) or ())

    @property
    def locked(self) -> list[str]:
        """The provisions that must be cited, as the screen writes them."""
        return [basis.short() for basis in self.row.citations] if self.row else []

    def is_valid(self) -> bool:
        """Whether every field, the rows included, can be kept."""
        return super().is_valid() and (self.rows is None or self.rows.is_valid())

    def clean(self) -> dict[str, Any]:
        """A law that is typed must be named with an article that exists."""
        data: dict[str, Any] = super().clean() or {}
        self.typed_laws: list[dict[str, Any]] = []
        for title, article in self.law_names:
            words = (data.get(title) or "").strip()
            place = (data.get(article) or "").strip()
            if not words:
                if place:
                    self.add_error(title, "请写明法律、行政法规的名称。")
                continue
            try:
                self.typed_laws.append(read_typed(words, place))
            except NoSuchProvision as refusal:
                self.add_error(article, refusal.message)
        return data

    def _searched(self, chosen: str) -> dict[str, Any]:
        """What the letter says of the chosen search. What was said before stays while nothing else is chosen."""
        for record in self.searches:
            if str(record.pk) == chosen:
                return search_facts(record)
        told = {fact.key for fact in OUTCOME_FACTS[self.outcome]}
        return {key: value for key, value in self._facts().items() if key in told}

    def decision(self) -> ItemDecision:
        """The valid form as the service takes it."""
        if self.row is None:
            return ItemDecision(self.ordinal, "")
        ticked = set(self.cleaned_data.get("cited", ()))
        extra = [basis for basis in optional_bases(self.row) if code_of(basis) in ticked]
        facts = {name: fact_value(self.cleaned_data.get(name)) for name in self.fact_names}
        if self.outcome == "not_existing":
            facts |= self._searched(str(facts.get(SEARCH) or ""))
        if self.outcome == NOT_OURS and not facts.get("right_contact"):
            facts["right_contact"] = contact_of_name(str(facts.get(RIGHT_AGENCY) or ""))
        if self.outcome == EXCESSIVE:
            facts |= excess_facts(self.item.request)
        if self.rows is not None:
            facts["withheld"] = self.rows.values()
        facts[FACT] = self._facts().get(FACT)
        return ItemDecision(
            ordinal=self.ordinal,
            outcome=self.outcome,
            citations=[*in_order((*self.row.citations, *extra)), *self.typed_laws],
            reason=self.cleaned_data.get("reason", "").strip(),
            facts={name: value for name, value in facts.items() if value not in ("", None, [])},
        )
