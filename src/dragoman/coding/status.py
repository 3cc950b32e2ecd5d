"""Whether it happened: status from tense, modals, negation and conditions.

Where a PLOVER type says the same thing, the type says it (design: promised cooperation is AGREE, a threatened act
THREATEN, a refusal REJECT); the outcomes are those of the lexicon's operators "promise" and "refuse".
"""

from __future__ import annotations

from datetime import date

from spacy.tokens import Token

from dragoman import ontology
from dragoman.coding.lexicon import Lexicon
from dragoman.coding.state import Draft
from dragoman.coding.words import words
from dragoman.language.clauses import Clause
from dragoman.records import HISTORICAL_AFTER_DAYS, DateValue

COOPERATIVE = (1, 2)
"""The quads of cooperation, verbal and material."""

KEPT_IN_FUTURE = frozenset(("AGREE", "THREATEN", "REQUEST", "REJECT", "CONCEDE"))


def decide(draft: Draft, lexicon: Lexicon) -> None:
    """Set a draft's status, and its type and mode where the type says it better."""
    if _purpose(draft.governor) and draft.event_type != "PROTEST":
        draft.rejected = "a purpose, not an act"
        return
    verb = _finite(draft.governor)
    auxiliaries = _auxiliaries(verb) | (_auxiliaries(verb.head) & words("modals.future") if _goes_with(verb) else set())
    negated = any(
        t.dep_ == "neg" or (t.lower_ in words("reality.negations") and t.dep_ in ("det", "advmod", "preconj"))
        for t in verb.children
    )
    negated = negated or _negated_noun(draft.clause)
    if draft.operator == "deny":
        draft.status = "negated"
        draft.evidence["status"] = "denied"
    elif _conditional(verb):
        draft.status = "hypothetical"
        draft.evidence["status"] = "in a condition"
    elif _unfulfilled(verb) or _unfulfilled(draft.governor.head):
        draft.status = "hypothetical"
        draft.evidence["status"] = "would have been done"
    elif _imagined(verb):
        draft.status = "hypothetical"
        draft.evidence["status"] = "feared, hoped for or foreseen"
    elif _abstained_from(verb):
        draft.status = "negated"
        draft.evidence["status"] = "abstained from"
    elif _prevented(draft.clause, verb):
        draft.status = "negated"
        draft.evidence["status"] = "prevented"
    elif auxiliaries & words("modals.demanded") and draft.event_type == "REQUEST":
        _demand(draft, lexicon)
    elif negated and auxiliaries & (words("modals.future") | words("modals.possible")):
        _retype(draft, lexicon, "refuse", "negated future")
    elif negated and auxiliaries & words("modals.habitual") and ontology.quad(draft.event_type) in COOPERATIVE:
        _retype(draft, lexicon, "refuse", "not done on principle:")
    elif negated:
        draft.status = "negated"
        draft.evidence["status"] = "negation"
    elif auxiliaries & words("modals.future") or _is_to_come(draft, verb):
        if draft.event_type not in KEPT_IN_FUTURE:
            _retype(draft, lexicon, "promise", "future")
    elif auxiliaries & words("modals.possible") and draft.event_type != "THREATEN":
        draft.status = "hypothetical"
        draft.evidence["status"] = "possibility"
    elif auxiliaries & words("modals.demanded") or _needed(verb) or _needed(draft.governor.head):
        _demand(draft, lexicon)
    elif verb.dep_ == "ROOT" and verb.tag_ == "VBN" and "had" in auxiliaries:
        draft.status = "historical"
        draft.evidence["status"] = "told as the past of another event"
    elif _unreal_noun(draft.clause):
        draft.rejected = "wished for, feared or planned, not done"


