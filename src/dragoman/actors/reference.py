"""Reference: whom "he", "its", "the minister", "both sides" and "we" stand for, from what the document said
before.

Candidates are weighed by recency, by whether they were a subject, and by agreement in number, kind and
gender.
The weights are few and plain; a choice whose certainty stays below ``LEAST_CERTAINTY`` is left open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from dragoman.actors.lexicon import Pronoun, word_set
from dragoman.actors.mention import Mention
from dragoman.actors.tokens import Tokens

REACH = 4
"""How many sentences back an antecedent is sought."""

PER_SENTENCE, SUBJECT, MAIN_SUBJECT, OWN_SUBJECT, SAME_ROLE, NAMED, SPEAKER = 1.0, 1.0, 0.5, 1.6, 0.4, 0.8, 1.0
"""Weights: lost with each sentence back; won by subjects, above all of the pronoun's own clause, by the
same place in the clause, by names; by who spoke before, for a pronoun that speaks.
"""

TWO_SIDED = word_set("two_sided")
"""Nouns that with "two" or "both" stand for parties named before."""

SPEECH = word_set("speech")


@dataclass(slots=True)
class Antecedent:
    """A mention as something to refer back to. ``what`` is person, people, body or state."""

    mention: Mention
    sentence: int
    what: str
    plural: bool
    subject: bool
    noun: str | None = None
    gender: str | None = None
    named: bool = False


@dataclass
class Memory:
    """What a document has said so far."""

    tokens: Tokens
    antecedents: list[Antecedent] = field(default_factory=list)
    by_head: dict[int, Antecedent] = field(default_factory=dict)

    def add(self, antecedent: Antecedent) -> None:
        """Note a mention, in the order of the text."""
        self.antecedents.append(antecedent)
        self.by_head[antecedent.mention.head] = antecedent

    def recent(self, i: int, reach: int = REACH) -> Iterable[Antecedent]:
        """The antecedents before token ``i``, latest first, not more than ``reach`` sentences back."""
        here = self.tokens.sentence[i]
        for antecedent in reversed(self.antecedents):
            if here - antecedent.sentence > reach:
                return
            if antecedent.mention.head < i:
                yield antecedent

    def pronoun(self, i: int, pronoun: Pronoun) -> tuple[tuple[Antecedent, ...], float]:
        """The antecedents that a pronoun of the running text stands for, and how sure that is."""
        if pronoun.number == "plural":
            return self._plural(i)
        fits: Callable[[Antecedent], bool]
        if pronoun.what == "person":
            fits = lambda a: a.what == "person" and not a.plural and a.gender in (None, pronoun.gender)  # noqa: E731
        else:
            fits = lambda a: a.what in ("body", "state") and not a.plural  # noqa: E731
        best, certainty = self._best(i, fits)
        if best is None:
            return (), 0.0
        if pronoun.gender and best.gender is None:
            best.gender = pronoun.gender
        return (best,), certainty

    def _governing(self, i: int) -> dict[int, int]:
        """The verbs and nouns above a token, with their distance: their subjects and owners are near in the sentence's
        build.
        """
        verbs: dict[int, int] = {}
        while self.tokens.heads[i] != i and len(verbs) < 6:
            i = self.tokens.heads[i]
            if self.tokens.pos[i] in ("VERB", "AUX", "NOUN"):
                verbs[i] = len(verbs)
        return verbs

    def _best(self, i: int, fits: Callable[[Antecedent], bool]) -> tuple[Antecedent | None, float]:
        scored = []
        barred = self._same_clause(i)
        as_subject = self.tokens.deps[i] in ("nsubj", "nsubjpass", "poss")
        governing = self._governing(i)
        speaks = as_subject and self.tokens.lemmas[self.tokens.heads[i]] in SPEECH
        seen: set[object] = set()
        for order, a in enumerate(self.recent(i)):
            if not fits(a) or a.mention.head in barred or not a.mention.parties:
                continue
            owner = self.tokens.deps[a.mention.head] == "poss"
            distance = governing.get(self.tokens.heads[a.mention.head]) if a.subject or owner else None
            above = 0.0 if distance is None else OWN_SUBJECT / (1 + distance)
            who = a.mention.parties[0].name or a.mention.parties[0].text
            score = -PER_SENTENCE * (self.tokens.sentence[i] - a.sentence) - 0.05 * order
            score += (
                SUBJECT * a.subject
                + MAIN_SUBJECT * self._leads(a)
                + above
                + NAMED * a.named
                + SAME_ROLE * (as_subject == a.subject)
                + SPEAKER * (speaks and self._spoke(a.mention.head))
            )
            if who in seen:
                continue
            seen.add(who)
            scored.append((score, a))
        if not scored:
            return None, 0.0
        scored.sort(key=lambda item: -item[0])
        lead = scored[0][0] - scored[1][0] if len(scored) > 1 else 2.0
        return scored[0][1], min(0.9, 0.6 + 0.15 * max(0.0, lead))

    def _spoke(self, i: int) -> bool:
        """Whether a mention speaks: the subject of a verb of speech, or the object of "according to"."""
        t = self.tokens
        head = t.heads[t.first_conjunct(i)]
        if t.deps[i] in ("nsubj", "nsubjpass"):
            return t.lemmas[head] in SPEECH
        return t.deps[i] == "pobj" and t.low[head] == "to" and t.low[t.heads[head]] == "according"

    def _leads(self, antecedent: Antecedent) -> bool:
        """Whether the antecedent is the subject of its sentence's main verb."""
        i = antecedent.mention.head
        return antecedent.subject and self.tokens.deps[self.tokens.heads[i]] == "ROOT"

    def _plural(self, i: int) -> tuple[tuple[Antecedent, ...], float]:
        barred = self._same_clause(i)
        scored: list[tuple[float, tuple[Antecedent, ...]]] = []
        for order, a in enumerate(self.recent(i)):
            if a.mention.head in barred:
                continue
            group = self.group_of(a.mention.head)
            plural = a.plural or a.what == "people" or len(group) > 1 or len(a.mention.parties) > 1
            if not plural and a.what not in ("body",):
                continue
            members = group if len(group) > 1 else (a,)
            if not members[0].mention.parties:
                continue
            score = -PER_SENTENCE * (self.tokens.sentence[i] - a.sentence) - 0.05 * order
            score += SUBJECT * members[0].subject + (0.0 if plural else -1.5)
            scored.append((score, members))
        if not scored:
            return (), 0.0
        scored.sort(key=lambda item: -item[0])
        return scored[0][1], 0.65

    def _same_clause(self, i: int) -> set[int]:
        """Heads that a pronoun in this place cannot stand for: co-arguments of its verb."""
        t = self.tokens
        if t.deps[i] in ("poss", "nsubj", "nsubjpass"):
            return {t.heads[i]} if t.deps[i] == "poss" else set()
        verb = t.heads[i]
        while t.deps[verb] in ("prep", "pcomp") and t.heads[verb] != verb:
            verb = t.heads[verb]
        return {c for c in t.children[verb] if t.deps[c] in ("nsubj", "nsubjpass", "dobj", "dative")} - {i}

    def group_of(self, i: int) -> tuple[Antecedent, ...]:
        """The members of the coordination that token ``i`` belongs to, as antecedents."""
        first = self.tokens.first_conjunct(i)
        members = [first, *self.tokens.conjuncts(first)]
        return tuple(
            self.by_head[m] for m in members if m in self.by_head and self.by_head[m].mention.parties
        )

    def two(self, i: int, what: str, office: str | None = None) -> tuple[Antecedent, ...]:
        """The two parties that "both sides" or "the two" means: those named together last, else the two latest.

        ``what`` is state for "the two countries", person for "the two leaders", any for others; ``office`` asks for
        persons in it. They are of two countries, but for persons and others that were named together.
        """
        latest: list[Antecedent] = []
        together: tuple[Antecedent, ...] = ()
        for a in self.recent(i, reach=REACH + 1):
            beside = self.tokens.deps[self.tokens.first_conjunct(a.mention.head)] == "appos"
            if beside or not _may_pair(a, what) or (office and not _holds(a, office)):
                continue
            group = tuple(m for m in self.group_of(a.mention.head) if _may_pair(m, what))
            if len(group) == 2 and len(_countries(group)) == 2:
                return group
            words = self.tokens.low[a.mention.start : a.mention.head]
            if what != "state" and not latest and a.plural and "two" in words:
                return (a,)
            if len(group) == 2 and not together and what != "state":
                together = group
            if a.mention.is_place or a.mention.kind == "pronoun" or country_of(a) is None:
                continue
            if len(latest) < 2 and all(country_of(a) != country_of(other) for other in latest):
                latest.append(a)
        return together or (tuple(reversed(latest)) if len(latest) == 2 else ())

    def same_noun(self, i: int, noun: str, plural: bool) -> Antecedent | None:
        """The latest earlier party named by this noun, or an office that ends with it, with a known
        country.
        """
        for a in self.recent(i, reach=60):
            if not a.mention.parties or a.mention.parties[0].country is None:
                continue
            if a.plural == plural and a.noun and (a.noun == noun or a.noun.endswith(" " + noun)):
                return a
            role = a.mention.parties[0].role or ""
            if a.what == "person" and not plural and (role == noun or role.endswith(" " + noun)):
                return a
        return None

    def same_body(self, i: int, noun: str, sector: str | None) -> Antecedent | None:
        """The latest named body whose name ends with a noun: "the commission" after "the European Commission".

        Where ``sector`` is given, one of that sector or of none.
        """
        ending = " " + noun
        for a in self.recent(i, reach=60):
            if a.what != "body" or a.noun or not a.mention.parties or a.mention.parties[0].country is None:
                continue
            party = a.mention.parties[0]
            if sector not in (None, party.sector) and party.sector is not None:
                continue
            if party.text.lower().endswith(ending) or (party.name or "").lower().endswith(ending):
                return a
        return None

    def latest(self, i: int, fits: Callable[[Antecedent], bool], reach: int = REACH) -> Antecedent | None:
        """The latest antecedent of which ``fits`` holds; subjects of the same sentence go before other
        words of it.
        """
        found = [a for a in self.recent(i, reach) if fits(a)]
        if not found:
            return None
        nearest = found[0].sentence
        here = [a for a in found if a.sentence == nearest]
        return next((a for a in here if a.subject), here[0])


