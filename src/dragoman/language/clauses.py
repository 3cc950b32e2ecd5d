"""Clauses: predicates with their arguments, read off the dependency tree.

A predicate is a verb or a noun. Arguments are given as the head tokens of noun phrases, in logical roles:
the ``subjects`` do it, the ``objects`` undergo it, whatever the voice; coordination is spread, relative
pronouns stand for their antecedents, and an understood subject ("agreed to withdraw", "refused to talk",
"was accused of shelling") is filled in. Labels are those of spaCy's English models (ClearNLP).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc, Token

MAX_DEPTH = 8
"""How far an understood subject is sought up the tree; longer chains do not occur in edited text."""


OF_OBJECT = frozenset(("of", "from", "for", "into", "against", "with"))
"""Prepositions whose gerund is about the object: "accused him of lying", but "provoked him by lying"."""

CLAUSAL = frozenset(("ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "parataxis", "csubj"))
SUBJECT_LABELS = frozenset(("nsubj", "csubj", "expl"))
COPULAS = frozenset(("be", "remain", "become", "feel", "seem", "stay"))
PARTICLES = frozenset(["aside", "away", "back", "down", "in", "off", "out", "over", "up"])
BEFORE_OBJECTS = frozenset(("down", "off", "up"))
"""Particles that the parser takes for prepositions where their object follows: "voted down the treaty"."""

NAMED = frozenset(("GPE", "NORP", "ORG", "PERSON"))
"""Kinds of names that are never adverbs, whatever the parser says: "warned Turkey that".

The labels are those of spaCy's English models."""

RELATIVE_PRONOUNS = frozenset(("who", "which", "that", "whom", "whose"))


@cache
def control_verbs(kind: str) -> frozenset[str]:
    """Verbs by what they say of an understood subject, from ``data/control.toml``: object or subject_despite_object."""
    text = (files("dragoman.language") / "data" / "control.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)[kind])


@dataclass(frozen=True)
class Oblique:
    """A prepositional argument: the preposition (``against``, ``on``) and the heads of what it governs."""

    preposition: str
    heads: tuple[Token, ...]
    token: Token


@dataclass(frozen=True)
class Clause:
    """A predicate and its arguments. ``head`` is a verb or a noun; every argument is a head token."""

    head: Token
    passive: bool = False
    subjects: tuple[Token, ...] = ()
    objects: tuple[Token, ...] = ()
    datives: tuple[Token, ...] = ()
    obliques: tuple[Oblique, ...] = ()
    predicatives: tuple[Token, ...] = ()
    complement: Token | None = None
    particle: str | None = None
    possessors: tuple[Token, ...] = ()
    modifiers: tuple[Token, ...] = ()
    understood_subject: bool = field(default=False, compare=False)

    @property
    def is_noun(self) -> bool:
        """Whether the predicate is a noun ("attack", "visit")."""
        return self.head.pos_ in ("NOUN", "PROPN")

    @property
    def lemma(self) -> str:
        """The predicate's lemma with its particle or, after a copula, its adjective: ``call off``, ``be ready``."""
        lemma = self.head.lemma_.lower()
        if self.particle:
            return f"{lemma} {self.particle}"
        adjective = _adjective(self.head)
        return f"be {adjective.lemma_.lower()}" if adjective is not None else lemma

    def governed_by(self, *prepositions: str) -> tuple[Token, ...]:
        """The heads that stand under any of these prepositions, in order."""
        return tuple(h for o in self.obliques if o.preposition in prepositions for h in o.heads)

    def tokens(self) -> list[Token]:
        """The words that state the action, side by side: auxiliaries and negation, the predicate, its particle."""
        kept = {self.head.i}
        if not self.is_noun:
            small = {t.i for t in self.head.children if t.dep_ in ("aux", "auxpass", "neg", "prt")}
            for step in (-1, 1):
                i = self.head.i + step
                while i in small:
                    kept.add(i)
                    i += step
        return [self.head.doc[i] for i in sorted(kept)]


def clauses(doc: Doc) -> Iterator[Clause]:
    """All clauses of a parsed text, in the order of their predicates."""
    for token in doc:
        if token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ in CLAUSAL):
            yield verb_clause(token)
        elif token.pos_ == "NOUN":
            yield noun_clause(token)


