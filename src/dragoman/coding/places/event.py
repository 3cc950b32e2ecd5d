"""Where the act of a predicate took place.

A place belongs to the word that its preposition modifies. It is an event's place where that word is the predicate
itself, or a part of the predicate's clause, with no other verb in between; a place under another predicate ("said in
Kabul that", "condemned the attack in Mumbai") is that one's. A capital or country that acts ("Moscow said") stands
under no preposition of place and is never taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from dragoman.coding.places.find import Toponym
from dragoman.coding.places.folding import fold
from dragoman.coding.places.gazetteer import Gazetteer
from dragoman.coding.places.resolve import ResolvedToponym, Resolver
from dragoman.coding.places.words import words
from dragoman.language.pipeline import ParsedDocument
from dragoman.records import Place

DIRECT, ACTED_ON, ARGUMENT, SUBJECT = range(4)
"""How a place belongs to a predicate, best first."""

_FINENESS = {"site": 0, "city": 1, "admin1": 2, "country": 3, None: 4}
_SURFACES = frozenset(("site", "city", "admin1"))
_CLAUSE = frozenset(("ROOT", "ccomp", "advcl", "relcl", "acl", "conj", "xcomp", "pcomp", "csubj", "parataxis"))


@dataclass(frozen=True, slots=True)
class Located:
    """A resolved toponym of a sentence: the word that its preposition modifies, and that preposition."""

    resolved: ResolvedToponym
    site: Token
    preposition: str


def place_of(
    parsed: ParsedDocument,
    predicate: Token,
    resolved: Sequence[ResolvedToponym],
    sentence_default: bool = True,
    dateline_place: str | None = None,
) -> Place | None:
    """The place of the event that ``predicate`` states, or None where its sentence gives none.

    ``sentence_default`` lets the only place of a sentence stand for an act that names none of its own, unless it is
    under a verb of saying. ``dateline_place`` is what "here" means.
    """
    doc = parsed.doc
    sentence = predicate.sent
    inside = [r for r in resolved if sentence.start <= r.toponym.head < sentence.end and r.toponym.kind != "demonym"]
    heads = {i for r in inside for i in _tokens(parsed, r)}
    located = [x for r in inside if (x := _located(r, doc[r.toponym.head], heads)) is not None]
    nodes = _clause_nodes(predicate)
    ranked = [(rank, x) for x in located if (rank := _rank(x, predicate, nodes)) is not None]
    if ranked:
        best = min(
            ranked,
            key=lambda pair: (pair[0], _FINENESS[pair[1].resolved.precision], pair[1].resolved.toponym.start),
        )
        return as_place(best[1].resolved)
    modifier = _modifier_place(parsed, predicate, inside)
    if modifier is not None:
        return as_place(modifier)
    if (here := _here(predicate, nodes)) is not None:
        return _dateline(parsed, here, dateline_place)
    if sentence_default:
        return _default(predicate, located)
    return None


def as_place(resolved: ResolvedToponym) -> Place:
    """A resolved toponym as the place of a report."""
    toponym = resolved.toponym
    return Place(
        text=toponym.text, start=toponym.start, end=toponym.end,
        name=resolved.name or toponym.text, country=resolved.country, admin1=resolved.admin1,
        lat=resolved.lat, lon=resolved.lon, geonames_id=resolved.geonames_id, precision=resolved.precision,
    )  # fmt: skip


def _tokens(parsed: ParsedDocument, resolved: ResolvedToponym) -> Iterator[int]:
    span = parsed.doc.char_span(resolved.toponym.start, resolved.toponym.end, alignment_mode="expand")
    yield from range(span.start, span.end) if span is not None else ()


def _located(resolved: ResolvedToponym, head: Token, heads: set[int]) -> Located | None:
    """What the place is attached to, or None where it stands under no preposition and is no object."""
    token = head
    while (
        token.dep_ in ("compound", "nmod")
        and token.head.pos_ in ("NOUN", "PROPN")
        and token.head.lower_ in words("after")
        and token.head.i > token.i
    ):
        token = token.head
    if token.dep_ in ("conj", "appos") and token.head.i not in heads and token.head.pos_ in ("NOUN", "PROPN"):
        token = token.head
    elif token.dep_ in ("appos", "conj", "npadvmod") and token.head.i in heads:
        return None
    if token.dep_ == "pobj":
        preposition = token.head
        noun = preposition.head
        if preposition.lower_ == "of" and noun.lower_ in words("bearings"):
            return _through_bearing(resolved, noun)
        site = noun.head if noun.dep_ == "prep" and noun.pos_ == "ADP" else noun
        return Located(resolved, site, preposition.lower_)
    if token.dep_ == "dobj":
        return Located(resolved, token.head, "")
    return None


def _through_bearing(resolved: ResolvedToponym, noun: Token) -> Located | None:
    """The place of "20 km south of Basra", "on the outskirts of Basra", "the town of Basra"."""
    if noun.dep_ == "pobj":
        return Located(resolved, noun.head.head, noun.head.lower_)
    if noun.dep_ in ("advmod", "npadvmod", "prep"):
        return Located(resolved, noun.head, "in")
    if noun.dep_ == "dobj":
        return Located(resolved, noun.head, "")
    return None


def _clause_nodes(predicate: Token) -> set[Token]:
    """The words whose places are the predicate's own: itself, and the verb that only carries it."""
    nodes = {predicate}
    head = predicate.head
    if predicate.pos_ in ("NOUN", "PROPN"):
        if (
            predicate.dep_ in ("dobj", "nsubj", "nsubjpass", "attr")
            and head.pos_ in ("VERB", "AUX")
            and head.lemma_ in words("light_verbs")
        ):
            nodes.add(head)
        elif (
            predicate.dep_ == "pobj"
            and head.lower_ in ("in", "during", "for", "at")
            and head.head.pos_ == "VERB"
            and head.head.lemma_ not in words("speaks_of")
        ):
            nodes.add(head.head)
    elif predicate.dep_ == "xcomp" and head.lemma_ in (
        "begin",
        "start",
        "continue",
        "resume",
        "try",
        "manage",
        "stop",
    ):
        nodes.add(head)
    return nodes


