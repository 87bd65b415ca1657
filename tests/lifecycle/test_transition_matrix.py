"""Every transition from every state: what rules/states.py permits happens, everything else is refused.

The table of the law (`TRANSITIONS`) and the state machine on the model are written apart; here they must agree.
A new state or a new transition without its row fails.
"""

from collections.abc import Iterator

import pytest
from django_fsm import TransitionNotAllowed

from requests_app.models import DisclosureRequest, Provenance
from requests_app.rules.states import TRANSITIONS, RequestState

NEEDS_TARGET = {"return_reply", "confirm_delivery", "import_state"}


def in_state(state: RequestState) -> DisclosureRequest:
    """A request that is already stored, as far as the state machine can tell; no database."""
    request = DisclosureRequest(pk=1, state=state.value, channel="counter")
    request._state.adding = False
    return request


def cells() -> Iterator[tuple[str, RequestState, RequestState | None]]:
    for name, row in TRANSITIONS.items():
        if name == "import_state":
            continue
        for source in RequestState:
            targets = row.targets if name in NEEDS_TARGET else (row.targets[0],)
            for target in targets:
                yield name, source, target if source in row.all_sources else None


def fire(request: DisclosureRequest, name: str, target: RequestState) -> None:
    move = getattr(request, name)
    if name in NEEDS_TARGET:
        move(target)
    else:
        move()


@pytest.mark.parametrize(("name", "source", "target"), list(cells()))
def test_a_transition_leads_where_the_table_says_or_is_refused(
    name: str, source: RequestState, target: RequestState | None
) -> None:
    request = in_state(source)
    if target is None:
        with pytest.raises(TransitionNotAllowed):
            fire(request, name, TRANSITIONS[name].targets[0])
        assert request.state == source
    else:
        fire(request, name, target)
        assert request.state == target


def test_the_machine_has_exactly_the_transitions_of_the_table() -> None:
    machine = {t.name for t in DisclosureRequest(channel="counter").get_all_state_transitions()}
    assert machine == set(TRANSITIONS)


def test_the_state_cannot_be_assigned() -> None:
    request = in_state(RequestState.IN_HANDLING)
    with pytest.raises(AttributeError):
        request.state = RequestState.APPROVED


def test_a_target_outside_the_table_is_refused() -> None:
    request = in_state(RequestState.IN_APPROVAL)
    with pytest.raises(Exception, match="issued"):
        request.return_reply(RequestState.ISSUED)
    assert request.state == RequestState.IN_APPROVAL


@pytest.mark.parametrize("target", list(RequestState))
def test_an_imported_case_takes_any_state_once_while_it_is_new(target: RequestState) -> None:
    fresh = DisclosureRequest(channel="post", provenance=Provenance.IMPORTED)
    fresh.import_state(target)
    assert fresh.state == target

    stored = in_state(RequestState.RECEIVED)
    stored.provenance = Provenance.IMPORTED
    with pytest.raises(TransitionNotAllowed):
        stored.import_state(target)


def test_a_case_of_our_own_is_never_imported() -> None:
    fresh = DisclosureRequest(channel="post", provenance=Provenance.NATIVE)
    with pytest.raises(TransitionNotAllowed):
        fresh.import_state(RequestState.DELIVERED)


def test_every_state_has_an_exit_or_is_final() -> None:
    sources = {source for row in TRANSITIONS.values() for source in row.all_sources}
    assert set(RequestState) - sources == {RequestState.TRANSFERRED, RequestState.VOIDED}
