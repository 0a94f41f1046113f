"""BPE lab: trains a byte-pair tokenizer and shows how it learns. Refuses to keep any text that it was given."""

import base64
import binascii
from collections.abc import Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, File, Form, HTTPException, Query, UploadFile
from fastapi.responses import HTMLResponse, PlainTextResponse
from pydantic import BaseModel, Field

from lab import Busy, Lab
from split import GPT4, as_bytes
from tokenizer import Tokenizer

HERE = Path(__file__).parent
MOST_BYTES = 32_000_000
MOST_SHOWN = 20_000
"""Letters of a text whose tokens are shown one by one."""
LARGEST = 40
Vocabulary = Annotated[int, Field(ge=256, le=100_000)]
Pattern = Annotated[str, Field(min_length=1, max_length=2000)]
Ids = Annotated[list[Annotated[int, Field(ge=0, lt=1 << 31)]], Field(max_length=1_000_000)]
lab = Lab()


@asynccontextmanager
async def lifespan(_: FastAPI) -> Any:
    lab.load()
    yield


app = FastAPI(title="BPE lab", lifespan=lifespan)


class Lesson(BaseModel):
    text: Annotated[str, Field(max_length=MOST_BYTES)]
    vocabulary: Vocabulary = 512
    pattern: Pattern = GPT4


class ToEncode(BaseModel):
    """A text, a batch of texts, or bytes in base64, which need be no text."""

    text: Annotated[str, Field(max_length=2_000_000)] | None = None
    texts: Annotated[list[str], Field(max_length=1000)] | None = None
    base64: Annotated[str, Field(max_length=3_000_000)] | None = None
    known: Annotated[int, Field(ge=256, lt=1 << 31)] = (1 << 31) - 1
    """Use the tokens below this rank only, as they were when so many had been learnt."""


class ToDecode(BaseModel):
    ids: Ids | None = None
    batch: Annotated[list[Ids], Field(max_length=1000)] | None = None


class Table(BaseModel):
    ranks: Annotated[str, Field(max_length=MOST_BYTES)]
    pattern: Pattern = GPT4


@app.get("/", response_class=HTMLResponse)
def page() -> str:
    return (HERE / "index.html").read_text()


@app.get("/samples")
def samples() -> list[dict[str, str]]:
    """Texts to begin with."""
    return [{"name": path.stem, "text": path.read_text()} for path in sorted((HERE / "texts").glob("*.txt"))]


@app.get("/pattern")
def pattern() -> dict[str, str]:
    """The split pattern that is used where none is named."""
    return {"pattern": GPT4}


@app.post("/training", status_code=202)
def train(lesson: Lesson) -> dict[str, Any]:
    return begin(as_bytes(lesson.text), lesson.vocabulary, lesson.pattern)


@app.post("/training/file", status_code=202)
def train_on_file(
    file: Annotated[UploadFile, File()],
    vocabulary: Annotated[int, Form(ge=256, le=100_000)] = 512,
    pattern: Annotated[str, Form(min_length=1, max_length=2000)] = GPT4,
) -> dict[str, Any]:
    return begin(read(file), vocabulary, pattern)


@app.get("/training")
def training(
    since: Annotated[int, Query(ge=0)] = 0, wait: Annotated[float, Query(ge=0, le=10, allow_inf_nan=False)] = 0
) -> dict[str, Any]:
    """How far it is, with the merges from number `since` on; `wait`: once it is done, at most so many seconds later."""
    lab.wait(wait)
    return progress(since)


@app.delete("/training")
def stop() -> dict[str, Any]:
    """End it; what was learnt by then stays."""
    lab.stop()
    lab.wait(5)
    return progress(0)


@app.post("/encode")
def encode(asked: ToEncode) -> dict[str, Any]:
    if asked.texts is not None:
        return {"batch": lab.tokenizer.encode_batch(asked.texts)}
    if asked.base64 is not None:
        return {"ids": lab.tokenizer.encode_bytes(unpacked(asked.base64))}
    if asked.text is None:
        raise HTTPException(422, "Give a text, texts or base64.")
    ids = lab.tokenizer.encode(asked.text, asked.known)
    size = len(as_bytes(asked.text))
    told = {"ids": ids, "bytes": size, "count": len(ids), "ratio": round(size / len(ids), 4) if ids else 0}
    if len(asked.text) <= MOST_SHOWN:
        told["pieces"] = list(pieces(lab.tokenizer, ids))
    return told


