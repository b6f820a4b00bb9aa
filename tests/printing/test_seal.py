"""A station's own seal covers every byte; a wrong file, password or certificate is refused."""

import hashlib
import logging
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.printing import Paper
from desktop.printing import seal
from desktop.printing.plain import plain_text

NAME = "示例派出所"


def certificate(password: str = "x", signs: bool = True) -> bytes:
    """A PKCS#12 file of a station nobody is."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    usage = x509.KeyUsage(True, signs, False, False, False, False, False, False, False)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=100))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    locked = BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(b"seal", key, made, None, locked)


def whole(pdf: bytes) -> bool:
    """Whether the seal covers the file and nothing was changed, as pyHanko judges it."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    found = PdfFileReader(BytesIO(pdf)).embedded_signatures[0]
    alone = ValidationContext(trust_roots=[], allow_fetching=False)
    status = validate_pdf_signature(found, alone)
    return bool(
        status.intact and status.valid and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    )


def test_a_sealed_paper_tells_every_change(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)  # nobody vouches for this certificate, and pyHanko says so
    p12 = certificate()
    assert NAME in seal.subject_of(p12, "x")[0]
    paper = plain_text("一次性告知单")
    made = seal.sealed(Paper(paper, "", 1), p12, "x")
    assert made.pdf.startswith(paper)  # the paper itself is as it was
    assert made.sha256 == hashlib.sha256(made.pdf).hexdigest()
    assert whole(made.pdf)
    changed = bytearray(made.pdf)
    changed[len(paper) // 2] ^= 1
    assert not whole(bytes(changed))


@pytest.mark.parametrize(
    ("p12", "password"),
    [(b"junk", "x"), (b"", ""), (certificate("y"), "x"), (certificate(signs=False), "x")],
    ids=["junk", "empty", "password", "usage"],
)
def test_what_cannot_seal_is_refused(p12: bytes, password: str) -> None:
    with pytest.raises(Refusal) as refused:
        seal.subject_of(p12, password)
    assert refused.value.trouble is Trouble.SEAL_UNFIT