def _demand(draft: Draft, lexicon: Lexicon) -> None:
    """What must be done, in somebody's words, is that speaker's request to those who must do it."""
    speaker = draft.attribution.party if draft.attribution is not None else None
    by_modal = draft.operator == "demand"
    outcome = (draft.event_type, draft.mode) if by_modal else lexicon.outcome("request", draft.event_type, draft.mode)
    if speaker is None and draft.event_type == "REQUEST":
        draft.rejected = "demanded by nobody who is named"
    elif speaker is not None and draft.event_type == "REQUEST" and not by_modal and draft.clause.lemma != "demand":
        outcome = ("REQUEST", "change")
    if speaker is None and not draft.recipients and not draft.reciprocal:
        draft.rejected = "demanded by nobody who is named"
    if speaker is None or outcome is None or speaker.country is None:
        draft.status = "hypothetical"
        draft.evidence["status"] = "demanded"
        return
    asked = tuple(p for p in draft.actors or draft.recipients if p.country != speaker.country)
    if not asked:
        draft.rejected = "demanded of nobody who is named"
        return
    draft.evidence["status"] = f"demanded {draft.event_type}"
    draft.sides = ((speaker,), asked)
    draft.actors, draft.recipients, draft.reciprocal = (speaker,), asked, False
    draft.event_type, draft.mode = outcome


def _unreal_noun(clause: Clause) -> bool:
    """A noun under one that makes it a wish or a fear: "the need for talks", "fears of an attack"."""
    prep = clause.head.head
    return clause.is_noun and clause.head.dep_ == "pobj" and prep.head.lemma_.lower() in words("reality.unreal_heads")


def _needed(verb: Token) -> bool:
    governor = verb.head
    return verb.dep_ == "xcomp" and governor.lemma_ in ("need", "have") and any(t.lower_ == "to" for t in verb.children)


def _purpose(clause: Clause) -> bool:
    """Whether a clause only tells what another act is for: "fired tear gas to drive them away"."""
    verb = clause.head
    went_on = any(t.dep_ == "prt" and t.lower_ == "on" for t in verb.head.children)
    done = went_on or verb.head.lower_ in words("reality.ranks")
    return (
        verb.tag_ == "VB"
        and not done  # "was the first to send", "went on to blame"
        and verb.dep_ in ("advcl", "acl", "relcl")
        and any(t.dep_ == "aux" and t.lower_ == "to" for t in verb.children)
    )


def settle_past(draft: Draft, published: str | None) -> None:
    """An act that ended more than ``HISTORICAL_AFTER_DAYS`` before publication is historical."""
    if draft.status != "actual" or draft.date is None or published is None:
        return
    try:
        age = date.fromisoformat(published) - date.fromisoformat(draft.date.end)
    except ValueError:
        return
    if age.days > HISTORICAL_AFTER_DAYS:
        draft.status = "historical"
        draft.evidence["status"] = f"dated {age.days} days before publication"


def settle_future(draft: Draft, planned: DateValue | None, published: str | None, lexicon: Lexicon) -> None:
    """A meeting told in the present tense for a day to come is agreed, not held: "they meet on December 11"."""
    verb = _finite(draft.governor)
    if draft.event_type != "CONSULT" or draft.status != "actual" or verb.tag_ not in ("VBP", "VBZ"):
        return
    if planned is not None and published is not None and planned.start > published:
        _retype(draft, lexicon, "promise", "future")
        draft.planned_for = planned


def _retype(draft: Draft, lexicon: Lexicon, operator: str, why: str) -> None:
    outcome = lexicon.outcome(operator, draft.event_type, draft.mode)
    draft.evidence["status"] = f"{why} {draft.event_type}"
    if outcome is None or outcome[0] == draft.event_type:
        draft.status = "future" if operator == "promise" else "negated"
        return
    draft.retype(*outcome)


