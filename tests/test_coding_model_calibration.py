"""Calibration: probabilities that mean what they say."""

import numpy as np
import pytest

from dragoman.coding.model.calibration import (
    Calibration,
    expected_calibration_error,
    fit_temperature,
    sigmoid,
    softmax,
)


def test_probabilities_sum_to_one_and_bear_large_numbers() -> None:
    rows = softmax(np.array([[1000.0, 999.0], [-1000.0, 0.0]]))
    assert np.allclose(rows.sum(-1), 1)
    assert np.isfinite(sigmoid(np.array([-1e6, 1e6]))).all()


def test_an_overconfident_model_is_cooled_to_its_true_accuracy() -> None:
    rng = np.random.default_rng(1)
    right = rng.random(4000) < 0.7
    logits = np.where(right[:, None], [[5.0, 0.0]], [[0.0, 5.0]])
    wanted = np.tile([True, False], (4000, 1))
    temperature = fit_temperature(logits, wanted)
    confidence = softmax(logits / temperature).max(-1)
    assert expected_calibration_error(softmax(logits).max(-1), right) > 0.2
    assert expected_calibration_error(confidence, right) < 0.03


def test_several_right_labels_count_together() -> None:
    logits = np.array([[2.0, 2.0, 0.0]] * 20)
    either = np.array([[True, True, False]] * 20)
    assert fit_temperature(logits, either) < 1


def test_calibration_error_of_a_perfect_and_of_a_boastful_model() -> None:
    assert expected_calibration_error(np.ones(10), np.ones(10)) == pytest.approx(0)
    assert expected_calibration_error(np.ones(10), np.zeros(10)) == pytest.approx(1)


def test_a_calibration_file_is_read_as_written(tmp_path) -> None:
    calibration = Calibration(version="v", temperatures={"type": 1.5}, files={"a": "b"})
    calibration.write(tmp_path / "c.json")
    assert Calibration.read(tmp_path / "c.json") == calibration
    (tmp_path / "c.json").write_text('{"version": 3}')
    with pytest.raises(ValueError):
        Calibration.read(tmp_path / "c.json")
