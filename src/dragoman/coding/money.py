"""Amounts of money: a number with a currency before or after it ("$56 million", "1.2bn euros", "Rs 5 crore").

A bare "dollar" is the US one, a bare "pound" sterling and a bare "rupee" Indian; currencies whose name
several countries share ("pesos", "dinars") have no code unless the text says whose.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from dragoman.coding.numerals import Number
from dragoman.records import Quantity


@cache
def _currencies() -> tuple[dict[str, str | None], re.Pattern[str], re.Pattern[str]]:
    """Codes by form, and patterns of what stands before and after an amount (``data/currencies.csv``)."""
    table = files("dragoman.coding").joinpath("data", "currencies.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    codes: dict[str, str | None] = {row["form"]: row["code"] or None for row in rows}

    def forms(*places: str) -> str:
        chosen = sorted((row["form"] for row in rows if row["place"] in places), key=len, reverse=True)
        return "|".join(re.escape(form) for form in chosen)

    before = re.compile(rf"(?<![A-Za-z])(?P<form>{forms('before', 'code')})\s?$")
    after = re.compile(rf"(?:\s|-)?(?P<form>{forms('after', 'code')}|€|£)(?![A-Za-z])")
    return codes, before, after


def money_of(text: str, number: Number) -> Quantity | None:
    """The money that a number counts by the currency beside it, or None."""
    codes, before, after = _currencies()
    ahead = before.search(text[max(0, number.core - 6) : number.core])
    behind = after.match(text, number.end)
    if ahead is not None:
        form, start, end = ahead["form"], min(number.start, number.core - len(ahead.group())), number.end
        if behind is not None and codes.get(behind["form"]):
            form, end = behind["form"], behind.end()
    elif behind is not None and not _is_weight(text, behind):
        form, start, end = behind["form"], number.start, behind.end()
    else:
        return None
    return Quantity(
        text=text[start:end], start=start, end=end, kind="money",
        value=number.value, low=number.low, high=number.high, unit=codes[form],
    )  # fmt: skip


def _is_weight(text: str, currency: re.Match[str]) -> bool:
    """Whether "pounds" are a weight, or "won" a verb."""
    rest = text[currency.end() : currency.end() + 12]
    if currency["form"] in ("pounds", "pound"):
        return bool(
            re.match(r"(?: of (?!the|his|its|their)|\)? of |\) of)", rest)
        ) or currency.group().startswith("-")
    return currency["form"] in ("won", "real", "dong") and not re.match(
        r"\s*(?:[.,;()]|for|in|to|a|per|from|on|and|$)", rest
    )
