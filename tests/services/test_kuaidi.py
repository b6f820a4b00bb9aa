"""The carrier's service: good answers are read, every bad one ends in one sentence, in time."""

import socket
import ssl
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import md5
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from desktop.domain.deliveries import DeliveryState
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.tracking import Handing, TrackEvent
from desktop.domain.waybills import Carrier
from desktop.services.kuaidi import (
    CHINA,
    EVERY,
    KuaidiAccount,
    Patience,
    ask,
    due_again,
    signature,
)
from tests import carrier
from tests.builders import NOW

NUMBER = "EE123456785CN"
SHORT = Patience(connect=5, answer=0.2)


def need_localhost() -> None:
    """A bare root without /etc/hosts does not know this PC by name."""
    try:
        socket.getaddrinfo("localhost", None, socket.AF_INET)
    except OSError:
        pytest.skip("this machine does not know the name localhost (no /etc/hosts)")


def asked(
    account: KuaidiAccount, timeout: Patience | None = None, tls: ssl.SSLContext | None = None
) -> tuple[TrackEvent, ...]:
    return ask(account, Carrier.EMS, NUMBER, timeout=timeout or Patience(), tls=tls)


def refused(
    account: KuaidiAccount, timeout: Patience | None = None, tls: ssl.SSLContext | None = None
) -> Refusal:
    with pytest.raises(Refusal) as caught:
        asked(account, timeout, tls)
    return caught.value


def test_a_good_answer_tells_the_parcel_s_way() -> None:
    with carrier.service() as service:
        early, late = asked(service.account)
    assert early.state is DeliveryState.OUT_FOR_DELIVERY
    assert (late.state, late.handing) == (DeliveryState.DELIVERED, Handing.IN_PERSON)
    assert late.waybill == NUMBER
    assert late.happened_at == datetime(2026, 11, 22, 10, 5, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("phone", "told"),
    [("13800000000", "0000"), ("0571-8700 1234", "1234"), ("", None), ("12", None), ("无", None)],
)
def test_only_the_number_and_four_digits_leave_the_house(phone: str, told: str | None) -> None:
    with carrier.service() as service:
        ask(service.account, Carrier.POST, " ee123456785cn ", phone)
        (form,), (param,) = service.forms, service.params()
    assert set(form) == {"customer", "sign", "param"}
    assert param.pop("phone", None) == told
    assert param == {
        "com": "youzhengguonei",
        "num": NUMBER,
        "resultv2": "4",
        "show": "0",
        "order": "desc",
    }


def test_what_is_no_waybill_is_not_sent() -> None:
    with carrier.service() as service:
        with pytest.raises(Refusal) as caught:
            ask(service.account, Carrier.EMS, "000103195006150024")
        assert service.forms == []
    assert caught.value.trouble is Trouble.WAYBILL_INVALID


def test_the_signature_is_the_one_of_the_interface() -> None:
    made = signature('{"com":"ems"}', "key", "customer")
    assert made == md5(b'{"com":"ems"}keycustomer', usedforsecurity=False).hexdigest().upper()
    assert len(made) == 32


def test_a_wrong_key_is_told_in_the_service_s_words() -> None:
    with carrier.service() as service:
        error = refused(replace(service.account, key="another"))
    assert error.trouble is Trouble.CARRIER_REFUSED
    assert error.values == {"code": "503", "words": "验证签名失败"}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("500", "查询无结果，请隔段时间再查"),
        ("400", "找不到对应公司"),
        ("408", "验证码错误"),
        ("601", "没有可用单量"),
    ],
)
def test_a_refusal_is_told_in_the_service_s_words(code: str, words: str) -> None:
    with carrier.service(carrier.refuses(code, words)) as service:
        error = refused(service.account)
    assert error.trouble is Trouble.CARRIER_REFUSED
    assert error.values == {"code": code, "words": words}


@pytest.mark.parametrize("manner", [carrier.silent, carrier.dripping])
def test_whoever_lets_us_wait_is_left(manner: carrier.Manner) -> None:
    with carrier.service(manner) as service:
        error = refused(service.account, SHORT)
    assert (error.trouble, error.values) == (
        Trouble.CARRIER_UNREACHABLE,
        {"host": "127.0.0.1"},
    )


def test_time_that_is_up_already_sends_nothing() -> None:
    with carrier.service() as service:
        error = refused(service.account, Patience(answer=0))
        assert service.forms == []
    assert error.trouble is Trouble.CARRIER_UNREACHABLE