def _rank(located: Located, predicate: Token, nodes: set[Token]) -> int | None:
    """How a place belongs to the predicate, or None where it does not."""
    if not _is_where(located):
        return None
    site = located.site
    if site in nodes:
        if located.preposition == "":
            return ACTED_ON
        return None if _ambiguous(located, predicate) else DIRECT
    return _through_argument(site, predicate, nodes)


def _is_where(located: Located) -> bool:
    """Whether the preposition, or the verb, makes it a place where something happens."""
    preposition, site = located.preposition, located.site
    if preposition == "":
        return site.lemma_.lower() in words("acts_on_a_place")
    if preposition in words("event_prepositions"):
        return True
    if preposition in words("surface_prepositions"):
        if site.lemma_.lower() in words("acts_nouns") and preposition == "on":
            return True
        return located.resolved.precision in _SURFACES and located.resolved.geonames_id is None
    if preposition in words("goal_prepositions"):
        return site.lemma_.lower() in words("moves") or site.lemma_.lower() in words("acts_nouns")
    return preposition == "of" and site.lemma_.lower() in words("acts_nouns")


def _ambiguous(located: Located, predicate: Token) -> bool:
    """Whether a place after the object of a verb of speaking may be the object's: "condemned the attack in Mumbai"."""
    if predicate.lemma_.lower() not in words("speaks_of"):
        return False
    where = located.resolved.toponym.head
    return any(t.lower_ in words("happenings") and predicate.i < t.i < where for t in predicate.subtree)


def _through_argument(site: Token, predicate: Token, nodes: set[Token]) -> int | None:
    """The rank of a place inside an argument of the predicate, or None where another happening owns it."""
    token, inside_happening = site, False
    for _ in range(len(predicate.doc)):
        if token.lower_ in words("happenings") and token not in nodes:
            inside_happening = inside_happening or token.dep_ in (
                "dobj",
                "nsubj",
                "nsubjpass",
                "conj",
                "appos",
                "attr",
            )
        if token.head.i == token.i or (token.pos_ in ("VERB", "AUX") and token.dep_ in _CLAUSE):
            return None
        if token.pos_ in ("ADP", "SCONJ") and token.lower_ in words("of_another_time"):
            return None
        if token.head in nodes:
            speaks = predicate.lemma_.lower() in words("speaks_of")
            if token.dep_ in ("nsubj", "nsubjpass", "agent"):
                return SUBJECT if not inside_happening else None
            if speaks or (inside_happening and token.head.lemma_.lower() not in words("light_verbs")):
                return None
            return ARGUMENT
        token = token.head
    return None


def _modifier_place(
    parsed: ParsedDocument, predicate: Token, inside: Sequence[ResolvedToponym]
) -> ResolvedToponym | None:
    """The town in "the Beirut bombing", "the Geneva talks", "bombed a Basra market"."""
    objects = [t for t in predicate.children if t.dep_ in ("dobj", "nsubjpass")] if predicate.pos_ == "VERB" else []
    if predicate.lemma_.lower() in words("speaks_of"):
        objects = []
    hosts = {predicate.i, *(t.i for t in objects)}
    for resolved in inside:
        head = parsed.doc[resolved.toponym.head]
        if (
            resolved.precision in ("city", "site")
            and head.dep_ in ("compound", "nmod", "amod", "poss")
            and head.head.i in hosts
            and head.head.pos_ == "NOUN"
        ):
            return resolved
    return None


def _here(predicate: Token, nodes: set[Token]) -> Token | None:
    for node in (predicate, *nodes):
        for child in node.children:
            if child.lower_ == "here" and child.dep_ in ("advmod", "prep", "pobj"):
                return child
    return None


def _dateline(parsed: ParsedDocument, here: Token, dateline_place: str | None) -> Place | None:
    """The dateline's place, with "here" for its words."""
    if not dateline_place:
        return None
    resolver = Resolver((), parsed, Gazetteer.load(), dateline_place)
    resolver.decide()
    best = resolver.names[fold(dateline_place)].best
    if best is None:
        return None
    toponym = Toponym(here.idx, here.idx + len(here), here.text, here.i, "locative")
    return as_place(ResolvedToponym.of(toponym, best))


def _default(predicate: Token, located: Sequence[Located]) -> Place | None:
    """The only place of the sentence, where no other happening and no verb of saying owns it."""
    where = [x for x in located if _is_where(x) and x.preposition in words("event_prepositions")]
    if len(where) != 1:
        return None
    site = where[0].site
    if site.lemma_.lower() in words("speaks_of") or site.lower_ in words("happenings"):
        return None
    verb = site
    while verb.pos_ not in ("VERB", "AUX") and verb.head.i != verb.i:
        verb = verb.head
    shares_clause = predicate.i in (verb.i, verb.head.i) or predicate.head.i == verb.i
    if shares_clause and verb.lemma_.lower() not in words("speaks_of"):
        return as_place(where[0].resolved)
    return None
