"""Acts as words state them: a verb's own, or that of the noun that a light verb carries ("launched an attack")."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.coding.arguments import Arguments
from dragoman.coding.drafting import Act
from dragoman.coding.frames import contents, match, names_of
from dragoman.coding.lexicon import Frame, Lexicon
from dragoman.language.clauses import Clause, noun_clause

CARRIERS = frozenset(("light", "undergo", "gain"))
"""Operators whose noun states the act."""


class Acts:
    """The acts that the clauses of one document state, by the lexicon."""

    def __init__(self, lexicon: Lexicon, arguments: Arguments) -> None:
        self._lexicon = lexicon
        self._arguments = arguments

    def frame(self, clause: Clause, carried: bool = False) -> Frame | None:
        """The frame of a clause's own predicate; ``carried``: a noun under a light verb."""
        return match(clause, self._lexicon, self._arguments, carried)

    def light_noun(self, clause: Clause) -> Clause | None:
        """The noun that states the act of a light verb, or None."""
        operators = self._lexicon.operators_of(clause.lemma)
        if CARRIERS & set(operators):
            heads = clause.objects or clause.governed_by("under", "on", "in", "into")
        else:
            heads = tuple(h for o in clause.obliques if self._undergoes(clause, o.preposition) for h in o.heads)
        return next((noun_clause(t) for token in heads for t in contents(token) if self.states(t)), None)

    def undergoes(self, clause: Clause) -> bool:
        """Whether the subject of a light verb undergoes the act: "faced sanctions", "came under attack"."""
        return "light" not in self._lexicon.operators_of(clause.lemma)

    def gains(self, clause: Clause) -> bool:
        """Whether the subject of a light verb has the act from somebody who must be named: "won praise from"."""
        return self._lexicon.operators_of(clause.lemma) == ("gain",)

    def _undergoes(self, clause: Clause, preposition: str) -> bool:
        return "undergo" in self._lexicon.operators_of(f"{clause.head.lemma_.lower()} {preposition}")

    def states(self, noun: Token) -> bool:
        """Whether a noun is one that states an act."""
        return any(name in self._lexicon.nouns for name in names_of(noun))

    def of(self, clause: Clause) -> Act | None:
        """The act that a clause states, by its own predicate or by the noun of its light verb."""
        frame = self.frame(clause)
        if frame is None and not clause.is_noun and (noun := self.light_noun(clause)) is not None:
            frame = self.frame(noun, carried=True)
        return Act(frame, clause) if frame is not None else None