def _may_pair(antecedent: Antecedent, what: str) -> bool:
    """Whether an antecedent can be one of a pair of states, persons, or any parties."""
    party = antecedent.mention.parties[0] if antecedent.mention.parties else None
    if party is None or party.sector == "JRN":
        return False
    if what == "person":
        return antecedent.what == "person"
    return what == "any" or antecedent.what == "state" or party.sector in ("GOV", "MIL", "LEG")


def _holds(antecedent: Antecedent, office: str) -> bool:
    return office in (antecedent.mention.parties[0].role or "").split(" ")


def _countries(group: Iterable[Antecedent]) -> set[str]:
    return {p.country for a in group for p in a.mention.parties if p.country}


def quotations(tokens: Tokens) -> list[tuple[int, int]]:
    """The token ranges inside double quotation marks.

    A mark opens where a word follows it directly and closes where one stands before it. Wire texts lose
    closing
    marks: one that stays open ends with its sentence when another opens, else with the text that may close
    it.
    """
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for i, word in enumerate(tokens.words):
        if word not in ('"', "''", "``"):
            continue
        glued_before = i > 0 and tokens.ends[i - 1] == tokens.starts[i] and tokens.words[i - 1].strip() != ""
        glued_after = (
            i + 1 < len(tokens)
            and tokens.starts[i + 1] == tokens.ends[i]
            and tokens.words[i + 1].strip() != ""
        )
        opens = (glued_after and not glued_before) or (opened is None and not glued_before)
        if opens:
            if opened is not None:
                found.append((opened, tokens.bounds[tokens.sentence[opened]][1]))
            opened = i
        elif opened is not None:
            found.append((opened, i))
            opened = None
    if opened is not None:
        found.append((opened, tokens.bounds[tokens.sentence[opened]][1]))
    return found


