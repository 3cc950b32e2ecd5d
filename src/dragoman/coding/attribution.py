"""Who says so: the speaker of the claim that a report makes.

Direct and indirect speech ("X said that", "..., X said"), "according to X", "X was quoted as saying by Y",
"Y quoted X as saying", and quotations that run over several sentences. The nearest speaker wins.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from dragoman.actors import Mentions
from dragoman.coding.state import Draft, State
from dragoman.language.clauses import is_passive, subject_heads
from dragoman.records import Attribution

CLAUSE_LABELS = frozenset(("ccomp", "parataxis", "xcomp", "pcomp", "advcl"))
ACCUSING = frozenset(
    ("accuse", "blame", "charge", "convict", "condemn", "criticise", "criticize", "denounce", "suspect")
)
"""Verbs that claim what they reproach: "Kyiv accused Russia of shelling the town"."""

ADDRESSING = frozenset(("tell", "inform"))
"""Verbs of speech whose object is the one spoken to: "sources told Reuters"."""

BACKGROUND = frozenset(("relcl", "acl", "advcl", "appos"))
"""What stands in a relative or adverbial clause is told by the writer, not claimed by the speaker above."""

HEAVY = frozenset(("relcl", "acl", "appos", "advcl", "cc", "conj", "punct"))
PRONOUN_TAGS = frozenset(("WP", "WDT", "EX"))
MAX_HEADLINE_SOURCE = 4
"""Words of the source that stands after the colon of a headline, at most."""
MAX_QUOTED_SENTENCES = 8
"""A quotation is followed over at most so many sentences."""


@cache
def speech_verbs() -> frozenset[str]:
    """The lemmas of verbs that report speech."""
    text = (files("dragoman.coding") / "data" / "speech.txt").read_text(encoding="utf-8")
    body = " ".join(line for line in text.splitlines() if not line.startswith("#"))
    say = body.split("say:")[1].split("quoted:")[0]
    return frozenset(say.replace("_", " ").split())


class Speakers:
    """The speakers of one document."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._parsed = state.parse
        self._sentences = [s for s in self._parsed.doc.sents if any(not t.is_space for t in s)]
        self._quoted = _inside_quotes(self._parsed.doc)

    def of(self, draft: Draft) -> Attribution | None:
        """The speaker of the claim that a draft makes, or None where the text itself makes it."""
        head = draft.governor.head
        speaker = (None if draft.governor.is_noun else self._over(head)) or self._according(head) or _after_colon(head)
        if speaker is None and self._quoted[draft.clause.head.i] and not _speaks_of_himself(draft):
            speaker = self._of_quotation(draft.sentence)
        return self._attribution(speaker) if speaker is not None else None

    def _over(self, token: Token) -> Token | None:
        """The subject of the nearest verb of speech above a predicate."""
        for _ in range(12):
            governor = token.head
            speaker = self._inserted(token, token)
            if speaker is not None:
                return speaker
            if governor.i == token.i or token.dep_ in BACKGROUND:
                return None
            if token.dep_ == "prep" and governor.lemma_.lower() in ACCUSING:
                subjects, _ = subject_heads(governor)
                return subjects[0] if subjects and not is_passive(governor) else None
            if governor.pos_ in ("VERB", "AUX") and token.dep_ in CLAUSE_LABELS | {"conj", "dep"}:
                speaker = self._speaker(governor, token)
                if speaker is not None:
                    return speaker
            token = governor
        return None

    def _speaker(self, verb: Token, below: Token) -> Token | None:
        """The speaker, if ``verb`` reports what stands below it."""
        lemma = verb.lemma_.lower()
        if is_passive(verb) and (lemma in ADDRESSING or any(t.lower_ == "it" for t in subject_heads(verb)[0])):
            return None
        if lemma not in speech_verbs() or below.dep_ not in ("ccomp", "parataxis", "advcl", "pcomp", "xcomp", "dep"):
            return None
        if below.dep_ in ("advcl", "xcomp") and lemma not in ("quote", "cite"):
            return None
        if (
            lemma in ("quote", "cite")
            and (quoted := next((t for t in verb.children if t.dep_ == "dobj"), None)) is not None
        ):
            return quoted
        subjects, understood = subject_heads(verb)
        if lemma == "say" and verb.dep_ in ("pcomp", "advcl", "xcomp") and verb.tag_ == "VBG":
            return self._quoting(verb) or (subjects[0] if subjects else None)
        if understood and verb.dep_ == "conj":
            return subjects[0] if subjects else None
        return next((s for s in subjects if s.tag_ not in PRONOUN_TAGS), None)

    def _quoting(self, saying: Token) -> Token | None:
        """ "X was quoted as saying": X; "Interfax quoted X as saying": X."""
        quote = saying.head.head if saying.head.dep_ == "prep" else saying.head
        if quote.lemma_ not in ("quote", "cite", "report"):
            return None
        for label in ("nsubjpass", "dobj"):
            for child in quote.children:
                if child.dep_ == label:
                    return child
        return None

    def _inserted(self, governor: Token, below: Token) -> Token | None:
        """A verb of speech set into the sentence beside the claim: "the army, he said, had withdrawn"."""
        for child in governor.children:
            if child.i == below.i or child.lemma_.lower() not in speech_verbs():
                continue
            if _reports_nothing(child, governor):
                continue
            loose = child.dep_ == "conj" and not any(t.dep_ == "cc" and t.i < child.i for t in governor.children)
            if loose or child.dep_ in ("parataxis", "ccomp"):
                addressed = child.lemma_.lower() in ADDRESSING
                if any(t.dep_ == "ccomp" or (t.dep_ == "dobj" and not addressed) for t in child.children):
                    continue
                subjects, understood = subject_heads(child)
                if subjects and not understood:
                    return subjects[0]
        return None

    def _according(self, token: Token) -> Token | None:
        """What stands after "according to", at the head or the end of the sentence or in a predicate's own clause."""
        for word in token.sent:
            if word.lower_ != "according":
                continue
            apart = word.i == token.sent.start or word.nbor(-1).text in (",", '"', "''")
            if apart or word.head.i == token.i:
                source = next((s for to in word.children for s in to.children if s.dep_ == "pobj"), None)
                if source is not None and not _in_background(token):
                    return source
        return None

    def _of_quotation(self, number: int) -> Token | None:
        """The speaker of a quotation that runs on from, or into, neighbouring sentences."""
        for step in (1, -1):
            i = number + step
            while 0 <= i < len(self._sentences) and abs(i - number) <= MAX_QUOTED_SENTENCES:
                sentence = self._sentences[i]
                if (
                    step == 1
                    and not self._quoted[next(t for t in sentence if not t.is_space).i]
                    and not _opens_inside(sentence, self._quoted)
                ):
                    break
                speaker = self._said_in(sentence)
                if speaker is not None:
                    return speaker
                if step == -1 and not any(self._quoted[t.i] for t in sentence):
                    break
                i += step
        return None

    def _said_in(self, sentence: TokenSpan) -> Token | None:
        for token in sentence:
            if token.lemma_.lower() in speech_verbs() and token.pos_ == "VERB" and not self._quoted[token.i]:
                if token.tag_ == "VBG" and (found := self._quoting(token)) is not None:
                    return found
                subjects, understood = subject_heads(token)
                if subjects and not understood:
                    return subjects[0]
        return None

    def _attribution(self, speaker: Token) -> Attribution:
        mentions = self._state.mentions
        mention = mentions.at(speaker) if isinstance(mentions, Mentions) else None
        if mention is not None and mention.parties:
            party = mention.parties[0]
            return Attribution(text=party.text, start=party.start, end=party.end, party=party)
        span = self._parsed.span(noun_phrase(speaker))
        return Attribution(text=span.text, start=span.start, end=span.end)


