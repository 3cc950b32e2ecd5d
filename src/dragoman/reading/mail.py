"""Mails (.eml): news that came by mail, such as newsletters and wire copy; one mail is one document."""

from __future__ import annotations

import io
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from dragoman.errors import DragomanError
from dragoman.reading.content import known_encoding, read_whole
from dragoman.reading.html import page_text
from dragoman.reading.items import Item, Options
from dragoman.reading.record import read_record


def read_mail(stream: io.BufferedReader, where: str, options: Options) -> Iterator[Item]:
    """The text of a mail: its plain part, else the article of its HTML part. Attachments are not read.

    The subject is the title, the sender's name the source, the message's id the id.
    Raises ``DragomanError``: E101 where it is empty, E111, E115 where it has no headers.
    """
    data = read_whole(stream, where)
    try:
        mail = BytesParser(policy=policy.default).parsebytes(data)
        values = _values(mail)
    except (ValueError, LookupError, IndexError, AttributeError, RecursionError) as error:
        # the library raises these on headers and character sets that nobody should write
        raise DragomanError("E115", where=where, format=".eml", detail=str(error) or type(error).__name__) from error
    if not mail.keys():
        raise DragomanError("E115", where=where, format=".eml", detail="it has no headers")
    yield from read_record(values, where, options.without_columns())


def _values(mail: EmailMessage) -> dict[str, str | None]:
    name, address = parseaddr(str(mail["From"] or ""))
    return {
        "id": str(mail["Message-ID"] or "").strip().strip("<>") or None,
        "text": _text(mail),
        "title": str(mail["Subject"] or "") or None,
        "published": str(mail["Date"] or "") or None,
        "source": name or address or None,
        "language": str(mail["Content-Language"] or "") or None,
    }


def _text(mail: EmailMessage) -> str | None:
    part = mail.get_body(preferencelist=("plain", "html"))
    if part is None:
        return None
    known_encoding(part.get_content_charset("us-ascii"))
    content = part.get_content()
    if not isinstance(content, str):
        return None
    content = content.replace("\r\n", "\n")
    return page_text(content) if part.get_content_type() == "text/html" else content
