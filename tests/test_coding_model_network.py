"""The network while it is trained: what its losses reward, and that padding and folding change nothing."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra train: pip install 'dragoman[train]'")

from dragoman.coding.model.data import Example, read_training_line  # noqa: E402
from dragoman.coding.model.fitting import average, class_weights, losses, mode_loss, padded, type_loss  # noqa: E402
from dragoman.coding.model.labels import load_labels  # noqa: E402
from dragoman.coding.model.markup import Marked  # noqa: E402
from dragoman.coding.model.network import RelationNetwork  # noqa: E402

LABELS = load_labels()
EVEN = torch.ones(len(LABELS.types))
ROWS = [[101, 2, 2859, 3, 3726, 4, 2032, 5, 102], [101, 2, 2859, 3, 102]]


@pytest.fixture(scope="module")
def network() -> RelationNetwork:
    torch.manual_seed(0)
    return RelationNetwork(LABELS).eval()


def sure_of(*types: str) -> torch.Tensor:
    logits = torch.zeros(1, len(LABELS.types))
    for event_type in types:
        logits[0, LABELS.types.index(event_type)] = 12.0
    return logits


def test_either_half_of_yield_is_right() -> None:
    example = [Example(Marked("x"), ("CONCEDE", "RETREAT"), "g")]
    for right in (["CONCEDE"], ["RETREAT"], ["CONCEDE", "RETREAT"]):
        assert type_loss(sure_of(*right), example, LABELS, 0.0, EVEN) < 0.01
    assert type_loss(sure_of("AID"), example, LABELS, 0.0, EVEN) > 5


def test_rare_types_weigh_more_only_when_asked() -> None:
    rows = [Example(Marked("x"), ("AID",), "g")] * 9 + [Example(Marked("x"), ("PROTEST",), "g")]
    aid, protest = LABELS.types.index("AID"), LABELS.types.index("PROTEST")
    even, tilted = class_weights(rows, LABELS, 0.0), class_weights(rows, LABELS, 0.5)
    assert even[aid] == even[protest]
    assert tilted[protest] > tilted[aid]


def test_modes_compete_within_their_type_alone() -> None:
    example = read_training_line("COERCE/arrest | actual | - | <s>A</s> held <t>B</t>.")
    logits = torch.zeros(1, len(LABELS.modes))
    logits[0, LABELS.modes.index(("COERCE", "arrest"))] = 9.0
    logits[0, LABELS.modes.index(("ASSAULT", "drone"))] = 99.0
    assert mode_loss(logits, [example], [0], LABELS) < 0.01


def test_a_gold_example_teaches_the_type_alone() -> None:
    logits = torch.zeros(1, LABELS.width, requires_grad=True)
    losses(logits, [Example(Marked("x"), ("AID",), "g")], LABELS, 0.0, EVEN).backward()
    touched = {name for name, where in LABELS.slices.items() if logits.grad[:, where].abs().sum() > 0}
    assert touched == {"type"}


def test_padding_does_not_change_the_outputs(network) -> None:
    with torch.inference_mode():
        together = network(padded(ROWS))
        alone = torch.cat([network(padded([row])) for row in ROWS])
    assert torch.allclose(together, alone, atol=1e-4)


def test_marks_and_their_order_matter(network) -> None:
    turned = [{2: 4, 3: 5, 4: 2, 5: 3}.get(token, token) for token in ROWS[0]]
    with torch.inference_mode():
        assert not torch.allclose(network(padded([turned])), network(padded([ROWS[0]])))


def test_folding_the_marks_into_the_word_table_keeps_the_outputs() -> None:
    torch.manual_seed(0)
    network = RelationNetwork(LABELS).eval()
    with torch.inference_mode():
        before = network(padded(ROWS))
        network.fold_marks()
        assert torch.allclose(network(padded(ROWS)), before, atol=1e-4)


def test_the_average_of_weights_is_their_mean() -> None:
    mean = average([{"a": torch.tensor([1.0])}, {"a": torch.tensor([3.0])}])
    assert np.isclose(mean["a"].item(), 2.0)
