"""Whether an act with its parties is worth a report, and the draft of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Token

from dragoman.coding.arguments import Arguments
from dragoman.coding.lexicon import Frame
from dragoman.coding.state import Draft
from dragoman.coding.words import words
from dragoman.language.clauses import Clause, subject_heads
from dragoman.language.pipeline import ParsedDocument
from dragoman.records import SECTORLESS_COUNTRIES, Party, Span

Parties = tuple[Party, ...]

AGENTLESS = frozenset(("ACCUSE", "ASSAULT", "COERCE", "SANCTION", "RETREAT", "PROTEST"))
"""Types of acts that are coded without an actor where a passive or a noun names only whom it was done to."""

NEEDS_RECIPIENT = frozenset(("AID", "COOPERATE", "SANCTION"))
"""Types whose recipient PLOVER requires; an act with an actor alone is not one of them."""

ONE_SIDED_NOUNS = frozenset(("ASSAULT", "PROTEST", "MOBILIZE"))
"""Types that a noun states with one party alone."""

SAID_OR_SIGNED = frozenset(
    ("AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONCEDE", "COOPERATE", "AID")
)
"""Types in which what private people of one country say to each other or sign is no politics."""

PRIVATE = frozenset(("CVL", "BUS", "MED", "EDU", "UNK", "CRM", "ELI", "LAB"))
"""Sectors whose visits and meetings at home are no politics."""

BODIES = frozenset(("IGO", "UNO", "EUR"))
USUAL_MODES = {"REQUEST": "change", "REJECT": "change"}
NEAR = 5
"""A light verb or an operator so many words from the act belongs to its predicate span."""


@dataclass(frozen=True)
class Act:
    """An act that a word states: its frame and its clause."""

    frame: Frame
    clause: Clause


@dataclass(frozen=True)
class Proposal:
    """An act read off a sentence: ``clause`` states it, the subject of ``governor`` does it; and what told so.

    ``by_weapon``: the subject is a thing that harms on somebody's behalf, so the actor may be unknown.
    """

    event_type: str
    mode: str | None
    clause: Clause
    governor: Clause
    actors: Parties
    recipients: Parties
    frame: Frame | None = None
    operator: str | None = None
    act: Act | None = None
    by_weapon: bool = False
    turned: bool = False
    """Whether the subject undergoes it: "came under attack from", "won praise from"."""

    @property
    def is_noun_alone(self) -> bool:
        """Whether a noun states it without a verb of its own."""
        return self.clause.is_noun and self.clause is self.governor

    @property
    def is_joint(self) -> bool:
        """Whether its parties do it to each other."""
        return bool(self.frame and self.frame.reciprocal)


def suffices(p: Proposal, arguments: Arguments) -> bool:
    """Whether a proposal names the parties that its kind of act needs."""
    by_nobody = p.governor.passive or p.clause.is_noun or p.by_weapon
    if not p.actors and not (p.recipients and p.event_type in AGENTLESS and by_nobody):
        return False
    if p.is_noun_alone and not _noun_suffices(p, arguments):
        return False
    if p.frame is not None and p.frame.both and not (p.actors and p.recipients):
        return False
    if not p.recipients and p.event_type in NEEDS_RECIPIENT and len({a.country for a in p.actors}) == 1:
        return False
    if p.event_type in SAID_OR_SIGNED and p.actors and all(_is_private(a) for a in (*p.actors, *p.recipients)):
        return bool(p.recipients) and len({a.country for a in (*p.actors, *p.recipients)} - {None}) > 1
    return p.event_type != "CONSULT" or _is_political_meeting(p)


def _is_private(party: Party) -> bool:
    return party.sector in PRIVATE or (party.sector is None and party.country is None)


def _noun_suffices(p: Proposal, arguments: Arguments) -> bool:
    """A noun alone states an act of two sides, of one where the type has one, or a body's meeting that was held."""
    if (p.actors and p.recipients) or len({a.country for a in p.actors}) > 1 or (p.is_joint and len(p.actors) > 1):
        return True
    if p.is_joint and p.actors and any(t.tag_ == "NNS" for t in p.clause.governed_by("between", "among")):
        return True
    if p.event_type in ONE_SIDED_NOUNS and not p.is_joint and p.clause.lemma not in words("acts.two_sided"):
        own = all(a.text.lower() in words("parties.reflexive") for a in p.actors)
        if p.event_type == "ASSAULT" and p.actors and own:
            return False
        return not p.actors or p.actors == arguments.first(p.clause, ("own", "by", "of", "from"))
    head = p.clause.head
    held = head.dep_ in ("nsubj", "nsubjpass") and head.head.lemma_ in words("acts.aspectual")
    return p.event_type == "CONSULT" and held and any(a.country in SECTORLESS_COUNTRIES for a in p.actors)


