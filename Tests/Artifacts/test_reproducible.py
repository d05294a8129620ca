"""The same tree makes the same bundles, wherever it lies."""

import shutil
import subprocess
from pathlib import Path

from conftest import FUNCTIONS, ROOT, bundle, output


def copy_tree(destination: Path) -> None:
    names = output("git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, names):
        source = ROOT / name
        if source.is_file():
            (destination / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, destination / name)
    # The static libraries are inputs like the system's; compiling them again would prove nothing about ours.
    for library in ("openssl", "curl"):
        shutil.copytree(ROOT / ".build" / library, destination / ".build" / library)


def test_built_again_in_another_folder(tmp_path: Path) -> None:
    copy = tmp_path / "some where else"
    copy_tree(copy)
    subprocess.run([str(copy / "build.sh"), "build"], check=True, stdin=subprocess.DEVNULL)
    for name in FUNCTIONS:
        same = (copy / "dist" / f"{name}.zip").read_bytes() == bundle(name).read_bytes()
        assert same, f"{name}.zip differs from the one built in {ROOT}"
