"""The learned model beside the lexicon: a voice on what the lexicon does not know.

A verb that the lexicon does not hold, with a party as its subject and another as object or under a preposition, is put
to the model, and becomes a draft where the model is nearly sure. On request the model is also asked about what the
lexicon drafted: a draft is then left out where the model is nearly sure that there is nothing between the parties, and
both voices go into the confidence. Where the subject undergoes the act ("came under attack from") the model, which saw
few of these, cannot overrule the lexicon.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dragoman.coding.arguments import Arguments
from dragoman.coding.attribution import speech_verbs
from dragoman.coding.lexicon import load_lexicon
from dragoman.coding.model import Candidate, Judgement, RelationClassifier
from dragoman.coding.state import Draft, State
from dragoman.coding.words import words
from dragoman.language.clauses import Clause
from dragoman.records import Party

NEW_AT_LEAST = 0.90
"""So probable a type must be for an unknown predicate; set by reading what it finds in 150 wire stories."""

NOTHING_AT_LEAST = 0.97
"""So probable must "nothing" be for a draft of the lexicon to be left out."""

NEVER_NEW = frozenset(("NONE", "CONSULT", "MOBILIZE"))
"""Types that the model does not give to a predicate that the lexicon does not know: their words are few and listed."""

UNDER = ("against", "with", "to", "on", "for", "from", "of", "by")


def judge(
    states: Sequence[State], classifier: RelationClassifier, weigh: bool = False, every_voice: bool = False
) -> None:
    """Put the unknown predicates of a batch of documents to the model, and on request the drafts of the lexicon.

    ``weigh``: what the model says of these counts; ``every_voice``: it is only told, for those who ask why.
    """
    new = [(s, d) for s in states if s.given.get("topic") is None for d in unknown_predicates(s)]
    asked = [(s, d) for s in states for d in s.open_drafts() if d.actors or d.recipients]
    asked = asked if weigh or every_voice else []
    judgements = classifier.classify([candidate(s, d) for s, d in (*asked, *new)])
    for (_, draft), judgement in zip(asked, judgements, strict=False):
        draft.evidence["model"] = _voice(judgement)
        if weigh:
            _weigh(draft, judgement)
    for (state, draft), judgement in zip(new, judgements[len(asked) :], strict=True):
        if _found(draft, judgement):
            state.drafts.append(draft)
    for state in states:
        state.drafts.sort(key=lambda d: (d.sentence, d.clause.head.i))


def candidate(state: State, draft: Draft) -> Candidate:
    """A draft as the model reads it: its sentence, with the parties and the predicate marked."""
    sentence = state.parse.sentences[draft.sentence]
    start = sentence.start

    def marks(parties: Sequence[Party]) -> tuple[tuple[int, int], ...]:
        found = {(p.start - start, p.end - start) for p in parties if start <= p.start and p.end <= sentence.end}
        return tuple(sorted(found))

    actors, recipients = marks(draft.actors), marks(draft.recipients)
    if draft.reciprocal and not recipients:
        actors, recipients = actors[:1], actors[1:]
    predicate = draft.predicate
    assert predicate is not None
    return Candidate(
        text=state.document.text[start : sentence.end],
        actors=actors,
        recipients=recipients,
        predicate=(predicate.start - start, min(predicate.end, sentence.end) - start),
    )


def unknown_predicates(state: State) -> list[Draft]:
    """Drafts, still without a type, for verbs with two parties that no draft is about."""
    if state.mentions is None:
        return []
    arguments = Arguments(state.mentions)
    taken = {t.i for d in state.drafts for c in (d.clause, d.governor) for t in (c.head, c.head.head)}
    known = load_lexicon().verbs
    sentence_of = state.sentence_numbers()
    found = []
    for clause in state.clauses:
        if (
            clause.is_noun
            or clause.head.i in taken
            or clause.lemma in known
            or clause.head.lemma_.lower() in known
            or clause.head.lemma_.lower() in words("acts.not_asked")
            or clause.head.lemma_.lower() in speech_verbs()
            or _unreal(clause)
        ):
            continue
        actors = arguments.subjects(clause)
        recipients = arguments.others(arguments.recipients(clause, ("obj", "dat", *UNDER), actors), actors)
        if actors and recipients and _foreign(actors, recipients):
            found.append(
                Draft(
                    clause=clause,
                    governor=clause,
                    sentence=sentence_of[clause.head.i],
                    event_type="NONE",
                    mode=None,
                    actors=actors,
                    recipients=recipients,
                    sides=(actors, recipients),
                    predicate=state.parse.span(clause.tokens()),
                )
            )
    return found


def _foreign(actors: tuple[Party, ...], recipients: tuple[Party, ...]) -> bool:
    ours, theirs = {p.country for p in actors}, {p.country for p in recipients}
    return None not in ours | theirs and not ours & theirs


def _unreal(clause: Clause) -> bool:
    """Negated, modal and infinitive clauses state no act that the model could be asked about."""
    return any(
        t.dep_ == "neg" or t.tag_ == "MD" or (t.dep_ == "aux" and t.lower_ == "to") for t in clause.head.children
    )


def _weigh(draft: Draft, judgement: Judgement) -> None:
    draft.given["type_probability"] = judgement.types.get(draft.event_type, 0.0)
    if judgement.types["NONE"] >= NOTHING_AT_LEAST and not draft.given.get("turned"):
        draft.rejected = "the model is sure that nothing happens between them"


def _found(draft: Draft, judgement: Judgement) -> bool:
    best = max(judgement.types, key=lambda name: judgement.types[name])
    if best in NEVER_NEW or judgement.types[best] < NEW_AT_LEAST:
        return False
    draft.event_type, draft.mode = best, judgement.mode(best)[0]
    draft.evidence = {"lexicon": "unknown predicate", "model": _voice(judgement)}
    draft.given["type_probability"] = judgement.types[best]
    return True


def _voice(judgement: Judgement) -> dict[str, Any]:
    """The model's three likeliest types, as ``explain`` prints them."""
    best = sorted(judgement.types, key=lambda name: -judgement.types[name])[:3]
    return {name: round(judgement.types[name], 3) for name in best}
