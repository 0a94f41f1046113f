"""Judges any app made for the sentence beside this file."""

import json

from tests.specs.callers import Command, Done

READ = (
    "import json, pathlib, sys; print(json.dumps({p.name: p.read_text() for p in pathlib.Path(sys.argv[1]).iterdir()}))"
)


def folder(command: Command, name: str) -> dict[str, str]:
    """Each file in it with what it holds."""
    ran = command.sandbox.run(["/opt/venv/bin/python", "-c", READ, name], seconds=20)
    assert ran.status == 0, ran
    files: dict[str, str] = json.loads(ran.output)
    return files


def rename(command: Command, name: str, word: str) -> Done:
    ran = command(name, word)
    assert ran.status == 0, ran
    return ran


def test_in_the_order_of_the_old_names(command: Command) -> None:
    command.put({f"summer/IMG_{n}.JPG": f"picture {n}" for n in (2050, 2041, 2043, 2039)})
    ran = rename(command, "summer", "italy")
    new = {"italy-001.jpg": "2039", "italy-002.jpg": "2041", "italy-003.jpg": "2043", "italy-004.jpg": "2050"}
    assert folder(command, "summer") == {name: f"picture {old}" for name, old in new.items()}
    lines = ran.output.splitlines()
    for name, old in new.items():
        said = [line for line in lines if name in line]
        assert len(said) == 1, (name, ran)
        assert f"IMG_{old}.JPG" in said[0], (name, ran)


def test_other_files_stay(command: Command) -> None:
    others = {"notes.txt": "Hotel", "DSC_0008.png": "png", "clip.mov": "film", "jpg": "no picture"}
    pictures = {"DSC_0007.jpg": "first", "DSC_0009.JPG": "second"}
    command.put({f"my trip/{name}": text for name, text in (others | pictures).items()})
    rename(command, "my trip", "oslo")
    assert folder(command, "my trip") == others | {"oslo-001.jpg": "first", "oslo-002.jpg": "second"}


def test_no_picture_is_lost(command: Command) -> None:
    command.put({f"pics/IMG_{n}.jpg": f"picture {n}" for n in range(31, 43)})
    rename(command, "pics", "rome")
    assert folder(command, "pics")["rome-012.jpg"] == "picture 42"
    command.put({"pics/IMG_99.jpg": "a late one"})
    command("pics", "rome")
    held = folder(command, "pics").values()
    assert sorted(held) == sorted(["a late one", *(f"picture {n}" for n in range(31, 43))]), held


def test_no_such_folder(command: Command) -> None:
    ran = command("nowhere", "italy")
    assert ran.status == 1, ran
    assert ran.errors.strip(), ran
    assert "Traceback" not in ran.errors, ran