def speaker_of(tokens: Tokens, quotation: tuple[int, int]) -> int | None:
    """The head token of who speaks a quotation: the subject of a verb of speech beside it, or None."""
    opened, closed = quotation
    first, last = tokens.sentence[opened], tokens.sentence[min(closed, len(tokens) - 1)]
    around = [last, *range(first, last)]
    if last + 1 < len(tokens.bounds):
        around.append(last + 1)
    for sentence in around:
        start, end = tokens.bounds[sentence]
        verbs = [
            i
            for i in range(start, end)
            if not opened < i < closed
            and tokens.pos[i] in ("VERB", "AUX")
            and (tokens.lemmas[i] in SPEECH or any(opened < c < closed for c in tokens.children[i]))
        ]
        for verb in sorted(verbs, key=lambda v: min(abs(v - opened), abs(v - closed))):
            subject = next(
                (c for c in tokens.children[verb] if tokens.deps[c] in ("nsubj", "nsubjpass")), None
            )
            if subject is not None and not opened < subject < closed:
                return subject
            if subject is None and tokens.deps[verb] == "conj":
                head = tokens.heads[verb]
                subject = next((c for c in tokens.children[head] if tokens.deps[c] == "nsubj"), None)
                if subject is not None and not opened < subject < closed:
                    return subject
        if sentence > last and verbs:
            break
    return _speaker_before(tokens, first)


def _speaker_before(tokens: Tokens, sentence: int) -> int | None:
    """The subject of the last verb of speech in the two sentences before, for a quotation that names no
    speaker.
    """
    for earlier in range(sentence - 1, max(-1, sentence - 3), -1):
        start, end = tokens.bounds[earlier]
        for i in range(end - 1, start - 1, -1):
            if tokens.lemmas[i] in SPEECH and tokens.pos[i] == "VERB":
                for child in tokens.children[i]:
                    if tokens.deps[child] in ("nsubj", "nsubjpass"):
                        return child
    return None


def country_of(antecedent: Antecedent) -> str | None:
    """The country of an antecedent's first party."""
    return antecedent.mention.parties[0].country if antecedent.mention.parties else None
