"""The archive for a laptop without a network: which wheels, which scripts, what is refused."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile

import pytest
from bundle import closure, pack
from bundle.closure import BundleError, collect, locked, needed, requirements
from bundle.target import PLATFORMS, Target, this_platform

LINUX, WINDOWS = Target("linux-x86_64", "3.11"), Target("windows-x86_64", "3.12")


def wheel(folder, name, version="1.0", requires=()):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{version}-py3-none-any.whl"
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Dist: {text}" for text in requires]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}-{version}.dist-info/METADATA", "\n".join(lines) + "\n\n")
    return path


def test_the_lock_is_read_for_the_computer_the_archive_is_for():
    """Not for the one that packs: its Python and its system say nothing."""
    text = (pack.ROOT / "constraints.txt").read_text()
    old, new = locked(text, LINUX), locked(text, WINDOWS)
    assert (old["mesa"], new["mesa"]) == ("3.3.1", "3.5.1")
    with pytest.raises(BundleError, match="one version"):
        locked("numpy>=2\n", LINUX)


@pytest.mark.parametrize("name", sorted(PLATFORMS))
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_markers_are_those_of_the_target(name, python):
    target = Target(name, python)
    asked = [
        closure.Requirement("colorama; platform_system == 'Windows'"),
        closure.Requirement("pexpect; sys_platform != 'win32'"),
        closure.Requirement("zipp; python_version < '3.12'"),
        closure.Requirement("solara[server]; extra == 'app'"),
        closure.Requirement("ruff; extra == 'dev'"),
    ]
    found = needed(asked, ("app",), target)
    assert ("colorama" in found) == (target.system == "windows")
    assert ("pexpect" in found) == (target.system != "windows")
    assert ("zipp" in found) == (python == "3.11")
    assert found["solara"] == {"server"}
    assert "ruff" not in found


def test_everything_that_is_asked_for_is_collected_and_nothing_else(tmp_path, monkeypatch):
    """Extras that a later wheel asks of an earlier one are followed too."""
    shop = tmp_path / "shop"
    own = wheel(tmp_path / "own", "microville", requires=["alpha", "beta; extra == 'app'"])
    wheel(shop, "alpha", "2.0", ["colorama; platform_system == 'Windows'", "late; extra == 'more'"])
    wheel(shop, "beta", requires=["alpha[more]>=1"])
    for name in ("late", "colorama", "unwanted"):
        wheel(shop, name)
    versions = {"alpha": "2.0", "beta": "1.0", "late": "1.0", "colorama": "1.0"}

    def download(wanted, folder, target):
        for name, version in wanted.items():
            shutil.copy(shop / f"{name}-{version}-py3-none-any.whl", folder)

    monkeypatch.setattr(closure, "_download", download)
    kept = tmp_path / "kept"
    kept.mkdir()
    wheel(kept, "alpha", "1.9")  # an older one, from another time

    def names(target, extras=("app",)):
        return {path.name.split("-py3")[0] for path in collect(own, extras, kept, versions, target)}

    assert names(LINUX) == {"alpha-2.0", "beta-1.0", "late-1.0"}
    assert names(WINDOWS) == {"alpha-2.0", "beta-1.0", "late-1.0", "colorama-1.0"}
    assert names(LINUX, ()) == {"alpha-2.0"}
    del versions["late"]
    with pytest.raises(BundleError, match="does not name late"):
        names(LINUX)
    assert str(requirements(own)[0]) == "alpha"


# -- what starts it -----------------------------------------------------------------------------


@pytest.fixture
def unpacked(tmp_path):
    """A folder as it is unpacked, with one wheel that is no wheel."""
    folder = tmp_path / "microville"
    (folder / "wheels").mkdir(parents=True)
    (folder / "wheels" / "a.whl").write_text("wheel")
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    pack._scripts(folder, Target(this_platform(), here), "0.1.0")
    pack._sums(folder)
    return folder


@pytest.fixture
def start(unpacked):
    spec = importlib.util.spec_from_file_location("start_of_bundle", unpacked / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_scripts_are_filled_in_and_sums_hold(unpacked):
    for name in ("start.sh", "start.bat", "LISEZMOI.txt", "README.txt"):
        text = (unpacked / name).read_bytes()
        assert b"@P" not in text
        assert b"@V" not in text
        assert (b"\r\n" in text) == (not name.endswith(".sh"))
    assert subprocess.run(["sh", "-n", unpacked / "start.sh"], check=False).returncode == 0
    assert os.access(unpacked / "start.sh", os.X_OK)
    for line in (unpacked / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((unpacked / name).read_bytes()).hexdigest() == digest


def test_damaged_files_and_another_python_are_refused(start, unpacked, capsys, monkeypatch):
    about = json.loads((unpacked / "bundle.json").read_text())
    start.check_python(about)
    start.check_files()
    with pytest.raises(SystemExit) as ended:
        start.check_python(about | {"python": "3.9"})
    assert ended.value.code == 2
    said = capsys.readouterr().out
    assert "Il faut Python 3.9" in said
    assert "Python 3.9 (64 bits) is needed" in said
    with pytest.raises(SystemExit):
        start.check_python(about | {"platform": "plan9-vax"})
    (unpacked / "README.txt").write_text("notes of somebody")
    start.check_files()
    (unpacked / "wheels" / "a.whl").write_text("whee")
    with pytest.raises(SystemExit):
        start.check_files()
    assert "wheels/a.whl manque" in capsys.readouterr().out
    monkeypatch.setenv("PIP_INDEX_URL", "https://example.org")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    kept = start.environment()
    assert not {"PIP_INDEX_URL", "PYTHONPATH"} & kept.keys()
    assert kept["MICROVILLE_CACHE"] == str(unpacked / "cache")


def test_an_archive_names_nobody(unpacked, tmp_path):
    path = pack._archive(unpacked, tmp_path, LINUX)
    with tarfile.open(path) as archive:
        members = archive.getmembers()
    assert {(m.uid, m.uname) for m in members} == {(0, "")}
    assert all(m.name.split("/")[0] == unpacked.name for m in members)
    with zipfile.ZipFile(pack._archive(unpacked, tmp_path, WINDOWS)) as archive:
        assert f"{unpacked.name}/wheels/a.whl" in archive.namelist()