@pytest.mark.parametrize(
    ("manner", "problem"),
    [
        (carrier.hangs_up, "HTTP"),
        (carrier.no_http, "HTTP"),
        (carrier.broken_pieces, "HTTP"),
        (carrier.half, "Content-Length"),
        (carrier.too_much_announced, "Content-Length"),
        (carrier.cut_short, "JSON"),
        (carrier.endless, "> 1 MB"),
        (carrier.redirects, "HTTP 302"),
        (carrier.page_of_error, "HTTP 502"),
        (carrier.page, "JSON"),
        (carrier.another_number, "nu"),
        (carrier.several, "nu"),
        (carrier.other_shape, ".data"),
    ],
)
def test_an_answer_that_cannot_be_used_is_told(manner: carrier.Manner, problem: str) -> None:
    with carrier.service(manner) as service:
        error = refused(service.account)
        assert len(service.forms) == 1
    assert (error.trouble, error.values) == (Trouble.CARRIER_UNREADABLE, {"problem": problem})


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    error = refused(KuaidiAccount(f"http://127.0.0.1:{port}", "c", "k"))
    assert error.trouble is Trouble.CARRIER_UNREACHABLE


@pytest.mark.parametrize(
    "url",
    [
        "",
        "poll.example/query.do",
        "http://poll.example/query.do",
        "http://10.0.0.1/query.do",
        "ftp://127.0.0.1/",
        "https://",
        "https://somebody@poll.example/",
        "https://poll.example/#x",
        "https://poll..example/",
        "https://poll.example:0/",
        "https://poll.example:70000/",
        "https://[::1",
        "https://poll.example/a b",
        "https://poll.example/\r\nX: y",
        "https://查询.example/",
    ],
)
def test_an_address_that_is_not_safe_is_not_asked(url: str) -> None:
    error = refused(KuaidiAccount(url, "c", "k"))
    assert (error.trouble, error.field) == (Trouble.CARRIER_ADDRESS, "url")


def test_this_pc_may_be_asked_by_name_and_with_a_query() -> None:
    with carrier.service() as service:
        need_localhost()
        url = service.account.url.replace("127.0.0.1", "localhost") + "?x=1"
        assert len(asked(replace(service.account, url=url))) == 2


def test_the_secret_is_not_shown() -> None:
    assert "secret" not in repr(KuaidiAccount("https://poll.example", "c", "secret"))


def _certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that vouches for itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "示例")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=CHINA))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=CHINA))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / "certificate.pem"
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


def _server_side(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_https_is_verified(tmp_path: Path) -> None:
    certificate = _certificate(tmp_path)
    known = ssl.create_default_context(cafile=certificate)
    with carrier.service(tls=_server_side(certificate)) as service:
        assert len(asked(service.account, tls=known)) == 2
        error = refused(service.account)
        assert len(service.forms) == 1
    assert (error.trouble, error.values) == (Trouble.CARRIER_UNTRUSTED, {"host": "127.0.0.1"})


def test_a_name_the_certificate_does_not_bear_is_not_trusted(tmp_path: Path) -> None:
    certificate = _certificate(tmp_path)
    known = ssl.create_default_context(cafile=certificate)
    with carrier.service(tls=_server_side(certificate)) as service:
        need_localhost()
        url = service.account.url.replace("127.0.0.1", "localhost")
        error = refused(replace(service.account, url=url), tls=known)
        assert service.forms == []
    assert error.trouble is Trouble.CARRIER_UNTRUSTED


def test_half_an_answer_is_noticed_through_tls_too(tmp_path: Path) -> None:
    certificate = _certificate(tmp_path)
    known = ssl.create_default_context(cafile=certificate)
    with carrier.service(carrier.half, _server_side(certificate)) as service:
        error = refused(service.account, tls=known)
    assert error.trouble is Trouble.CARRIER_UNREADABLE


@pytest.mark.parametrize(
    ("ago", "due"),
    [
        (timedelta(0), False),
        (EVERY - timedelta(seconds=1), False),
        (EVERY, True),
        (timedelta(days=3), True),
        (timedelta(minutes=-5), False),
        (timedelta(days=-3), True),
    ],
)
def test_a_number_rests_between_two_questions(ago: timedelta, due: bool) -> None:
    assert due_again(NOW - ago, NOW) is due


def test_a_number_never_asked_for_is_due() -> None:
    assert due_again(None, NOW)