@app.post("/decode")
def decode(asked: ToDecode) -> dict[str, Any]:
    try:
        if asked.batch is not None:
            return {"texts": lab.tokenizer.decode_batch(asked.batch)}
        if asked.ids is not None:
            data = lab.tokenizer.decode_bytes(asked.ids)
            return {"text": data.decode("utf-8", "replace"), "base64": base64.b64encode(data).decode()}
    except ValueError as error:
        raise HTTPException(422, str(error)) from None
    raise HTTPException(422, "Give ids or a batch of them.")


@app.get("/largest")
def largest() -> list[dict[str, Any]]:
    """The longest tokens, those that were learnt first before others of the same length."""
    found = sorted(lab.tokenizer.tokens.items(), key=lambda one: (-len(one[1]), one[0]))
    return [{"id": rank, "text": shown(content), "bytes": len(content)} for rank, content in found[:LARGEST]]


@app.get("/ranks", response_class=PlainTextResponse)
def ranks() -> PlainTextResponse:
    """The tokenizer as a tiktoken rank table."""
    headers = {"Content-Disposition": 'attachment; filename="bpe-lab.tiktoken"'}
    return PlainTextResponse(lab.tokenizer.as_ranks(), headers=headers)


@app.post("/ranks")
def take_ranks(table: Table) -> dict[str, Any]:
    """Go on with a tiktoken rank table."""
    return taken(table.ranks, table.pattern)


@app.post("/ranks/file")
def take_ranks_file(
    file: Annotated[UploadFile, File()], pattern: Annotated[str, Form(min_length=1, max_length=2000)] = GPT4
) -> dict[str, Any]:
    return taken(read(file).decode("utf-8", "replace"), pattern)


def begin(data: bytes, vocabulary: int, pattern: str) -> dict[str, Any]:
    if not data:
        raise HTTPException(422, "There is no text to learn from.")
    try:
        lab.train(data, vocabulary, pattern)
    except ValueError as error:
        raise HTTPException(422, str(error)) from None
    except Busy:
        raise HTTPException(409, "Something is being trained; stop that first.") from None
    return progress(0)


def taken(table: str, pattern: str) -> dict[str, Any]:
    try:
        lab.take(table, pattern)
    except ValueError as error:
        raise HTTPException(422, str(error)) from None
    except Busy:
        raise HTTPException(409, "Something is being trained; stop that first.") from None
    return progress(0)


def progress(since: int) -> dict[str, Any]:
    """The state of the training, with what each merge since then made."""
    now = lab.training
    size = now.bytes
    contents = dict(lab.tokenizer.tokens) if now.state == "imported" else {one: bytes([one]) for one in range(256)}
    merges = []
    for number, (token, left, right, count, tokens) in enumerate(now.merges[:]):
        content = contents.setdefault(token, contents[left] + contents[right])
        if number >= since:
            ratio = round(size / tokens, 4) if tokens else None
            parts = {"left": shown(contents[left]), "right": shown(contents[right]), "token": shown(content)}
            merges.append({"id": token, "pair": [left, right], "count": count, "ratio": ratio, **parts})
    last = now.merges[-1][-1] if now.merges else size
    return {
        "state": now.state,
        "reason": now.reason,
        "wanted": now.vocabulary,
        "vocabulary": 256 + len(now.merges),
        "short": now.is_short,
        "bytes": size,
        "chunks": now.chunks,
        "unique": now.unique,
        "seconds": now.seconds,
        "ratio": round(size / last, 4) if last else None,
        "merges": merges,
    }


def pieces(tokenizer: Tokenizer, ids: list[int]) -> Iterator[dict[str, Any]]:
    return ({"id": one, "text": shown(tokenizer.tokens[one])} for one in ids)


def shown(content: bytes) -> str:
    """A token as people can read it: what is no whole letter stands as its bytes."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return "".join(f"\\x{byte:02x}" if byte > 127 else chr(byte) for byte in content)


def unpacked(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        raise HTTPException(422, "That is no base64.") from None


def read(file: UploadFile) -> bytes:
    data = file.file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise HTTPException(413, f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    return data
