"""Writing the trained network as the files that ship: ONNX with int8 weights, tokenizer, labels."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from pathlib import Path

import torch

from dragoman.coding.model.calibration import Calibration
from dragoman.coding.model.classifier import CALIBRATION_FILE, MODEL_FILE, file_hash
from dragoman.coding.model.labels import LABELS_FILE
from dragoman.coding.model.network import RelationNetwork, encoder_folder
from dragoman.coding.model.pieces import TOKENIZER_FILE

SHIPPED = (MODEL_FILE, TOKENIZER_FILE, LABELS_FILE.name)
"""The files whose checksums the calibration states."""


def write_onnx(network: RelationNetwork, path: Path) -> None:
    """Write the network as ONNX with per-channel int8 weights, quantised dynamically.

    Weights keep seven bits: processors without VNNI add pairs of products in 16 bits, which
    eight-bit weights can overflow, and the same sentence would get other answers there.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.to("cpu").eval().fold_marks()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exact = Path(folder) / "exact.onnx"
        example = (torch.tensor([[101, 2, 2024, 3, 2025, 4, 2026, 5, 102]]),)
        length = torch.export.Dim("length", min=2, max=512)
        program = torch.onnx.export(
            network,
            example,
            input_names=["ids"],
            output_names=["logits"],
            dynamic_shapes={"ids": {1: length}},
            dynamo=True,
            verbose=False,
        )
        assert program is not None
        program.save(str(exact), include_initializers=True)
        quantize_dynamic(
            exact, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
            extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip
    strip_traces(path)


def strip_traces(path: Path) -> None:
    """Take out of a written model what exporting noted beside it: stack traces with the folders of the machine."""
    import onnx

    model = onnx.load(str(path))
    for part in (model, model.graph, *model.graph.node, *model.graph.value_info, *model.graph.initializer):
        part.ClearField("doc_string")
        part.ClearField("metadata_props")
    onnx.save(model, str(path))


def write_model(network: RelationNetwork, folder: Path) -> None:
    """Write weights, tokenizer and labels to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_onnx(network, folder / MODEL_FILE)
    shutil.copyfile(encoder_folder() / "tokenizer.json", folder / TOKENIZER_FILE)
    if folder.resolve() != LABELS_FILE.parent.resolve():
        shutil.copyfile(LABELS_FILE, folder / LABELS_FILE.name)


def seal(folder: Path, version: str, temperatures: dict[str, float]) -> Calibration:
    """Write the calibration of a folder, with the checksums of its files."""
    files = {name: file_hash(folder / name) for name in SHIPPED}
    calibration = Calibration(version=version, temperatures=temperatures, files=files)
    calibration.write(folder / CALIBRATION_FILE)
    return calibration
