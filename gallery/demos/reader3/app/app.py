"""Reader: a shelf of EPUBs, read beside a language model. Refuses to run anything that a book brings, and to let its
pages load from anywhere else."""

from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, File, HTTPException, Request, UploadFile
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from pydantic import BaseModel, Field, StringConstraints

from ask import ask, is_live
from epub import MOST_BYTES, BadBook
from library import Library

HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
KINDS = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "svg": "image/svg+xml"}
library = Library(Path("data/books"), HERE / "samples")
templates = Jinja2Templates(HERE / "templates")


@asynccontextmanager
async def lifespan(_: FastAPI) -> Any:
    library.open()
    yield


app = FastAPI(title="Reader", lifespan=lifespan)
app.mount("/static", StaticFiles(directory=HERE / "static"))


class Asked(BaseModel):
    question: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), Field(max_length=2000)]


@app.middleware("http")
async def hold_to_policy(request: Request, go_on: Any) -> Response:
    """What a book smuggled past the cleaning would still not run."""
    answer: Response = await go_on(request)
    answer.headers.setdefault("Content-Security-Policy", POLICY)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@app.get("/", response_class=HTMLResponse)
def shelf(request: Request) -> Response:
    return templates.TemplateResponse(request, "shelf.html", {"books": library.books()})


@app.get("/read/{book}")
def first(book: str) -> Response:
    found(book)
    return RedirectResponse(f"/read/{book}/1")


@app.get("/read/{book}/{number}", response_class=HTMLResponse)
def read(request: Request, book: str, number: int) -> Response:
    about, chapter = found(book), chapter_of(book, number)
    last = len(about["chapters"])
    shown = {"book": about, "chapter": chapter, "number": number, "last": last, "live": is_live()}
    return templates.TemplateResponse(request, "read.html", shown)


@app.get("/books")
def books() -> list[dict[str, Any]]:
    return library.books()


@app.post("/books", status_code=201)
def add(file: Annotated[UploadFile, File()]) -> dict[str, Any]:
    """Put an EPUB on the shelf."""
    data = file.file.read(MOST_BYTES + 1)
    try:
        book = library.add(data)
    except BadBook as error:
        raise HTTPException(422, str(error)) from None
    except OSError:
        raise HTTPException(507, "There is no room left for this book; remove another one first.") from None
    return {"id": book.id, "title": book.title, "authors": book.authors, "chapters": len(book.chapters)}


@app.get("/books/{book}")
def about(book: str) -> dict[str, Any]:
    return found(book)


@app.delete("/books/{book}")
def remove(book: str) -> dict[str, str]:
    if not library.remove(book):
        raise HTTPException(404, "There is no such book.")
    return {"removed": book}


@app.get("/books/{book}/chapters/{number}")
def chapter(book: str, number: int) -> dict[str, Any]:
    return {"number": number} | {name: getattr(chapter_of(book, number), name) for name in ("title", "text", "html")}


@app.get("/books/{book}/chapters/{number}/copy", response_class=PlainTextResponse)
def copy(book: str, number: int) -> str:
    """The chapter's text with title and place, ready for a chatbot."""
    about, chapter = found(book), chapter_of(book, number)
    by = f" by {', '.join(about['authors'])}" if about["authors"] else ""
    place = f"Chapter {number} of {len(about['chapters'])}: {chapter.title}"
    return f"From “{about['title']}”{by}\n{place}\n\n{chapter.text}\n"


@app.post("/books/{book}/chapters/{number}/ask")
def ask_about(book: str, number: int, asked: Asked) -> dict[str, str]:
    chapter = chapter_of(book, number)
    try:
        said = ask(chapter.title, chapter.text, asked.question)
    except OSError as error:
        raise HTTPException(502, f"The model can't be asked just now. {error}") from None
    return {"answer": said.answer, "by": said.by}


@app.get("/books/{book}/images/{name}")
def image(book: str, name: str) -> Response:
    content = library.image(book, name)
    if content is None:
        raise HTTPException(404, "There is no such image in this book.")
    held = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
    return Response(content, media_type=KINDS[name.rpartition(".")[2]], headers=held)


def found(book: str) -> dict[str, Any]:
    about = library.book(book)
    if about is None:
        raise HTTPException(404, "There is no such book.")
    return about


def chapter_of(book: str, number: int) -> Any:
    chapter = library.chapter(book, number)
    if chapter is None:
        raise HTTPException(404, "There is no such chapter.")
    return chapter