def verb_clause(verb: Token) -> Clause:
    """The clause of one verb."""
    passive = is_passive(verb)
    objects = _own_objects(verb)
    agents: tuple[Token, ...] = ()
    datives = _children(verb, "dative")
    subjects, understood = subject_heads(verb)
    if passive:
        agents = _agents(verb)
        if objects and verb.dep_ != "acl" and verb.lemma_.lower() in control_verbs("gives"):
            datives, subjects = (*datives, *subjects), ()
        objects = (*subjects, *objects) if verb.dep_ != "acl" else (*_spread(verb.head), *objects)
        subjects, understood = agents, False
    elif not objects and verb.dep_ == "relcl":
        objects = _relative_object(verb)
    return Clause(
        head=verb,
        passive=passive,
        subjects=subjects,
        objects=objects,
        datives=datives,
        obliques=obliques(verb),
        predicatives=tuple(t for t in verb.children if t.dep_ in ("oprd", "attr", "acomp")),
        complement=_complement(verb),
        particle=_particle(verb),
        understood_subject=understood,
    )


def _adjective(verb: Token) -> Token | None:
    """The adjective that a copula ascribes: "is ready to", "remain critical of"."""
    if verb.lemma_ not in COPULAS:
        return None
    return next((t for t in verb.children if t.dep_ == "acomp" and t.i > verb.i), None)


def is_infinitive(verb: Token | None) -> bool:
    """Whether a verb is an infinitive with "to"."""
    return verb is not None and verb.tag_ == "VB" and any(t.dep_ == "aux" and t.lower_ == "to" for t in verb.children)


def _particle(verb: Token) -> str | None:
    """The particle of a phrasal verb, which the parser also calls an adverb or a bare preposition."""
    for child in verb.children:
        bare = (
            child.dep_ in ("advmod", "prep")
            and child.i == verb.i + 1
            and not any(t.dep_ == "pobj" for t in child.children)
        )
        if child.dep_ == "prt" or (bare and child.lower_ in PARTICLES):
            return child.lower_
    phrasal = _phrasal(verb)
    return phrasal.lower_ if phrasal is not None else None


def _phrasal(verb: Token) -> Token | None:
    """A particle that the parser takes for a preposition: "voted down the treaty"."""
    if verb.i + 1 >= len(verb.doc):
        return None
    after = verb.doc[verb.i + 1]
    own = after.head.i == verb.i and after.dep_ == "prep" and after.lower_ in BEFORE_OBJECTS
    objects = any(t.dep_ == "dobj" for t in verb.children)
    return after if own and not objects and any(t.dep_ == "pobj" for t in after.children) else None


def noun_clause(noun: Token) -> Clause:
    """The clause of one noun: its possessor, its modifiers, and what its prepositions govern."""
    return Clause(
        head=noun,
        obliques=(*obliques(noun), *_next_oblique(noun)),
        complement=next((t for t in noun.children if t.dep_ == "acl" and t.tag_ == "VB"), None),
        possessors=tuple(h for t in noun.children if t.dep_ == "poss" for h in _spread(t)),
        modifiers=tuple(
            h
            for t in noun.children
            if t.dep_ in ("amod", "compound", "nmod") and t.i < noun.i
            for h in _modifier_heads(t)
        ),
    )


def _next_oblique(noun: Token) -> list[Oblique]:
    """The prepositional phrase right after a noun is the noun's, also where the parser hung it elsewhere."""
    if noun.i + 1 >= len(noun.doc):
        return []
    prep = noun.doc[noun.i + 1]
    return _obliques_under(prep, prep.lower_) if prep.dep_ in ("prep", "dative") and prep.head.i != noun.i else []


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive: an auxiliary says so, or it is a bare participle after its noun."""
    if any(t.dep_ in ("auxpass", "nsubjpass") for t in verb.children):
        return True
    if verb.tag_ != "VBN" or any(t.dep_ == "aux" for t in verb.children):
        return False
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.head.tag_ == "VBN":
        return is_passive(verb.head)
    return verb.dep_ in ("acl", "advcl", "xcomp", "ccomp") and not any(t.dep_ == "dobj" for t in verb.children)


def subject_heads(verb: Token, depth: int = 0) -> tuple[tuple[Token, ...], bool]:
    """The heads of a verb's subject, own or understood, and whether it is understood."""
    own = [t for t in verb.children if t.dep_ in ("nsubj", "nsubjpass")]
    if own:
        return tuple(h for t in own for h in _antecedent(t, verb)), False
    if depth >= MAX_DEPTH:
        return (), False
    governor = verb.head
    match verb.dep_:
        case "conj" if governor.pos_ in ("VERB", "AUX"):
            found = _logical_subject(governor, depth)
        case "conj" if governor.dep_ == "acomp":
            found = _logical_subject(governor.head, depth)
        case "xcomp" | "ccomp" | "pcomp" | "advcl" | "dep":
            found = _controller(verb, governor, depth)
        case "relcl" | "acl" if verb.tag_ == "VB" and governor.dep_ == "attr":
            found = _logical_subject(governor.head, depth)
        case "relcl" | "acl" if verb.tag_ == "VBG" or verb.dep_ == "relcl":
            found = _spread(governor) if verb.dep_ == "acl" else ()
        case "acl" if verb.tag_ == "VBN":
            found = _spread(governor)
        case "acl":
            found = _noun_owner(governor, depth)
        case _:
            found = ()
    return found, True


