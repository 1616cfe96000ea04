"""An archive in a real S3, as far as one is on this machine: moto's server, asked by s3fs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from huizong.intake import Archive
from huizong.intake.object_store import ObjectStore, StoreAwayError
from huizong.warehouse.server.machine import free_port

pytestmark = pytest.mark.system

# sha256 of the three letters abc, from FIPS 180-2, appendix B.1
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """A server with a bucket; who asks it is told by the variables that every client of S3 reads."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=free_port(throwaway=True), verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as told:
        told.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        told.setenv("AWS_ACCESS_KEY_ID", "county")
        told.setenv("AWS_SECRET_ACCESS_KEY", "of-the-county")
        told.setenv("AWS_DEFAULT_REGION", "us-east-1")
        told.setenv("NO_PROXY", "127.0.0.1")
        boto3.client("s3").create_bucket(Bucket="evidence")
        yield "s3://evidence/county"
    server.stop()


def test_bytes_go_there_and_come_back(s3: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "one", ObjectStore(s3))
    assert archive.store(io.BytesIO(b"abc")) == (ABC, 3)
    elsewhere = Archive(tmp_path / "another", ObjectStore(s3))
    assert elsewhere.holds(ABC, 3)
    assert list(elsewhere.names()) == [ABC]
    assert elsewhere.digest(ABC) == ABC
    assert elsewhere.read(ABC) == b"abc"


def test_a_large_file_goes_in_parts_and_comes_back_whole(s3: str, tmp_path: Path) -> None:
    large = b"0123456789abcdef" * (4 << 20)  # 64 MB
    name, size = Archive(tmp_path / "one", ObjectStore(s3)).store(io.BytesIO(large))
    assert size == 64 << 20
    assert Archive(tmp_path / "another", ObjectStore(s3)).read(name) == large


def test_a_bucket_that_there_is_not_takes_nothing(s3: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path, ObjectStore("s3://nowhere/county"))
    assert not archive.holds(ABC, 3)
    with pytest.raises(StoreAwayError, match="the archive's object store can't be used"):
        archive.store(io.BytesIO(b"abc"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
