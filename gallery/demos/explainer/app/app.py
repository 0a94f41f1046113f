"""An answer that is looked at: a document or a question becomes an infographic, slides or a whiteboard. Refuses to show
a number without its source."""

import re
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field

import told
from document import MOST_LETTERS, Document, read
from model import Endpoint, ModelError
from render import Form, Sheet
from story import Story, story_of

HERE = Path(__file__).parent
SHIPPED = {"cycling": "Cycling in a town", "water": "Water on Earth", "bees": "A honey bee colony"}
STAND_IN = "No model is connected: the page is made of the document's own sentences and numbers."
SHELF = "A question is answered by the document among these that fits it best."
FEWEST_WORDS = 8
COMMON = {
    *("about", "after", "does", "from", "have", "many", "much", "more", "most", "over", "than", "that", "them"),
    *("they", "this", "what", "when", "where", "which", "with", "how", "the", "and", "are", "for"),
}

app = FastAPI(title="Explainer", description="An answer that is looked at, not read.")
endpoint = Endpoint.from_environment()


class Wish(BaseModel):
    document: str = Field("", max_length=MOST_LETTERS)
    question: str = Field("", max_length=2000)
    form: Form = "infographic"
    live: bool = True


@app.get("/", include_in_schema=False)
def page() -> FileResponse:
    return FileResponse(HERE / "page.html", headers={"Cache-Control": "no-store"})


@app.get("/page.{kind}", include_in_schema=False)
def part(kind: str) -> FileResponse:
    if kind not in ("css", "js"):
        raise HTTPException(404, "There is nothing at this address.")
    return FileResponse(HERE / f"page.{kind}")


@app.get("/api/services")
def services() -> dict[str, Any]:
    """Who writes, and what stands in for a model that is not there."""
    try:
        said = (
            f"{endpoint.model} writes; its numbers are looked for in the source." if endpoint else f"{STAND_IN} {SHELF}"
        )
    except ModelError as error:
        return {"live": False, "told": f"{error} {SHELF}", "documents": SHIPPED}
    return {"live": endpoint is not None, "told": said, "documents": SHIPPED}


@app.get("/api/documents/{name}")
def shipped(name: str) -> dict[str, str]:
    if name not in SHIPPED:
        raise HTTPException(404, "There is no such document.")
    return {"text": (HERE / "documents" / f"{name}.md").read_text()}


@app.post("/api/explain")
def explain(wish: Wish) -> dict[str, Any]:
    """One self-contained page, and how many of its numbers were traced."""
    if not wish.document.strip() and not wish.question.strip():
        raise HTTPException(422, "Ask a question, or paste a document.")
    writer = endpoint if wish.live else None
    notes: list[str] = []
    if wish.document.strip():
        document = read(wish.document)
        if not document.blocks or len(wish.document.split()) < FEWEST_WORDS:
            raise HTTPException(422, "There is too little text to explain. Paste a few sentences.")
        story, by_value, said = written(document, writer, notes)
        sheet = Sheet(document.text, document.numbers, f"Source: {document.title.text}", by_value=by_value)
    else:
        story, sheet, said = answered(wish.question, writer, notes)
    html = sheet.page(story, wish.form, said)
    return {
        "title": story.title.text,
        "html": html,
        "notes": notes,
        "traced": len(sheet.traced),
        "flagged": sheet.flagged,
    }


def written(document: Document, writer: Endpoint | None, notes: list[str]) -> tuple[Story, bool, str]:
    """The story of a document, whether a model wrote it, and who did in a sentence."""
    if writer:
        try:
            return told.of_document(writer, document.text), True, f"Written by {writer.model} from the source."
        except ModelError as error:
            notes.append(f"{error} So the page is made of the document's own sentences.")
    return story_of(document), False, "Made of the source's own sentences and numbers."


def answered(question: str, writer: Endpoint | None, notes: list[str]) -> tuple[Story, Sheet, str]:
    """The story that answers a question: a model's, whose numbers nobody vouches for, or a document's that ships."""
    if writer:
        try:
            story = told.of_question(writer, question)
            sheet = Sheet(question, read(question).numbers, "Source: your question alone", by_value=True)
            notes.append("No document was given: the numbers are the model's own, and flagged.")
            return story, sheet, f"Written by {writer.model}, without a source."
        except ModelError as error:
            notes.append(f"{error} So a document that ships answers.")
    name = nearest(question)
    if not name:
        names = ", ".join(SHIPPED.values())
        raise HTTPException(
            422, f"No model is connected, and none of the documents fits ({names}). Paste one that does."
        )
    document = read((HERE / "documents" / f"{name}.md").read_text())
    notes.append(f"The document that fits the question best: {SHIPPED[name]}.")
    story, by_value, said = written(document, None, notes)
    return story, Sheet(document.text, document.numbers, f"Source: {document.title.text}", by_value=by_value), said


def nearest(question: str) -> str:
    """The document that has most of the question's words, "" when it has none."""
    words = {stem(word) for word in re.findall(r"[a-z]{3,}", question.lower()) if word not in COMMON}

    def shared(name: str) -> int:
        said = re.findall(r"[a-z]{3,}", (HERE / "documents" / f"{name}.md").read_text().lower())
        return len(words & {stem(word) for word in said})

    best = max(SHIPPED, key=shared)
    return best if shared(best) else ""


def stem(word: str) -> str:
    return re.sub(r"(ing|ers|er|es|s|e)$", "", word)[:7]
