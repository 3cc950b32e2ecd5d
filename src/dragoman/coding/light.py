"""Acts as words state them: a verb's own, or that of the noun that a light verb carries ("launched an attack")."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.coding.arguments import Arguments
from dragoman.coding.drafting import Act
from dragoman.coding.frames import match, names_of
from dragoman.coding.lexicon import Frame, Lexicon
from dragoman.language.clauses import Clause, noun_clause


class Acts:
    """The acts that the clauses of one document state, by the lexicon."""

    def __init__(self, lexicon: Lexicon, arguments: Arguments) -> None:
        self._lexicon = lexicon
        self._arguments = arguments

    def frame(self, clause: Clause) -> Frame | None:
        """The frame of a clause's own predicate."""
        return match(clause, self._lexicon, self._arguments)

    def light_noun(self, clause: Clause) -> Clause | None:
        """The noun that states the act of a light verb, or None."""
        operators = self._lexicon.operators_of(clause.lemma)
        if "light" not in operators and "undergo" not in operators:
            return None
        heads = clause.objects or clause.governed_by("under", "on", "in", "into")
        return next((noun_clause(token) for token in heads if self.states(token)), None)

    def states(self, noun: Token) -> bool:
        """Whether a noun is one that states an act."""
        return any(name in self._lexicon.nouns for name in names_of(noun))

    def of(self, clause: Clause) -> Act | None:
        """The act that a clause states, by its own predicate or by the noun of its light verb."""
        frame = self.frame(clause)
        if frame is None and not clause.is_noun and (noun := self.light_noun(clause)) is not None:
            frame = self.frame(noun)
        return Act(frame, clause) if frame is not None else None
