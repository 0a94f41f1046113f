"""What an app may ask of the user's models, and how it is refused, as OpenAI's protocol has it. Refuses addresses of
pictures: only what an app sends itself is passed on, so that no endpoint fetches for it.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from generator.contract import Message

MOST_PICTURES = 8
"""In one request."""
DATA = re.compile(r"data:image/(png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+={0,2}")


def _picture(url: str) -> str:
    if not DATA.fullmatch(url):
        raise ValueError("a picture is a data: address of PNG, JPEG, WebP or GIF, in base64")
    return url


class Refusal(Exception):  # noqa: N818 - an answer
    """Why an app gets no reply, as its client understands it. `after`: it may ask again then, in seconds."""

    def __init__(self, status: int, code: str, sentence: str, after: int | None = None) -> None:
        super().__init__(sentence)
        self.status, self.code, self.after = status, code, after


class TextPart(BaseModel):
    type: Literal["text"]
    text: str


class ImageAddress(BaseModel):
    url: Annotated[str, AfterValidator(_picture)]
    detail: Literal["auto", "low", "high"] = "auto"


class ImagePart(BaseModel):
    type: Literal["image_url"]
    image_url: ImageAddress


Part = Annotated[TextPart | ImagePart, Field(discriminator="type")]


class Said(BaseModel):
    role: Literal["system", "developer", "user", "assistant"]
    content: str | list[Part]

    @property
    def pictures(self) -> int:
        return 0 if isinstance(self.content, str) else sum(isinstance(part, ImagePart) for part in self.content)

    @property
    def message(self) -> Message:
        if self.pictures:
            return self.model_dump()
        text = (
            self.content if isinstance(self.content, str) else "".join(p.text for p in self.content if p.type == "text")
        )
        return {"role": self.role, "content": text}


class Form(BaseModel):
    type: Literal["text", "json_object", "json_schema"] = "text"
    json_schema: dict[str, Any] = {}

    @property
    def schema_wanted(self) -> dict[str, Any] | None:
        named = self.json_schema.get("schema")
        plain: dict[str, Any] = {"type": "object"}
        return None if self.type == "text" else named if isinstance(named, dict) else plain


class Asked(BaseModel):
    """A chat completion. The model is the user's own, or a further one that the user allows, by its name."""

    model_config = ConfigDict(extra="ignore")

    model: str = ""
    messages: list[Said] = Field(min_length=1, max_length=500)
    max_tokens: int | None = Field(None, ge=1)
    max_completion_tokens: int | None = Field(None, ge=1)
    temperature: float = Field(0.2, ge=0, le=2)
    seed: int | None = None
    stream: bool = False
    response_format: Form = Form()
    n: Literal[1] = 1
    tools: None = None
    functions: None = None

    @property
    def pictures(self) -> int:
        return sum(said.pictures for said in self.messages)


class Drawn(BaseModel):
    """A picture to be drawn."""

    model_config = ConfigDict(extra="ignore")

    prompt: str = Field(min_length=1, max_length=4000)
    size: Literal["auto", "256x256", "512x512", "1024x1024", "1024x1536", "1536x1024"] = "1024x1024"
    stream: bool = False
    n: Literal[1] = 1
