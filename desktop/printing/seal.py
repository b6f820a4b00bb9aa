"""Seals a slip with the station's own certificate (PAdES, ETSI EN 319 142); never a state e-seal.

A state electronic seal (GB/T 38540, SM2 and SM3) is another thing and cannot be made here. pyHanko
is loaded when the first slip is sealed; nothing is fetched, no time-stamping service is asked.
"""

import hashlib
from datetime import datetime
from io import BytesIO
from typing import Any

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.printing import Paper

FIELD = "Seal"


def subject_of(p12: bytes, password: str) -> tuple[str, datetime]:
    """Whose a certificate is and until when it is valid.

    Raises Refusal(SEAL_UNFIT) for a wrong password, a file that is none, or a certificate that
    may not sign (key usage without non-repudiation).
    """
    certificate = _signer(p12, password).signing_cert
    usage = certificate.key_usage_value
    if usage is None or "non_repudiation" not in usage.native:
        raise Refusal(Trouble.SEAL_UNFIT, field="password", problem="nonRepudiation")
    return str(certificate.subject.human_friendly), certificate.not_valid_after


def _signer(p12: bytes, password: str) -> Any:
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.signers import SimpleSigner

    try:
        return SimpleSigner.load_pkcs12_data(p12, other_certs=[], passphrase=password.encode())
    except (SigningError, ValueError, OSError) as error:
        raise Refusal(Trouble.SEAL_UNFIT, field="password", problem="PKCS#12") from error


def sealed(paper: Paper, p12: bytes, password: str) -> Paper:
    """The paper with an invisible signature over every byte of it."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    signer = PdfSigner(
        PdfSignatureMetadata(field_name=FIELD, subfilter=SigSeedSubFilter.PADES),
        signer=_signer(p12, password),
        new_field_spec=SigFieldSpec(FIELD),
    )
    out = signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(paper.pdf)))
    pdf = out.getvalue()
    return Paper(pdf, hashlib.sha256(pdf).hexdigest(), paper.pages)
