"""Whether the frames of the lexicon hold of a clause."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from dragoman.coding.arguments import Arguments
from dragoman.coding.lexicon import FLAGS, NOTHING, Condition, Frame, Lexicon
from dragoman.coding.words import words
from dragoman.language.clauses import Clause, is_infinitive, noun_clause, subject_heads, verb_clause
from dragoman.records import SECTORLESS_COUNTRIES

POLICE = frozenset(("COP",))
MILITARY = frozenset(("MIL", "REB", "UAF", "PRM"))
CIVILIAN = frozenset(("CVL", "LAB", "EDU", "REF", "SOC", "AGR", "UNK"))
POLITICIANS = frozenset(("LEG", "PTY", "OPP", "SOC", "ELI", "GOV"))
NOT_CIVILIAN = frozenset(("COP", "MIL", "REB", "UAF", "PRM", "GOV", "SPY", "JUD"))


def names_of(token: Token) -> tuple[str, ...]:
    """The lemmas by which a noun may stand in the lexicon, longest first: ``tear gas``, ``gas``."""
    lemma = token.lemma_.lower()
    before = [t for t in token.children if t.dep_ in ("compound", "amod") and t.i < token.i]
    return (*(f"{t.lower_} {lemma}" for t in reversed(before)), lemma)


def contents(token: Token) -> tuple[Token, ...]:
    """A noun and, where it is a measure or a vessel, what it holds: "two planes of medicine", "a list of demands"."""
    if token.lemma_.lower() in words("parties.partitive") or token.lemma_.lower() in words("acts.vessels"):
        return (token, *noun_clause(token).governed_by("of"))
    return (token,)


def match(clause: Clause, lexicon: Lexicon, arguments: Arguments, carried: bool = False) -> Frame | None:
    """The most telling frame of a clause's predicate, or None; ``carried``: it is a noun under a light verb."""
    if clause.is_noun:
        for name in names_of(clause.head):
            if name in lexicon.classes[NOTHING]:
                return None
            for frame in lexicon.nouns.get(name, ()):
                if carried >= frame.carried and all(_holds(c, clause, lexicon, arguments) for c in frame.conditions):
                    return frame
        return None
    stative = clause.passive and not clause.subjects
    for lemma in dict.fromkeys((clause.lemma, clause.head.lemma_.lower())):
        for frame in lexicon.verbs.get(lemma, ()):
            if stative >= frame.stative and all(_holds(c, clause, lexicon, arguments) for c in frame.conditions):
                return frame
    return None


def _holds(condition: Condition, clause: Clause, lexicon: Lexicon, arguments: Arguments) -> bool:
    if condition.slot in FLAGS:
        return _flag(condition.slot, clause, arguments)
    if condition.slot == "comp" and condition.value in (None, "party"):
        return bool(arguments.complement_subject(clause))
    match condition.slot:
        case "comp":
            heads = subject_heads(clause.complement)[0] if clause.complement is not None else ()
        case "obj":
            heads = clause.objects
        case "pred":
            heads = clause.predicatives
        case preposition:
            neighbours = clause.objects
            if preposition == "from":
                neighbours += tuple(h for o in clause.obliques for h in o.heads)
            heads = clause.governed_by(preposition) or tuple(
                h for t in neighbours for h in noun_clause(t).governed_by(preposition)
            )
    if condition.value is None:
        return bool(heads)
    return _named(condition.value, heads, lexicon, arguments)


def _named(value: str, heads: Iterable[Token], lexicon: Lexicon, arguments: Arguments) -> bool:
    if value == "party":
        return any(arguments.mention(t) is not None for t in heads)
    wanted = lexicon.classes[value[1:]] if value.startswith("@") else frozenset((value,))
    nothing = lexicon.classes[NOTHING]
    heads = [inner for t in heads for inner in contents(t)]
    return any(name in wanted for t in heads if not nothing & set(names := names_of(t)) for name in names)


def _flag(flag: str, clause: Clause, arguments: Arguments) -> bool:
    complement = clause.complement
    match flag:
        case "noobj":
            return not clause.objects
        case "inf":
            return is_infinitive(complement)
        case "that":
            return complement is not None and complement.dep_ == "ccomp" and not subject_heads(complement)[1]
        case "ing":
            return complement is not None and complement.tag_ == "VBG"
        case "passive":
            return clause.passive
        case "nopred":
            return not clause.predicatives and (complement is None or complement.pos_ in ("VERB", "AUX"))
        case "threat":
            return _threatens(clause, arguments)
        case "alone":
            return not clause.governed_by("with") and len(arguments.subjects(clause)) == 1
    if flag == "body":
        return any(p.country in SECTORLESS_COUNTRIES for p in arguments.subjects(clause))
    sectors = {p.sector for p in arguments.subjects(clause)}
    if flag == "politician":
        return bool(sectors) and sectors <= POLITICIANS
    if flag == "official":
        return bool(sectors - CIVILIAN)
    if flag == "civilian":
        return bool(sectors) and not sectors & NOT_CIVILIAN
    return bool(sectors & (POLICE if flag == "police" else MILITARY))


def _threatens(clause: Clause, arguments: Arguments) -> bool:
    """Whether a that-clause tells what the subject's own side would do, or what would befall another.

    "Iran warned that it would respond", "warned that Syria would face sanctions"; but not "warned that talks may fail".
    """
    complement = clause.complement
    if complement is None or complement.dep_ != "ccomp":
        return True
    said = (complement, *verb_clause(complement).objects)  # "would be punished", "would have consequences"
    if any(t.lemma_.lower() in words("acts.consequences") for t in said):
        return True
    heads, _ = subject_heads(complement)
    if any(t.lower_ in ("we", "i") for t in heads):
        return True
    own = {p.country for p in arguments.subjects(clause)} - {None}
    return bool(own & {p.country for p in (arguments.parties(heads) or arguments.inside(heads))})
