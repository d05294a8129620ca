"""Unpacks conformance data out of source distributions: `conformance_data.py DOWNLOADS FOLDER`.

The layout of FOLDER:

    sigv4-suite/<case>/            AWS's signing test suite, from botocore's tests/unit/auth/aws4_testsuite: request.txt,
                                   context.json and header-{canonical-request,string-to-sign,signature,signed-request}.txt
    aws-protocol-tests/input|output/   from botocore's tests/unit/protocols, for AWS JSON 1.0 and 1.1
    endpoints/partitions.json      every partition with its regions and suffixes, botocore/data/partitions.json
    endpoints/{dynamodb,events,sqs}.json   the endpoint cases of a service in every partition, from botocore's
                                   tests/functional/endpoint-rules: testCases[].{params, expect}
    json-suite/test_parsing/       nst/JSONTestSuite, from pyjson5's third-party folder
"""

import json
import sys
import tarfile
from pathlib import Path, PurePosixPath

PROTOCOLS = ("json.json", "json_1_0.json", "json_1_0-query-compatible.json")
ENDPOINT_CASES = ("dynamodb", "events", "sqs")


def main(downloads: Path, folder: Path) -> None:
    botocore = Sources(downloads, "botocore")
    for direction in ("input", "output"):
        for name in PROTOCOLS:
            part = f"{direction}/{name}"
            write(folder / "aws-protocol-tests" / part, botocore.files[f"tests/unit/protocols/{part}"])
    write(folder / "endpoints/partitions.json", botocore.files["botocore/data/partitions.json"])
    for service in ENDPOINT_CASES:
        cases = botocore.files[f"tests/functional/endpoint-rules/{service}/endpoint-tests-1.json"]
        write(folder / f"endpoints/{service}.json", cases)
    for path in botocore.below("tests/unit/auth/aws4_testsuite", ".req"):
        write_signature_case(botocore, path.removesuffix(".req"), folder / "sigv4-suite" / PurePosixPath(path).stem)
    pyjson5 = Sources(downloads, "pyjson5")
    for path in pyjson5.below("third-party/JSONTestSuite/test_parsing", ".json"):
        write(folder / "json-suite/test_parsing" / PurePosixPath(path).name, pyjson5.files[path])


class Sources:
    """The files of a source distribution by their path in it."""

    def __init__(self, downloads: Path, name: str) -> None:
        (archive,) = downloads.glob(f"{name}-*.tar.gz")
        self.files: dict[str, bytes] = {}
        with tarfile.open(archive) as opened:
            for member in opened:
                content = opened.extractfile(member) if member.isfile() else None
                if content is not None and keeps(member.name):
                    self.files[member.name.partition("/")[2]] = content.read()

    def below(self, folder: str, suffix: str) -> list[str]:
        found = sorted(path for path in self.files if path.startswith(f"{folder}/") and path.endswith(suffix))
        if not found:
            raise SystemExit(f"the source distribution has no {folder}/*{suffix}")
        return found


def keeps(path: str) -> bool:
    return "/tests/" in path or "/third-party/" in path or path.endswith("/botocore/data/partitions.json")


def write_signature_case(sources: Sources, path: str, folder: Path) -> None:
    """The suite's older form has the date in the request and says in files of one letter what context.json says."""
    request, token = without_signing_headers(sources.files[f"{path}.req"])
    text = {suffix: sources.files[f"{path}.{suffix}"].decode() for suffix in ("creq", "sts", "authz")}
    # In the newer form, a token that the canonical request leaves out is added after signing.
    token = token or token_header(sources.files[f"{path}.sreq"])
    credentials = {"access_key_id": "AKIDEXAMPLE", "secret_access_key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}
    context = {
        "credentials": {**credentials, "token": token} if token else credentials,
        "normalize": True,
        "omit_session_token": "x-amz-security-token" not in text["creq"],
        "region": "us-east-1",
        "service": "service",
        "sign_body": False,
        "timestamp": "2015-08-30T12:36:00Z",
    }
    write(folder / "request.txt", request)
    write(folder / "context.json", json.dumps(context, indent=2).encode())
    write(folder / "header-canonical-request.txt", text["creq"].encode())
    write(folder / "header-string-to-sign.txt", text["sts"].encode())
    write(folder / "header-signature.txt", text["authz"].rpartition("=")[2].encode())
    write(folder / "header-signed-request.txt", request + f"\nAuthorization:{text['authz']}\n".encode())


def without_signing_headers(request: bytes) -> tuple[bytes, str]:
    """The request as it is before it is signed, and its token."""
    head, separator, body = request.partition(b"\n\n")
    lines = [line for line in head.split(b"\n") if not line.lower().startswith((b"x-amz-date:", b"x-amz-security-token:"))]
    return b"\n".join(lines) + (separator or b"\n") + body, token_header(head)


def token_header(head: bytes) -> str:
    for line in head.split(b"\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"x-amz-security-token":
            return value.decode()
    return ""


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
