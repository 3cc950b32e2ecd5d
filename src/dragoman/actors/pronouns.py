"""Pronouns: he, its, they by what was said before; who, which by their clause; I, we by who speaks."""

from __future__ import annotations

from dragoman.actors.document_state import changed
from dragoman.actors.lexicon import Pronoun
from dragoman.actors.mention import Mention
from dragoman.actors.nominals import NominalReader
from dragoman.actors.reference import SPEECH, Antecedent, quotations, speaker_of
from dragoman.records import Party

BY_SPEAKER = 0.75
_RELATIVE_DEPTH = 5
_NEAR = 2
"""Sentences after a quotation in which "we" still stands for its speaker, where marks were lost."""


class PronounReader(NominalReader):
    """Reads pronouns."""

    spoken: list[int]
    """First-person pronouns, resolved when all else is read."""

    def pronoun(self, i: int, pronoun: Pronoun) -> None:
        """Make the mention of a pronoun, or put it off until the speakers are known."""
        t = self.tokens
        match pronoun.found_in:
            case "speaker":
                self.spoken.append(i)
            case "relative":
                self._relative(i)
            case "group":
                if t.low[i] == "both" and t.deps[i] in ("nsubj", "nsubjpass", "dobj", "pobj"):
                    self.two(i, i, i + 1, "any")
            case _:
                if t.deps[i] != "expl" and not (t.low[i] == "it" and self._is_expletive(i)):
                    self._back(i, pronoun)

    def _back(self, i: int, pronoun: Pronoun) -> None:
        antecedents, certainty = self.memory.pronoun(i, pronoun)
        if antecedents and self.tokens.low[i] == "it" and self._means_thing(i, antecedents[0]):
            return
        parties = self.under(antecedents, i, i + 1)
        if not parties:
            if pronoun.what == "person":
                start, end = self.tokens.starts[i], self.tokens.ends[i]
                bare = Party(text=self.text[start:end], start=start, end=end)
                self.mentions[i] = Mention(i, i, i + 1, (bare,), "pronoun", None, 0.0)
            return
        mention = Mention(i, i, i + 1, parties, "pronoun", antecedents[0].mention.head, certainty)
        self.note(mention, antecedents[0].what, plural=pronoun.number == "plural", gender=pronoun.gender)

    def _means_thing(self, i: int, antecedent: Antecedent) -> bool:
        """Whether "it" is rather a thing than a party: the main subject, later than the party, was "the accord"."""
        t = self.tokens
        if t.deps[i] not in ("nsubj", "nsubjpass"):
            return False
        for sentence in (t.sentence[i], t.sentence[i] - 1):
            if sentence < antecedent.sentence or sentence < 0:
                return False
            for j in range(t.bounds[sentence][0], min(i, t.bounds[sentence][1])):
                if self._is_thing(j):
                    return sentence > antecedent.sentence or not antecedent.subject
        return False

    def _is_thing(self, j: int) -> bool:
        """Whether a token is the subject of a main verb and names a thing that does not speak."""
        t = self.tokens
        verb = t.heads[j]
        is_subject = t.deps[j] in ("nsubj", "nsubjpass") and t.deps[verb] in ("ROOT", "ccomp")
        return is_subject and t.tags[j] == "NN" and j not in self.mentions and t.lemmas[verb] not in SPEECH

    def _is_expletive(self, i: int) -> bool:
        """ "It is clear that ...", "it is in their interest", "it was said that ..."."""
        t = self.tokens
        if t.deps[i] not in ("nsubj", "nsubjpass"):
            return False
        verb = t.heads[i]
        around = {t.deps[c] for c in t.children[verb]}
        if t.lemmas[verb] == "be":
            clause = bool(around & {"ccomp", "xcomp", "csubj", "advcl"})
            return ("acomp" in around and clause) or ("prep" in around and "attr" not in around)
        return t.deps[i] == "nsubjpass" and "ccomp" in around

    def _relative(self, i: int) -> None:
        """ "Who", "which", "that": the noun that the relative clause hangs on."""
        t = self.tokens
        if t.tags[i] not in ("WP", "WDT", "WP$"):
            return
        verb = i
        for _ in range(_RELATIVE_DEPTH):
            if t.deps[verb] in ("relcl", "ROOT", "ccomp", "advcl"):
                break
            verb = t.heads[verb]
        mention = self.mentions.get(t.heads[verb]) if t.deps[verb] == "relcl" else None
        if mention is None or not mention.parties or mention.head > i:
            return
        source = self.memory.by_head.get(mention.head) or Antecedent(mention, 0, "body", False, False)
        parties = self.under([source], i, i + 1)
        self.note(
            Mention(i, i, i + 1, parties, "pronoun", mention.head, mention.certainty),
            source.what,
            plural=source.plural,
            gender=source.gender,
        )

    def speakers(self) -> None:
        """Resolve "I" and "we" in quotations: who speaks; under "we" his government or group, so without
        his name.
        """
        if not self.spoken:
            return
        spans = quotations(self.tokens)
        found: dict[tuple[int, int], int | None] = {}
        for i in self.spoken:
            mention = self._speaker(i, spans, found)
            if mention is None or not mention.parties:
                continue
            parties = self.under([Antecedent(mention, 0, "person", False, False)], i, i + 1)
            if self.lexicon.pronouns[self.tokens.low[i]].number == "plural":
                parties = tuple(
                    changed(p, name=None, entity_id=None, wikidata=None, role=None) for p in parties
                )
            certainty = min(BY_SPEAKER, mention.certainty)
            self.mentions[i] = Mention(i, i, i + 1, parties, "pronoun", mention.head, certainty)

    def _speaker(
        self, i: int, spans: list[tuple[int, int]], found: dict[tuple[int, int], int | None]
    ) -> Mention | None:
        """Who speaks the quotation around a pronoun; where none is marked, the one just before it."""
        sentence = self.tokens.sentence
        span = next((s for s in spans if s[0] < i < s[1]), None) or next(
            (s for s in reversed(spans) if s[1] <= i and sentence[i] - sentence[s[1] - 1] <= _NEAR), None
        )
        if span is None:
            return None
        if span not in found:
            found[span] = speaker_of(self.tokens, span)
        speaker = found[span]
        return self.mentions.get(speaker) if speaker is not None else None
