"""E-mail: subject as headline, the plain part of the body, the date of the header; quoted mails below are left to the
plain rules."""

from __future__ import annotations

import email
import email.policy
import email.utils
from email.message import EmailMessage

from stanch.dates import PartialDate
from stanch.errors import FormatError
from stanch.reading.model import Part, Section, Text
from stanch.reading.sections import find_sections


def extract_mail(raw: bytes, name: str, published: PartialDate | None) -> Text:
    """The text of one message (RFC 5322)."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        raise FormatError(f"{name}: is an e-mail without a readable body; save its attachments and read them")
    try:
        body = str(part.get_content())
    except (LookupError, UnicodeDecodeError) as error:
        raise FormatError(f"{name}: the body's encoding cannot be read ({error})") from error
    published = published or _sent(message)
    if part.get_content_type() == "text/html":
        from stanch.reading.html import extract_html

        return extract_html(body.encode(), name, published)
    subject = " ".join(str(message.get("Subject", "")).split())
    head = f"{subject}\n\n" if subject else ""
    text = head + body
    sections = tuple(
        section
        if not (subject and section.start == 0)
        else Section(part=Part.HEADLINE, start=0, end=len(subject))
        for section in find_sections(text, headline=False)
    )
    return Text(name=name, media="message/rfc822", text=text, sections=sections, published=published)


def _sent(message: EmailMessage) -> PartialDate | None:
    try:
        sent = email.utils.parsedate_to_datetime(str(message.get("Date", "")))
    except (TypeError, ValueError):
        return None
    return PartialDate.of(sent.date())