def _after_colon(token: Token) -> Token | None:
    """The source that a headline gives at its end: "Rebels take the airport: ministry"."""
    sentence = [t for t in token.sent if not t.is_space and t.text != "."]
    colon = next((i for i in range(len(sentence) - 1, 0, -1) if sentence[i].text == ":"), 0)
    source = sentence[colon + 1 :]
    if not colon or not source or len(source) > MAX_HEADLINE_SOURCE or token.i > sentence[colon].i:
        return None
    if any(t.pos_ not in ("NOUN", "PROPN", "ADJ", "DET") for t in source):
        return None
    return source[-1]


def _reports_nothing(verb: Token, governor: Token) -> bool:
    """A verb of speech that is what is said, or describes a noun: "said it would respond", "strikes claimed by"."""
    if verb.dep_ == "ccomp" and verb.i > governor.i and governor.lemma_.lower() in speech_verbs():
        return True
    auxiliaries = [t for t in verb.children if t.dep_ in ("aux", "auxpass")]
    return any(t.tag_ == "MD" for t in auxiliaries) or (verb.tag_ == "VBN" and not auxiliaries)


def _in_background(token: Token) -> bool:
    for _ in range(12):
        if token.dep_ in BACKGROUND:
            return True
        if token.head.i == token.i:
            return False
        token = token.head
    return False


def _speaks_of_himself(draft: Draft) -> bool:
    """What "I" or "we" do in a quotation that runs on is told with the speaker as actor already."""
    return any(p.text.lower() in ("i", "we") for p in draft.actors)


def noun_phrase(head: Token) -> list[Token]:
    """A noun phrase without its relative clauses, appositions and coordination."""
    kept = [head]
    for token in reversed(head.doc[head.left_edge.i : head.i]):
        if (token.is_punct and token.text == ",") or token.is_space:
            break
        kept.insert(0, token)
    for child in head.rights:
        if child.dep_ in HEAVY or child.i != kept[-1].i + 1:
            break
        kept += list(head.doc[child.left_edge.i : child.right_edge.i + 1])
    return kept


def _inside_quotes(doc: Doc) -> list[bool]:
    """For each token whether it stands inside quotation marks.

    A quotation that its paragraph does not close runs to the end of the paragraph where the next one opens
    quotation marks again, else only to the end of its sentence.
    """
    marks = [(t.i, _opens(t)) for t in doc if t.text in ('"', "''", "``")]
    breaks = [t.i for t in doc if t.is_space and "\n" in t.text] + [len(doc)]
    found = [False] * len(doc)
    for number, (start, opens) in enumerate(marks):
        if not opens:
            continue
        paragraph = next(i for i in breaks if i > start)
        close, opens_again = marks[number + 1] if number + 1 < len(marks) else (len(doc), True)
        if close > paragraph or opens_again:
            goes_on = paragraph + 1 == close
            close = (
                paragraph
                if goes_on
                else doc[start].sent.end
                if start + 1 >= doc[start].sent.end
                else doc[start + 1].sent.end
            )
        for i in range(start + 1, min(close, len(doc))):
            found[i] = True
    return found


def _opens(mark: Token) -> bool:
    """Whether a quotation mark opens: it stands first, after a space or after a bracket."""
    if mark.i == 0:
        return True
    before = mark.doc[mark.i - 1]
    return bool(before.whitespace_) or before.is_space or before.text in ("(", "[", "--")


def _opens_inside(sentence: TokenSpan, quoted: list[bool]) -> bool:
    return any(quoted[t.i] for t in sentence[:3])


def attribute(state: State) -> None:
    """Set the attribution of every open draft of a document."""
    speakers = Speakers(state)
    for draft in state.open_drafts():
        draft.attribution = speakers.of(draft)