def _logical_subject(verb: Token, depth: int) -> tuple[Token, ...]:
    return subject_heads(verb, depth + 1)[0]


def _controller(verb: Token, governor: Token, depth: int) -> tuple[Token, ...]:
    """The understood subject of a complement or adjunct clause."""
    of_object = True
    if governor.dep_ == "prep" or governor.pos_ == "ADP":
        of_object = governor.lower_ in OF_OBJECT
        governor = governor.head
    if governor.pos_ in ("NOUN", "PROPN"):
        accused = governor.dep_ == "dobj" and governor.head.lemma_.lower() in control_verbs("object")
        return _spread(governor) if accused and of_object and verb.dep_ == "pcomp" else _noun_owner(governor, depth)
    if governor.pos_ == "ADJ" and governor.dep_ == "acomp":
        governor = governor.head
    if governor.pos_ not in ("VERB", "AUX"):
        return ()
    objects = _own_objects(governor)
    lemma = governor.lemma_.lower()
    controls = (
        of_object
        and lemma in control_verbs("object")
        and not (lemma in control_verbs("subject_despite_object") and verb.dep_ != "pcomp")
    )
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and (above := _beyond_place(governor)) is not None:
        return _logical_subject(above, depth)
    if verb.dep_ != "advcl" or (controls and verb.tag_ == "VB"):
        if is_passive(governor):
            return _logical_subject(governor, depth)
        if objects and controls:
            return objects
        if controls and lemma in ("call", "appeal", "press", "push", "wait"):
            under = [h for o in obliques(governor) if o.preposition in ("on", "upon", "to", "for") for h in o.heads]
            if under:
                return tuple(under)
    return _logical_subject(governor, depth)


def _beyond_place(verb: Token) -> Token | None:
    """The main verb over a "where" or "when" clause: "exploded near the hall where they met, killing two"."""
    if verb.dep_ not in ("relcl", "advcl") or not any(t.lower_ in ("where", "when") for t in verb.children):
        return None
    token = verb.head
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
        token = token.head
    return token if token.pos_ in ("VERB", "AUX") else None


def _noun_owner(noun: Token, depth: int) -> tuple[Token, ...]:
    """Who a noun's infinitive or gerund is about: "China's threat to ...", "they signed a deal to ..."."""
    owners = tuple(h for t in noun.children if t.dep_ == "poss" for h in _spread(t))
    if owners:
        return owners
    verb = noun.head if noun.dep_ in ("dobj", "attr", "pobj") else None
    if verb is not None and verb.dep_ == "prep":
        verb = verb.head
    if verb is not None and verb.pos_ in ("VERB", "AUX"):
        return _agents(verb) if is_passive(verb) else _logical_subject(verb, depth)
    return tuple(h for t in noun.children if t.dep_ in ("amod", "compound") for h in _modifier_heads(t))


def _antecedent(token: Token, verb: Token) -> tuple[Token, ...]:
    """What a subject stands for: the noun that a relative pronoun takes up, else itself, coordination spread."""
    if token.lower_ in RELATIVE_PRONOUNS and token.tag_ in ("WP", "WDT", "WP$"):
        clause = verb
        while clause.dep_ in ("conj", "xcomp", "ccomp", "aux") and clause.head.i != clause.i:
            clause = clause.head
        if clause.dep_ == "relcl":
            return _spread_if_plural(clause.head, verb)
    return _spread(token)


def _spread_if_plural(noun: Token, verb: Token) -> tuple[Token, ...]:
    """A coordination is taken up whole only where the verb is plural: "X and Y, who were", "X and Y, who was"."""
    singular = verb.tag_ == "VBZ" or any(
        t.tag_ == "VBZ" or t.lower_ == "was" for t in verb.children if t.dep_ in ("aux", "auxpass")
    )
    return (noun,) if singular else _spread(noun)


def _relative_object(verb: Token) -> tuple[Token, ...]:
    """The noun that a relative clause lacks as its object: "the sanctions that Washington imposed"."""
    has_other_relative_subject = any(
        (t.dep_ in ("nsubj", "nsubjpass") and t.tag_ in ("WP", "WDT")) or t.tag_ == "WRB" for t in verb.children
    )
    return () if has_other_relative_subject else (verb.head,)


def _own_objects(verb: Token) -> tuple[Token, ...]:
    found: list[Token] = []
    for child in verb.children:
        if child.dep_ != "dobj" and not (
            child.dep_ == "npadvmod" and child.ent_type_ in NAMED and child.i == verb.i + 1
        ):
            continue
        if child.tag_ in ("WP", "WDT") and verb.dep_ == "relcl":
            found.append(verb.head)
        else:
            found += _spread(child)
    phrasal = _phrasal(verb)
    if phrasal is not None:
        found += [h for t in phrasal.children if t.dep_ == "pobj" for h in _spread(t)]
    return tuple(found)


