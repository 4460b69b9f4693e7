"""Documents made to break a reader, in the real file formats: each function gives bytes."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from email.message import EmailMessage

WORDS = "Tanzania has suspended coal imports from North Korea, the energy ministry said on Thursday."
KOREAN = "북한산 석탄의 반입을 중단했다고 탄자니아 에너지부가 목요일 밝혔다. 이번 조치는 안전보장이사회 결의에 따른 것이라고 설명했다."
CHINESE = "坦桑尼亚能源部星期四说，该国已经停止从朝鲜进口煤炭。这是在安理会通过决议之后作出的决定，他们的代表在会上说，对于这个国家来说是一个重要的时候。"


def pdf(*pages: str, info: str = "", locked: bool = False) -> bytes:
    """A PDF with one line of text a page, as a printer driver writes it; `locked` asks for a password nobody has (RC4, 40 bits)."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{4 + 2 * i} 0 R' for i in range(len(pages)))}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    identity = b"0123456789abcdef"
    owner, user, key = _locks(identity)
    for number, page in enumerate(pages):
        content = f"BT /F1 11 Tf 40 700 Td ({page}) Tj ET".encode("latin-1") if page else b""
        if locked:
            each = hashlib.md5(key + struct.pack("<I", 5 + 2 * number)[:3] + b"\0\0").digest()[:10]
            content = _rc4(each, content)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    objects.append(f"<< {info} >>".encode())
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, 2)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    lock = b""
    if locked:
        lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<%s> <%s>]" % (
            owner.hex().encode(), user.hex().encode(), identity.hex().encode(), identity.hex().encode(),
        )  # fmt: skip
    out.write(
        b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, len(objects), lock, start)
    )
    return out.getvalue()


_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _locks(identity: bytes) -> tuple[bytes, bytes, bytes]:
    """The owner's and user's entries for the password "secret" (PDF 1.4, algorithms 3.2 to 3.4)."""
    padded = (b"secret" + _PAD)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    key = hashlib.md5(padded + owner + struct.pack("<i", -4) + identity).digest()[:5]
    return owner, _rc4(key, _PAD), key


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


_DOCX = """<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>"""
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def docx(body: str, *, more: dict[str, bytes] | None = None) -> bytes:
    """A Word document with this XML as its body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS)
        archive.writestr("word/document.xml", _DOCX.format(body))
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def paragraph(text: str) -> str:
    """One paragraph of a Word document."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<w:p><w:r><w:t xml:space="preserve">{safe}</w:t></w:r></w:p>'


def bomb() -> bytes:
    """A Word document of some 300 kB that unpacks to 300 MB."""
    return docx(paragraph(WORDS), more={"word/media/image1.xml": b"\0" * (300 * 1024 * 1024)})


def mail(body: str, *attached: tuple[str, bytes], subject: str = "Coal", html: str = "") -> bytes:
    """A message with files attached."""
    message = EmailMessage()
    message["From"] = "Desk <desk@reuters.com>"
    message["To"] = "reader@example.org"
    message["Subject"] = subject
    message["Date"] = "Fri, 09 Mar 2018 10:00:00 +0900"
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    for name, content in attached:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def page(*paragraphs: str, head: str = "", title: str = "Tanzania stops coal", after: str = "") -> bytes:
    """A web page with an article."""
    article = "".join(f"<p>{each}</p>" for each in paragraphs)
    return (
        f"<html><head><title>{title}</title>{head}</head><body><nav>Home | World</nav><article><h1>{title}</h1>{article}"
        f"</article>{after}</body></html>"
    ).encode()
