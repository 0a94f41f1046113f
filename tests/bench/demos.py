"""How quick the demos are: from launch to the first answer and to the page, and the longest work of three of them.

python -m tests.bench.demos [launch|bpe|capsule|reader …]
"""

import io
import json
import random
import sys
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from gallery.demo import DEMOS, demo, demos
from generator.kinds import RUNTIME
from sandbox import Engine, Image, Limits, Sandbox, connect, lacking
from tests.gallery.demos.loading import loaded

TIMES = 3
DAY = "2016-11-22"
VOCABULARY = 4096
PAGE = """
import sys, time
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=flags)
    page = browser.new_page()
    page.goto("about:blank")
    began = time.monotonic()
    page.goto(sys.argv[1], wait_until="load")
    page.wait_for_function("document.body.innerText.length > 40")
    print(time.monotonic() - began)
"""


def run(*parts: str) -> str:
    every: dict[str, Callable[[Engine], str]] = {"launch": launch, "bpe": bpe, "capsule": capsule, "reader": reader}
    engine = connect()
    return "\n\n".join(every[part](engine) for part in parts or every)


def launch(engine: Engine) -> str:
    """Sandbox, files, start and first answer; then its page in a browser that is open already."""
    rows = ["| demo | to the first 200 | to its page |", "|---|---|---|"]
    with engine.open(Image.TESTER, limits=Limits(memory_mb=1024, processes=512)) as tester:
        for one in demos():
            answers, pages = [], []
            for _ in range(TIMES):
                with opened(engine, one.name) as (box, seconds):
                    ran = tester.run(["python", "-c", PAGE, tester.reach(box)], seconds=120)
                    answers.append(seconds)
                    pages.append(seconds + float(ran.output or "nan"))
            rows.append(f"| {one.name} | {median(answers):.2f} s | {median(pages):.2f} s |")
    return "\n".join(rows)


def bpe(engine: Engine) -> str:
    """Beside `tokenizers` on the same text and, on one that it comes to an end with, tiktoken's educational trainer;
    by the clock, and in seconds of processors, which a busy machine changes little."""
    text = sources(10_000_000)
    small = text[:100_000]
    with opened(engine, "bpe-lab") as (box, _):
        inside = learnt(box, text, VOCABULARY)
    with loaded("bpe-lab", "learn", "split") as (learn, split):

        def ours(data: bytes, vocabulary: int) -> None:
            chunks = split.counted(split.as_text(data), split.GPT4)
            for _ in learn.merges({split.as_bytes(one): times for one, times in chunks.items()}, vocabulary):
                pass

        own, own_small = timed(lambda: ours(text, VOCABULARY)), timed(lambda: ours(small, 512))
        theirs = timed(lambda: hugging_face(text.decode(), split.GPT4))
        educational = timed(lambda: tiktokens(small.decode(), split.GPT4))
    rows = [
        (f"10 MB of Python to {VOCABULARY}", "bpe-lab, on the host", own, own),
        ("", "tokenizers", theirs, own),
        ("100 kB of it to 512", "bpe-lab, on the host", own_small, own_small),
        ("", "tiktoken's educational trainer", educational, own_small),
    ]
    lines = ["| text | trainer | seconds | of processors | these beside ours |", "|---|---|---|---|---|"]
    lines += [
        f"| {text} | {trainer} | {clock:.2f} | {cpu:.2f} | {cpu / beside[1]:.1f} |"
        for text, trainer, (clock, cpu), beside in rows
    ]
    return "\n".join([*lines, f"| the 10 MB | bpe-lab, in its sandbox | {inside:.1f} | | |"])


def capsule(engine: Engine) -> str:
    """Thirty stories, stage by stage, from the recorded day; each stage a process of its own."""
    rows = ["| stage | seconds for 30 stories |", "|---|---|"]
    with opened(engine, "hn-time-capsule") as (box, _):
        for stage in ("fetch", "prompt", "analyse", "parse", "render", "all"):
            ran = box.run(["python", "main.py", stage, "--date", DAY], seconds=120)
            assert ran.status == 0, ran.errors
            rows.append(f"| {stage}{' (nothing left to do)' if stage == 'all' else ''} | {ran.seconds:.2f} |")
    return "\n".join(rows)