def _complement(verb: Token) -> Token | None:
    adjective = _adjective(verb)
    children: list[Token] = [*verb.children, *(adjective.children if adjective is not None else ())]
    for label in ("xcomp", "ccomp"):
        for child in children:
            if child.dep_ == label:
                return child
    for child in children:
        if child.dep_ == "advcl" and child.tag_ == "VB" and verb.lemma_.lower() in control_verbs("object"):
            return child
    return None


def _agents(verb: Token) -> tuple[Token, ...]:
    found = [h for t in verb.children if t.dep_ == "agent" for p in t.children if p.dep_ == "pobj" for h in _spread(p)]
    if not found:
        found = [
            h
            for t in verb.children
            if t.dep_ == "dobj"
            for p in t.children
            if p.dep_ == "prep" and p.lower_ == "by"
            for o in p.children
            if o.dep_ == "pobj"
            for h in _spread(o)
        ]
    if not found and verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        return _agents(verb.head)
    if not found:
        found = [h for t in verb.children if t.dep_ == "conj" and t.tag_ == "VBN" for h in _last_agents(t)]
    return tuple(found)


def _last_agents(verb: Token) -> list[Token]:
    """The agent that coordinated passives share stands with the last: "were arrested and beaten by police"."""
    here = [h for t in verb.children if t.dep_ == "agent" for p in t.children if p.dep_ == "pobj" for h in _spread(p)]
    return here or [h for t in verb.children if t.dep_ == "conj" and t.tag_ == "VBN" for h in _last_agents(t)]


def obliques(head: Token) -> tuple[Oblique, ...]:
    """The prepositional arguments of a verb or noun, prepositions of several words joined ("because of")."""
    found: list[Oblique] = []
    adjective = _adjective(head)
    phrasal = _phrasal(head) if head.pos_ in ("VERB", "AUX") else None
    for child in (*head.children, *(adjective.children if adjective is not None else ())):
        if phrasal is not None and child.i == phrasal.i:
            continue
        if child.dep_ in ("prep", "dative", "agent") and child.pos_ in ("ADP", "SCONJ", "VERB", "ADV", "PART"):
            found += _obliques_under(child, child.lower_)
    return tuple(found)


def _obliques_under(prep: Token, name: str) -> list[Oblique]:
    found = []
    for child in prep.children:
        if child.dep_ == "pobj":
            found.append(Oblique(name, _spread(_taken_up(child)), prep))
        elif child.dep_ == "prep":
            found += _obliques_under(
                child, child.lower_ if name in PARTICLES and prep.head.pos_ == "VERB" else f"{name} {child.lower_}"
            )
        elif child.dep_ == "conj" and child.pos_ == "ADP":
            found += _obliques_under(child, child.lower_)
    return found


def _taken_up(token: Token) -> Token:
    """The noun that a relative pronoun under a preposition takes up: "Cuba, to which wheat was sent"."""
    if token.tag_ in ("WP", "WDT"):
        for above in token.ancestors:
            if above.dep_ == "relcl":
                return above.head
    return token


def _children(head: Token, label: str) -> tuple[Token, ...]:
    """Children under a label; a dative written with "to" or "for" is an oblique, not one of them."""
    return tuple(h for t in head.children if t.dep_ == label and t.pos_ not in ("ADP", "PART") for h in _spread(t))


def _spread(token: Token) -> tuple[Token, ...]:
    """A noun phrase's head and the heads coordinated with it."""
    found = [token]
    for child in token.children:
        if (
            child.dep_ == "conj"
            and child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ")
            and token.pos_ not in ("VERB", "AUX")
        ):
            found += _spread(child)
    return tuple(found)


def _modifier_heads(token: Token) -> tuple[Token, ...]:
    """A modifier and those coordinated or nested with it: "US and South Korean", "Russian-led"."""
    found = [token]
    for child in token.children:
        if child.dep_ in ("conj", "compound", "amod", "npadvmod", "nmod"):
            found += _modifier_heads(child)
    return tuple(found)


def coordinated(verb: Token) -> list[Token]:
    """A verb and those coordinated with it that have no subject of their own: "to release them and hold talks"."""
    found = [verb]
    for child in verb.children:
        if (
            child.dep_ == "conj"
            and child.tag_ == verb.tag_
            and not any(t.dep_ in SUBJECT_LABELS for t in child.children)
        ):
            found += coordinated(child)
    return found


def conjuncts(token: Token) -> tuple[Token, ...]:
    """A head and the heads coordinated with it, left to right."""
    return _spread(token)
