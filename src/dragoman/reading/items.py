"""What a reading gives: documents and failures, and the options that readers share."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from dragoman.errors import DragomanError
from dragoman.records import Document


class Failure(msgspec.Struct, frozen=True):
    """Something that could not be read. ``lost`` is False where the document itself was read all the same."""

    error: DragomanError
    lost: bool = True


Item = Document | Failure


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the user says about the input.

    ``format`` names a reader of ``formats.READERS``, or is ``auto``; ``published`` (an ISO day) and
    ``source`` stand for documents that give none; ``columns`` maps fields of a document to other names in the
    records; ``recognise_language`` can be turned off; ``url`` stands for documents that give no address; ``private``
    lets addresses lead into private networks.
    """

    format: str = "auto"
    published: str | None = None
    source: str | None = None
    columns: Mapping[str, str] = {}
    recognise_language: bool = True
    url: str | None = None
    private: bool = False

    def without_columns(self) -> Options:
        """The same for formats that have fields of their own."""
        return msgspec.structs.replace(self, columns={})

    def members(self) -> Options:
        """The same for the members of an archive."""
        return msgspec.structs.replace(self, format="auto") if self.format == "zip" else self
