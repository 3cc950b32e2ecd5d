"""Durations, repetitions, and references to past, present and future."""

from __future__ import annotations

from dragoman.coding.dates.amounts import Amount, amount_of, count_of, duration, unit_of
from dragoman.coding.dates.grammar import Match
from dragoman.coding.dates.readings import Context, Reading, lookup, one, word_of, words_of
from dragoman.coding.dates.scan import context_words, word_tables


def length(match: Match, context: Context) -> list[Reading]:
    """ "three weeks", "a two-day visit", "at least 72 hours", "for years", "decades-long"."""
    if not _is_length(match, context) or not _stands_for_time(match, context):
        return []
    if "one" in match.groups and (rate := _rate(match, context)):
        return one(match, "SET", duration(1, unit_of(match, context))) if rate == "amount" else []
    amount = amount_of(match, context)
    if amount is None:
        return []
    return one(match, "DURATION", (Amount(1, amount.unit) if "long" in match.groups else amount).value)


def _is_length(match: Match, context: Context) -> bool:
    """Whether a count of units is a length of time: no age, no name ("Six-Day War"), no ordinal second."""
    scanned = context.scanned
    after = scanned.token(match.end).lower()
    unit = scanned.token(match.end - 1)
    if after == "old" or (after == "-" and scanned.token(match.end + 1).lower() in ("old", "olds")):
        return False
    if after in ("a", "per") and scanned.token(match.end + 1).lower() in word_tables()["unit"]:
        return False
    if unit.lower() in ("second", "quarter") or (unit.istitle() and match.end - match.start > 1):
        return False
    start = scanned.spans[match.start][0]
    return not ("num" in match.groups and start and scanned.text[start - 1] in "$€£.")


def _stands_for_time(match: Match, context: Context) -> bool:
    """Whether bare units ("days", "years") are a stretch of time by the words beside them."""
    if match.end - match.start > 1:
        return True
    before = context.scanned.token(match.start - 1).lower()
    if context.scanned.token(match.end).lower() in context_words("after_bare_units"):
        return True
    return before != "the" and before in context_words("before_bare_units")


def _rate(match: Match, context: Context) -> str | None:
    """Whether "a year" is the rate of an "amount" ("$3 million a year"), of "time", or none (None)."""
    before = context.scanned.token(match.start - 1).lower()
    if before in context_words("before_rate_of_amount"):
        return "amount"
    times = (
        before in word_tables()["units"]
        or before in context_words("before_rate_of_time")
        or before.isdecimal()
    )
    return "time" if times else None


def repeated(match: Match, context: Context) -> list[Reading]:
    """ "every Monday", "daily", "each year", "Sundays", "twice a week"."""
    scanned = context.scanned
    if "frequency" in match.groups:
        word = scanned.token(match.start)
        if word[0].isupper() and scanned.token(match.end)[:1].isupper():
            return []
        return one(match, "SET", str(word_tables()["frequency"][word.lower()]))
    part = str(word_tables()["daypart"].get(word_of(match, context, "part"), ""))
    day = word_of(match, context, "weekday")
    if day:
        number = lookup("weekday" if day in word_tables()["weekday"] else "weekdays", day)
        return one(match, "SET", f"XXXX-WXX-{number}{part}")
    if "unit" not in match.groups:
        return one(match, "SET", f"XXXX-XX-XX{part}")
    words = scanned.tokens(match.start, match.end)
    count = count_of(words_of(match, context, "num")) if "times" not in words else None
    return one(match, "SET", duration(2 if "other" in words else count or 1, unit_of(match, context)))


def reference(match: Match, context: Context) -> list[Reading]:
    """ "now", "recently", "the future", "the past"."""
    word = word_of(match, context, "reference")
    if word == "past":
        stands = context.scanned.token(match.start - 1).lower() in ("in", "of", "from")
        return one(match, "DATE", "PAST_REF") if stands else []
    if word == "future":
        return one(match, "DATE", "FUTURE_REF")
    return one(match, "DATE", str(word_tables()["reference"].get(word, "PRESENT_REF")))
