"""What is in a bundle: one static program, nothing of the machine that built it, and the certificate roots."""

import platform
import re
import zipfile
from pathlib import Path

from conftest import ROOT, bundle, output

LIMIT = 4_500_000
CERTIFICATES = [
    "Amazon_Root_CA_1", "Amazon_Root_CA_2", "Amazon_Root_CA_3", "Amazon_Root_CA_4",
    "Starfield_Services_Root_Certificate_Authority_-_G2",
]


def test_one_file_named_bootstrap_that_everybody_may_run(function: str) -> None:
    with zipfile.ZipFile(bundle(function)) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == ["bootstrap"]
    assert entries[0].external_attr >> 16 == 0o100755
    assert entries[0].date_time == (1980, 1, 1, 0, 0, 0)


def test_at_most_four_and_a_half_megabytes(function: str) -> None:
    assert bundle(function).stat().st_size <= LIMIT


def test_asks_for_no_interpreter_and_no_shared_library(function: str, unpack) -> None:
    program = str(unpack(function) / "bootstrap")
    assert "INTERP" not in output("readelf", "--program-headers", "--wide", program)
    assert "NEEDED" not in output("readelf", "--dynamic", "--wide", program)


def test_is_for_the_architecture_that_built_it(function: str, unpack) -> None:
    header = output("readelf", "--file-header", "--wide", str(unpack(function) / "bootstrap"))
    assert {"x86_64": "X86-64", "aarch64": "AArch64"}[platform.machine()] in header


def test_names_no_folder_of_the_build_machine(function: str, unpack) -> None:
    program = (unpack(function) / "bootstrap").read_bytes()
    for folder in {str(ROOT), str(Path.home()), "/opt/swift"} - {"/"}:
        assert folder.encode() + b"/" not in program, f"{folder} is in the program"


def test_carries_the_roots_of_amazon_trust_services(function: str, unpack) -> None:
    program = (unpack(function) / "bootstrap").read_bytes()
    for name in CERTIFICATES:
        pem = Path(f"/usr/share/ca-certificates/mozilla/{name}.crt").read_bytes().strip()
        assert pem in program, f"{name} is not in the program"
    assert len(re.findall(rb"-----BEGIN CERTIFICATE-----\n", program)) == len(CERTIFICATES)
