"""拆分: what may be split off, and what stands in the way."""

import pytest

from requests_app.errors import ApplicationError
from requests_app.rules import splitting as rule

# name, ordinals, part of each, new requests or code
PARTS = [
    ("one of two", [1, 2], {1: 0, 2: 1}, ((2,),)),
    ("three ways", [1, 2, 3], {1: 0, 2: 2, 3: 1}, ((3,), (2,))),
    ("two into one", [1, 2, 3], {1: 1, 2: 0, 3: 1}, ((1, 3),)),
    ("numbers may leave a gap", [1, 2], {1: 0, 2: 7}, ((2,),)),
    ("a single item", [1], {1: 0}, "single_item"),
    ("an item without a part", [1, 2], {1: 0}, "part_missing"),
    ("an item that is not there", [1, 2], {1: 0, 2: 1, 3: 1}, "part_missing"),
    ("nothing stays", [1, 2], {1: 1, 2: 2}, "nothing_stays"),
    ("nothing goes", [1, 2], {1: 0, 2: 0}, "nothing_split"),
]


@pytest.mark.parametrize(("name", "ordinals", "part_of", "found"), PARTS, ids=[row[0] for row in PARTS])
def test_the_parts(name, ordinals, part_of, found):
    if not isinstance(found, str):
        assert rule.check_parts(ordinals, part_of) == found
        return
    with pytest.raises(ApplicationError) as refusal:
        rule.check_parts(ordinals, part_of)
    assert refusal.value.code == found


HINDRANCES = ("answered", "consulted", "correcting", "extending", "paying", "reasoning", "posting", "telling")
ALONE = dict.fromkeys(HINDRANCES, False)


@pytest.mark.parametrize("what", list(ALONE))
def test_what_belongs_to_several_items_at_once_stands_in_the_way(what):
    assert rule.check_alone(**ALONE) is None
    with pytest.raises(ApplicationError) as refusal:
        rule.check_alone(**ALONE | {what: True})
    assert refusal.value.code == f"split_{what}"
