"""A photo of a menu becomes pictures of its dishes: the page and the two things it asks for. Refuses to keep photos."""

import io
from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, File, Form, HTTPException, UploadFile
from fastapi.responses import FileResponse, JSONResponse
from PIL import Image
from pydantic import BaseModel, Field

import drawing
import reading
from model import Endpoint, ModelError

HERE = Path(__file__).parent
MOST_BYTES = 15_000_000
Image.MAX_IMAGE_PIXELS = 60_000_000
SAMPLES = {
    "trattoria": "Trattoria",
    "sideways": "Held sideways",
    "blurred": "Blurred",
    "chez-odile": "In French",
    "grand-hall": "Sixty dishes",
    "garden": "No menu at all",
}

app = FastAPI(title="Menu Pictures", description="Reads a photo of a menu and draws its dishes.")
endpoint = Endpoint.from_environment()


class Dish(BaseModel):
    name: str = Field(min_length=1, max_length=120)
    description: str = Field("", max_length=400)
    live: bool = True


@app.get("/", include_in_schema=False)
def page() -> FileResponse:
    return FileResponse(HERE / "page.html", headers={"Cache-Control": "no-store"})


@app.get("/page.css", include_in_schema=False)
def style() -> FileResponse:
    return FileResponse(HERE / "page.css")


@app.get("/page.js", include_in_schema=False)
def script() -> FileResponse:
    return FileResponse(HERE / "page.js")


@app.get("/samples/{name}.jpg", include_in_schema=False)
def sample(name: str) -> FileResponse:
    if name not in SAMPLES:
        raise HTTPException(404, "There is no such sample.")
    return FileResponse(HERE / "samples" / f"{name}.jpg")


@app.get("/api/services")
def services() -> dict[str, Any]:
    """Who reads and who draws, and what stands in for a model that is not there."""
    return {"read": reading.service(endpoint), "draw": drawing.service(endpoint), "samples": SAMPLES}


@app.post("/api/read")
def read(
    photo: Annotated[UploadFile | None, File()] = None,
    sample: Annotated[str, Form()] = "",
    live: Annotated[bool, Form()] = True,
) -> dict[str, Any]:
    """The dishes on a photo, or on one of the samples."""
    if sample and sample not in SAMPLES:
        raise HTTPException(404, "There is no such sample.")
    if sample:
        data = (HERE / "samples" / f"{sample}.jpg").read_bytes()
    elif photo is None:
        raise HTTPException(422, "Choose a photo of a menu first.")
    else:
        data = photo.file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise HTTPException(413, "The photo is larger than 15 MB. Take it at a lower resolution.")
    try:
        shot = Image.open(io.BytesIO(data))
        shot.load()
    except Exception:
        raise HTTPException(422, "That is no picture that can be opened here. JPEG, PNG and WebP are.") from None
    try:
        return reading.read(shot, endpoint if live else None).as_dict()
    except reading.NoMenuError as error:
        raise HTTPException(422, str(error)) from None


@app.post("/api/draw")
def draw(dish: Dish) -> JSONResponse:
    """The picture of one dish. 429 asks to come back after so many seconds; the dish alone fails, never the menu."""
    try:
        return JSONResponse(drawing.draw(dish.name, dish.description, endpoint if dish.live else None))
    except ModelError as error:
        status = 429 if error.wait else 502
        return JSONResponse({"detail": str(error), "wait": error.wait}, status)
