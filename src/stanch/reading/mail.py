"""E-mail: subject as headline, the body, the day and sender of the header; what is attached is named, and read on its own."""

from __future__ import annotations

import email
import email.policy
import email.utils
from email.message import EmailMessage

from stanch.dates import PartialDate
from stanch.errors import FormatError
from stanch.reading.masthead import Masthead, finished
from stanch.reading.model import Part, Section, Text
from stanch.reading.sections import find_sections


def message_of(raw: bytes) -> EmailMessage:
    """A message (RFC 5322) taken apart."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def extract_mail(raw: bytes, name: str, published: PartialDate | None) -> Text:
    """The text of one message."""
    message = message_of(raw)
    part = message.get_body(preferencelist=("plain", "html"))
    attached = [each for each, _ in attachments(raw)]
    if part is None:
        more = f" ({', '.join(attached)})" if attached else ""
        raise FormatError(
            f"{name}: is an e-mail without a readable body{more}; its attachments are read on their own"
        )
    try:
        body = str(part.get_content())
    except (LookupError, UnicodeDecodeError) as error:
        raise FormatError(f"{name}: the body's encoding cannot be read ({error})") from error
    published = published or sent_on(message)
    notes = (f"attached, and read on their own: {', '.join(attached)}",) if attached else ()
    if part.get_content_type() == "text/html":
        from dataclasses import replace

        from stanch.reading.html import extract_html

        page = extract_html(body.encode(), name, published)
        return replace(
            page, media="message/rfc822", outlet=mail_masthead(raw).outlet, notes=(*page.notes, *notes)
        )
    body = body.replace("\r\n", "\n")
    subject = _header(message, "Subject")
    head = f"{subject}\n\n" if subject else ""
    text = head + body
    if not text.strip():
        raise FormatError(f"{name}: is an e-mail without text")
    if published is None:
        notes = (*notes, "no date of publication found: relative dates stay unresolved")
    sections = tuple(
        section
        if not (subject and section.start == 0)
        else Section(part=Part.HEADLINE, start=0, end=len(subject))
        for section in find_sections(text, headline=False)
    )
    return Text(
        name=name,
        media="message/rfc822",
        text=text,
        sections=sections,
        published=published,
        outlet=mail_masthead(raw).outlet,
        notes=notes,
    )


def mail_masthead(raw: bytes) -> Masthead:
    """Subject, day of sending, and who sent it: a known publisher by its address, else the sender's own name."""
    message = message_of(raw)
    sender, address = email.utils.parseaddr(_header(message, "From"))
    domain = address.rpartition("@")[2].lower()
    sent = sent_on(message)
    return finished(
        Masthead(
            title=_header(message, "Subject"),
            outlet=sender,
            published=sent,
            how="the e-mail's Date header" if sent else "",
        ),
        url=f"https://{domain}/" if domain else "",
    )


def attachments(raw: bytes) -> list[tuple[str, bytes]]:
    """What is attached: names and bytes; pictures and signatures left aside."""
    found = []
    for number, part in enumerate(message_of(raw).iter_attachments(), 1):
        if part.get_content_maintype() in ("image", "audio", "video") or part.get_content_type().endswith(
            "signature"
        ):
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            found.append((part.get_filename() or f"attachment {number}", content))
    return found


def sent_on(message: EmailMessage) -> PartialDate | None:
    """The day in the Date header, in the sender's own time zone."""
    try:
        sent = email.utils.parsedate_to_datetime(_header(message, "Date"))
    except (TypeError, ValueError):
        return None
    return PartialDate.of(sent.date())


def _header(message: EmailMessage, name: str) -> str:
    """A header on one line; one that cannot be taken apart is left out."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError):
        return ""
