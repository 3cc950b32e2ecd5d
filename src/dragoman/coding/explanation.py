"""Why a sentence was coded so, in a form for people and in a form for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from dragoman.coding.state import Draft, State
from dragoman.records import Party


@dataclass(frozen=True)
class Explanation:
    """The parties, clauses and candidate reports of a text, with what decided about each."""

    text: str
    parties: list[dict[str, Any]]
    clauses: list[dict[str, Any]]
    candidates: list[dict[str, Any]]
    reports: list[dict[str, Any]]

    @classmethod
    def of(cls, state: State) -> Explanation:
        """The explanation of a coded document."""
        assert state.mentions is not None
        return cls(
            text=state.document.text,
            parties=[
                {"kind": m.kind, "certainty": round(m.certainty, 2), **msgspec.to_builtins(p)}
                for m in state.mentions
                for p in m.parties
            ],
            clauses=[
                {
                    "predicate": c.lemma,
                    "voice": "noun" if c.is_noun else "passive" if c.passive else "active",
                    "subjects": [t.text for t in c.subjects],
                    "objects": [t.text for t in c.objects],
                    "obliques": {o.preposition: [t.text for t in o.heads] for o in c.obliques},
                }
                for c in state.clauses
                if not c.is_noun
            ],
            candidates=[_candidate(d) for d in state.drafts],
            reports=[msgspec.to_builtins(r) for r in state.reports],
        )

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain data."""
        return {
            "text": self.text,
            "parties": self.parties,
            "clauses": self.clauses,
            "candidates": self.candidates,
            "reports": self.reports,
        }

    def render(self) -> str:
        """The explanation as text."""
        lines = [self.text, "", "Parties"]
        for p in self.parties:
            who = " ".join(filter(None, (p["country"], p["sector"], p["name"], p["role"] and f"({p['role']})")))
            lines.append(f"  {p['text']!r}: {who or 'unknown'}  [{p['kind']}, certainty {p['certainty']}]")
        lines += ["", "Clauses"]
        for c in self.clauses:
            under = "".join(f"  {k}: {', '.join(v)}" for k, v in c["obliques"].items())
            who, whom = (", ".join(c[side]) or "-" for side in ("subjects", "objects"))
            lines.append(f"  {c['predicate']} ({c['voice']})  who: {who}  whom: {whom}{under}")
        lines += ["", "Candidates"]
        for d in self.candidates:
            verdict = f"left out: {d['rejected']}" if d["rejected"] else f"kept, confidence {d['confidence']:.2f}"
            sides = (" + ".join(d[side]) or "-" for side in ("actors", "recipients"))
            who = f" -> {d['type']} -> ".join(sides)
            lines.append(f"  {d['predicate']!r}  {who}  {verdict}")
            lines += [f"      {voice}: {reason}" for voice, reason in d["evidence"].items()]
        if not self.candidates:
            lines.append("  none: no predicate of the lexicon with a political party")
        return "\n".join(lines)


def _candidate(draft: Draft) -> dict[str, Any]:
    def name(p: Party) -> str:
        return f"{p.text} [{p.country or '?'} {p.sector or '?'}]"

    return {
        "predicate": draft.predicate.text if draft.predicate else "",
        "type": "/".join(filter(None, (draft.event_type, draft.mode))),
        "status": draft.status,
        "actors": [name(p) for p in draft.actors],
        "recipients": [name(p) for p in draft.recipients],
        "confidence": draft.confidence,
        "rejected": draft.rejected,
        "evidence": draft.evidence,
    }