def _finite(clause: Clause) -> Token:
    """The verb that carries tense and modals for a clause: its own, or the one it is coordinated under."""
    token = clause.head
    if clause.is_noun:
        while token.dep_ in (
            "dobj",
            "pobj",
            "prep",
            "nsubjpass",
            "conj",
            "attr",
            "compound",
            "amod",
            "poss",
        ) and token.pos_ not in ("VERB", "AUX"):
            token = token.head
        return token
    for _ in range(6):
        has_own = any(t.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass") for t in token.children)
        if has_own and token.dep_ != "xcomp":
            return token
        if token.dep_ in ("conj", "xcomp") and token.head.pos_ in ("VERB", "AUX"):
            token = token.head
        else:
            return token
    return token


def _auxiliaries(verb: Token) -> set[str]:
    return {t.lower_ for t in verb.children if t.dep_ in ("aux", "auxpass")}


def _goes_with(verb: Token) -> bool:
    """A participle that has the time of the verb above it: "he will resume his duties, flying to Paris"."""
    bare = not any(t.dep_ in ("aux", "auxpass", "mark", "nsubj") for t in verb.children)
    return verb.dep_ == "advcl" and verb.tag_ == "VBG" and bare and verb.head.i < verb.i


def _unfulfilled(verb: Token) -> bool:
    """ "would have attacked", "was to have met": what did not come to pass."""
    auxiliaries = _auxiliaries(verb)
    if verb.tag_ != "VBN" or "have" not in auxiliaries:
        return False
    return bool(auxiliaries & words("modals.unfulfilled")) or ("to" in auxiliaries and _to_come(verb))


def _imagined(verb: Token) -> bool:
    """ "fears that Iran will attack", "afraid of being shot": what is feared, hoped for or foreseen."""
    if verb.dep_ == "pcomp" and verb.head.lower_ in ("of", "in"):
        return verb.head.head.lemma_.lower() in words("reality.imagined")
    return verb.dep_ == "ccomp" and verb.head.lemma_.lower() in words("reality.imagining")


def _abstained_from(verb: Token) -> bool:
    """ "refrained from attacking": the gerund under such a verb was not done."""
    preposition = verb.head
    if verb.dep_ != "pcomp" or preposition.lower_ not in ("from", "of"):
        return False
    above = preposition.head if preposition.head.pos_ in ("VERB", "AUX") else preposition.head.head
    return above.lemma_.lower() in words("reality.abstaining")


def _prevented(clause: Clause, verb: Token) -> bool:
    """ "foiled an attack", "war was averted"."""
    return clause.is_noun and clause.head.dep_ in ("dobj", "nsubjpass") and verb.lemma_ in words("reality.preventing")


def _conditional(verb: Token) -> bool:
    token = verb
    for _ in range(5):
        if any(t.dep_ == "mark" and t.lower_ in words("reality.conditions") for t in token.children):
            return True
        if token.dep_ == "advcl" and _is_inverted(token):
            return True
        if token.dep_ in ("conj", "ccomp", "xcomp", "relcl") and token.head.i != token.i:
            token = token.head
        else:
            return False
    return False


def _is_inverted(verb: Token) -> bool:
    """ "had the troops not left", "should they attack": a condition without "if"."""
    first = min(verb.children, key=lambda t: t.i, default=verb)
    return first.dep_ in ("aux", "auxpass") and first.lower_ in words("reality.inverted")


def _is_to_come(draft: Draft, verb: Token) -> bool:
    return _to_come(verb) or _to_come(draft.governor.head) or _planned_noun(draft.clause)


def _to_come(verb: Token) -> bool:
    """ "is to meet", "was going to", "is due to", "is expected to", before the act itself."""
    if any(t.dep_ == "aux" and t.lower_ == "to" for t in verb.children):
        governor = verb.head
        if verb.dep_ == "xcomp" and governor.lemma_ in ("be", "go"):
            return True
        if verb.dep_ == "xcomp" and governor.lower_ in words("reality.to_come"):
            return True
        if verb.dep_ in ("xcomp", "ROOT", "ccomp", "relcl", "advcl") and any(
            t.dep_ == "aux" and t.lemma_ == "be" and t.i < verb.i for t in verb.children
        ):
            return True
    return False


def _planned_noun(clause: Clause) -> bool:
    return clause.is_noun and any(t.lower_ in words("reality.planned") for t in clause.modifiers)


def _negated_noun(clause: Clause) -> bool:
    return clause.is_noun and any(t.dep_ == "det" and t.lower_ == "no" for t in clause.head.children)
