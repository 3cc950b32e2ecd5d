"""What requests may send, as records that FastAPI checks and documents."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from dragoman.store.corrections import NAME_LENGTH, WHY_LENGTH


class Body(BaseModel):
    """A JSON body; fields that are not known are refused."""

    model_config = ConfigDict(extra="forbid", str_max_length=200_000)


class TryBody(Body):
    """A text to code."""

    text: str = Field(description="The text of an article, or a sentence.")
    published: str | None = Field(None, max_length=40, description="Its day of publication.")


class _Said(Body):
    document: str = Field(max_length=1000, description="The document's id.")
    reviewer: str = Field(min_length=1, max_length=NAME_LENGTH, description="Who corrects.")
    why: str | None = Field(None, max_length=WHY_LENGTH)
    sample: str | None = Field(None, max_length=NAME_LENGTH, description="The sample in whose review it is made.")


class JudgeBody(_Said):
    """Whether a report is right as it is, or no report at all."""

    report: str = Field(max_length=100)
    verdict: Literal["right", "wrong"]


class ChangeBody(_Said):
    """Another value for one field of a report."""

    report: str = Field(max_length=100)
    field: str = Field(max_length=40)
    value: Any = Field(description="In the form that the field has in a report.")
    seen: list[str] = Field([], description="The corrections of this report that were known to the reviewer.")
    overrule: bool = Field(False, description="Change it although somebody else did meanwhile.")


class MissedBody(_Said):
    """A report that the coder missed: ``predicate`` as a span, ``event_type``, and what else is known."""

    values: dict[str, Any]


class UndoBody(Body):
    """Who takes a correction back."""

    reviewer: str = Field(min_length=1, max_length=NAME_LENGTH)