def reader(engine: Engine) -> str:
    book = large_book()
    with opened(engine, "reader3") as (box, _):
        box.put({"large.epub": book})
        added = box.run(["python", "add.py", "large.epub"], seconds=120)
        assert added.status == 0, added.errors
        where = added.output.decode().split(":")[0]
        first = timed(lambda: ask(box, f"/read/{where}/1"))
        shelf = timed(lambda: ask(box, "/"))
    return "\n".join(
        [
            f"| a book of {len(book) / 1e6:.1f} MB, 60 chapters | seconds |",
            "|---|---|",
            f"| added by the command | {added.seconds:.2f} |",
            f"| its first chapter | {first[0]:.3f} |",
            f"| the library | {shelf[0]:.3f} |",
        ]
    )


@contextmanager
def opened(engine: Engine, name: str) -> Iterator[tuple[Sandbox, float]]:
    """A demo that answers, and the seconds that took. Its packages, where it has any, are there before."""
    one = demo(name)
    runtime = RUNTIME[one.manifest.kind]
    wanted = lacking(one.files)
    layer = engine.resolve(wanted, lambda _: None).layer if wanted else ""
    began = time.monotonic()
    with engine.open(Image.APP, runtime=runtime, layer=layer) as box:
        box.put(one.files)
        started = box.start(runtime)
        assert started.ok, started.reason
        yield box, time.monotonic() - began


def learnt(box: Sandbox, text: bytes, vocabulary: int) -> float:
    asked = json.dumps({"vocabulary": vocabulary, "pattern": pattern()}).encode() + b"\n"
    ran = box.run(["python", "train.py"], stdin=asked + text, seconds=300, most_kb=4096)
    return float(json.loads(ran.output.splitlines()[-1])["seconds"])


def pattern() -> str:
    with loaded("bpe-lab", "split") as (split,):
        return str(split.GPT4)


def hugging_face(text: str, split_pattern: str) -> None:
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    bytes_of = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    cut = pre_tokenizers.Split(Regex(split_pattern), "isolated")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([cut, bytes_of])  # type: ignore[assignment]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=VOCABULARY, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(text.splitlines(keepends=True), trainer)


def tiktokens(text: str, split_pattern: str) -> None:
    from tiktoken._educational import bpe_train

    bpe_train(text, 512, split_pattern, visualise=None)


def sources(size: int) -> bytes:
    """Text that is on every machine: the Python of this environment."""
    found = bytearray()
    for path in sorted(Path(json.__file__).parent.parent.rglob("*.py")):
        found += path.read_bytes()
        if len(found) >= size:
            break
    return bytes(found[:size]).decode("utf-8", "ignore").encode()


def large_book() -> bytes:
    chance = random.Random(3)
    with zipfile.ZipFile(DEMOS / "reader3" / "samples" / "fables.epub") as small:
        files = {name: small.read(name) for name in small.namelist()}
    words = [
        word for name, page in files.items() if "fable" in name for word in page.decode().split() if "<" not in word
    ]
    items, spine = "", ""
    for number in range(60):
        text = "".join(f"<p>{' '.join(chance.choices(words, k=90))}</p>" for _ in range(60))
        image = f'<p><img src="img/{number}.png" alt=""/></p>'
        page = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Chapter {number}</h1>{image}{text}</body></html>'
        files[f"OEBPS/c{number}.xhtml"] = page.encode()
        files[f"OEBPS/img/{number}.png"] = b"\x89PNG" + chance.randbytes(68_000)
        items += f'<item id="c{number}" href="c{number}.xhtml" media-type="application/xhtml+xml"/>'
        spine += f'<itemref idref="c{number}"/>'
    package = files["OEBPS/book.opf"].decode().replace("</manifest>", f"{items}</manifest>")
    begin, _, rest = package.partition("<spine>")
    files["OEBPS/book.opf"] = f"{begin}<spine>{spine}{rest.partition('</spine>')[1]}</package>".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def ask(box: Sandbox, path: str) -> bytes:
    place = urlsplit(box.url)
    request = urllib.request.Request(f"http://127.0.0.1:{place.port}{path}", headers={"Host": place.netloc})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return bytes(answer.read())


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """By the clock, and seconds of processors."""
    began, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - used


if __name__ == "__main__":
    print(run(*sys.argv[1:]))
