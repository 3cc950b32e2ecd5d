"""The learned model: reads a sentence with marked parties and says what lies between them.

``RelationClassifier`` runs on onnxruntime and tokenizers alone; ``train`` needs the extra ``train``.
"""

from dragoman.coding.model.classifier import Candidate, Judgement, RelationClassifier

__all__ = ["Candidate", "Judgement", "RelationClassifier"]
