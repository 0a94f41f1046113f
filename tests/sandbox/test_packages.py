"""Packages beyond the image: pinned, unpacked and layered without running any of their code, or a verdict that says why
not. The index is played where what it has matters; one package comes from the real one."""

import io
import tarfile
from pathlib import Path

import pytest

from sandbox import Engine, Image, SandboxError, engine_images, packages, requirements
from sandbox.contract import Resolved
from sandbox.packages import Failed
from tests.package_index import quiet


def test_packages_come_as_a_layer_that_apps_import_from_and_nothing_of_theirs_ran(
    engine: Engine, index: None, layers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = engine.resolve(["Cheery >= 1"], quiet)
    assert found.ok, found
    assert sorted(found.packages) == ["cheery-needs==1.0", "cheery==1.0"], "what the image has isn't fetched again"
    with engine.open(Image.APP, layer=found.layer) as box:
        ran = box.run(["python", "-c", "import cheery, cheery_needs, pandas; print(cheery.said, pandas.__version__)"])
        assert ran.output.decode().split() == ["by", "cheery", requirements.pinned()["pandas"]]
        assert box.get() == {}, "neither its start-up file nor its setup ran"
        assert box.run(["touch", "/opt/packages/x"]).status != 0
    with engine.open(Image.APP) as box:
        assert b"No module named" in box.run(["python", "-c", "import cheery"]).errors
    monkeypatch.setattr(packages, "index_of_this_host", lambda: pytest.fail("it is remembered"))
    assert engine.resolve(["cheery>=1"], quiet) == found
    engine_images.remove(packages.tag(found.layer))
    with pytest.raises(SandboxError, match="not there"), engine.open(Image.APP, layer=found.layer):
        pass


@pytest.mark.parametrize(
    ("wanted", "trouble", "name", "said"),
    [
        ("nowhere-to-be-found", "unknown", "nowhere-to-be-found", "no package named"),
        ("gloomy", "no wheel", "gloomy", "nothing is built from source"),
        ("cheery>7", "no version", "cheery", "No version of cheery fits"),
        ("picky", "conflict", "", "picky 1.0 depends on pandas<1, the image has pandas=="),
    ],
)
def test_what_cant_be_had_is_a_verdict(
    engine: Engine, index: None, wanted: str, trouble: str, name: str, said: str
) -> None:
    found = engine.resolve([wanted], quiet)
    assert (found.ok, found.trouble, found.name.partition(">")[0]) == (False, trouble, name), found
    assert said in found.reason


def test_an_index_that_is_away_is_a_verdict(engine: Engine, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    away = ["http://127.0.0.1:9/simple"], frozenset({("127.0.0.1", 9)})
    monkeypatch.setattr(packages, "index_of_this_host", lambda: away)
    found = engine.resolve(["cheery"], quiet)
    assert (found.ok, found.trouble) == (False, "unreachable")
    assert "can't be reached" in found.reason


def test_what_was_pinned_is_had_again_without_the_index(
    engine: Engine, index: None, layers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = engine.resolve(["cheery"], quiet)
    monkeypatch.setattr(packages, "index_of_this_host", lambda: pytest.fail("it is remembered"))
    monkeypatch.setattr(packages, "FRESH_SECONDS", -1)
    assert engine.resolve(found.packages, quiet) == found


def test_a_package_comes_from_the_index_that_this_hosts_pip_asks(engine: Engine, cache: Path, layers: None) -> None:
    found = engine.resolve(["roman"], quiet)
    assert found.ok, found
    with engine.open(Image.APP, layer=found.layer) as box:
        assert box.run(["python", "-c", "import roman; print(roman.toRoman(42))"]).output == b"XLII\n"


def test_nothing_is_fetched_for_what_the_image_has(engine: Engine, cache: Path) -> None:
    assert engine.resolve([], quiet) == Resolved(True)


@pytest.mark.parametrize(
    "text",
    ["-r x.txt", "--index-url=http://a.b", "x @ http://a.b/x.whl", "./x", "git+https://a.b/x", "a b", "", "x\n-e ."],
)
def test_only_names_and_versions_are_requirements(engine: Engine, text: str) -> None:
    found = engine.resolve(["pandas", text], quiet)
    assert (found.ok, found.trouble) == (False, "invalid")


def test_requirements_have_one_form() -> None:
    assert requirements.plain(["B_b >=1", "a[x,b]", "b.b>=1"]) == (["a[b,x]", "b-b>=1"], None)


def test_names_close_to_well_known_ones_are_shown() -> None:
    told = {doubt.name: doubt.near for doubt in requirements.doubts(["reqeusts", "python-pandas", "zzyzx-roads>=1"])}
    assert told == {"reqeusts": "requests", "python-pandas": "pandas", "zzyzx-roads": ""}
    assert requirements.doubts(["requests", "scikit-learn", "pandas[all]>2", "Flask"]) == ()


def packed(*members: tuple[str, bytes, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, kind, data in members:
            entry = tarfile.TarInfo(name)
            entry.type, entry.size, entry.linkname = kind, len(data), "/etc/passwd"
            tar.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def test_only_plain_files_become_a_layer() -> None:
    given = packed(
        ("./fine/a.py", tarfile.REGTYPE, b"a"),
        ("../../etc/cron.d/x", tarfile.REGTYPE, b"x"),
        ("/etc/x", tarfile.REGTYPE, b"x"),
        ("./link", tarfile.SYMTYPE, b""),
        ("./hard", tarfile.LNKTYPE, b""),
        ("./device", tarfile.CHRTYPE, b""),
        ("./pipe", tarfile.FIFOTYPE, b""),
    )
    out = io.BytesIO()
    packages.repack(given, b"FROM x", out)
    out.seek(0)
    with tarfile.open(fileobj=out) as tar:
        assert tar.getnames() == ["Dockerfile", "packages/fine/a.py"]


def test_a_layer_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_FILES", 2)
    many = packed(*[(f"./{n}", tarfile.REGTYPE, b"") for n in range(3)])
    with pytest.raises(Failed, match="more than"):
        packages.repack(many, b"", io.BytesIO())
    monkeypatch.setattr(packages, "MOST_MB", 1)
    with pytest.raises(Failed, match="more than 1 MB"):
        packages.repack(packed(("./big", tarfile.REGTYPE, bytes(2 << 20))), b"", io.BytesIO())


@pytest.mark.parametrize(
    "report",
    [b"", b"[]", b'{"install": [{}]}']
    + [
        b'{"install": [{"metadata": {"name": "%s", "version": "1"},'
        b' "download_info": {"archive_info": {"hashes": {"sha256": "%s"}}}}]}' % pair
        for pair in ((b"--index-url=x", b"0" * 64), (b"x\\n-e .", b"0" * 64), (b"x", b"not a hash"))
    ],
)
def test_a_report_that_is_not_pips_is_not_believed(report: bytes) -> None:
    with pytest.raises(SandboxError, match="pip's report"):
        packages.pinned(report)


@pytest.mark.parametrize("layer", ["../x", "latest", "0" * 15, "app:latest"])
def test_a_layer_is_named_by_its_hash_alone(engine: Engine, layer: str) -> None:
    with pytest.raises(SandboxError, match="no layer"), engine.open(Image.APP, layer=layer):
        pass