def _is_political_meeting(p: Proposal) -> bool:
    """Whether several meet, or a body with members, and not only private people of one country."""
    everybody = (*p.actors, *p.recipients)
    sectors = {party.sector for party in everybody}
    abroad = len({party.country for party in everybody}) > 1
    if not sectors - PRIVATE or (sectors & PRIVATE and not abroad):
        return False
    if p.recipients or len(p.actors) > 1 or any(a.country in SECTORLESS_COUNTRIES for a in p.actors):
        return True
    return any(t.tag_ in ("NNS", "NNPS") for t in p.governor.subjects)


def draft_of(p: Proposal, parsed: ParsedDocument, sentence: int) -> Draft:
    """The draft of a proposal; parties who do it to each other all become actors."""
    reciprocal = _reciprocal(p)
    return Draft(
        clause=p.clause,
        governor=p.governor,
        sentence=sentence,
        event_type=p.event_type,
        mode=p.mode or _usual_mode(p),
        actors=(*p.actors, *p.recipients) if reciprocal else p.actors,
        recipients=() if reciprocal else p.recipients,
        reciprocal=reciprocal,
        sides=(p.actors, p.recipients),
        predicate=_predicate(p, parsed),
        operator=p.operator,
        evidence={"lexicon": _reason(p)},
        given={"frame_weight": float(p.frame.weight if p.frame else 0), "turned": float(p.turned)},
    )


def with_casualties(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Proposals, with those harmed in an assault among its recipients: "opened fire on a bus, killing two".

    What such a participle states, or a second verb of harm, is the assault above it, not one more.
    """
    kept: dict[int, Proposal] = {}
    found: list[Proposal] = []
    for p in proposals:
        above = kept.get(p.clause.head.head.i)
        if above is not None and p.clause.head.i > above.clause.head.i and _is_harm_of(p, above):
            new = tuple(r for r in p.recipients if r not in above.recipients and r not in above.actors)
            whole = replace(above, recipients=(*above.recipients, *new))
            found[found.index(above)] = whole
            kept[p.clause.head.i] = whole
            kept.update({i: whole for i, other in kept.items() if other is above})
            continue
        found.append(p)
        if p.event_type == "ASSAULT" and not p.is_joint:
            kept[p.clause.head.i] = p
    return found


def _is_harm_of(p: Proposal, above: Proposal) -> bool:
    head = p.clause.head
    if p.event_type != "ASSAULT" or p.clause.is_noun or head.lemma_ not in words("acts.casualties"):
        return False
    goes_with = head.dep_ == "advcl" and head.tag_ == "VBG"
    both_harm = head.dep_ == "conj" and subject_heads(head)[1] and head.head.lemma_ in words("acts.casualties")
    return (goes_with or both_harm) and p.actors in ((), above.actors) and p.governor.passive == above.governor.passive


def _reciprocal(p: Proposal) -> bool:
    joint = p.frame or (p.act.frame if p.act is not None and p.event_type == "AGREE" else None)
    if p.recipients and (p.operator == "promise" or p.governor.lemma in words("acts.willing")):
        return False  # who agrees or is ready to do something with another speaks for himself alone
    if joint is None or not joint.reciprocal or not (p.recipients or len(p.actors) > 1):
        return False
    return len({x.start for x in (*p.actors, *p.recipients)} | {x.country for x in p.actors}) > 1


def _usual_mode(p: Proposal) -> str | None:
    """The mode of an act whose words do not tell it: a meeting of many states, a demand or refusal of something."""
    if p.event_type == "CONSULT":
        countries = {x.country for x in (*p.actors, *p.recipients)}
        return "multilateral" if countries & BODIES or len(countries) > 2 else None
    return USUAL_MODES.get(p.event_type)


def _predicate(p: Proposal, parsed: ParsedDocument) -> Span:
    """The words of the act; with a light verb or an operator close by, from the one to the other."""
    tokens: list[Token] = [*p.clause.tokens()]
    for other in (p.governor, p.act.clause if p.act else p.clause):
        if 0 < abs(other.head.i - p.clause.head.i) <= NEAR:
            tokens += other.tokens()
    tokens.sort(key=lambda t: t.i)
    return parsed.span(p.clause.head.doc[tokens[0].i : tokens[-1].i + 1])


def _reason(p: Proposal) -> str:
    parts = []
    if p.operator:
        parts.append(f"operator {p.operator}")
    if p.act:
        parts.append(f"over {p.act.clause.lemma} ({p.act.frame.event_type})")
    if p.frame:
        parts.append(f"frame at line {p.frame.line}: {p.frame.event_type}/{p.frame.mode or '-'}")
    return ", ".join(parts)
