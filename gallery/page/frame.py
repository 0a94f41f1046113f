"""Shows an app in a frame of its own origin, in which a part of it can be pointed at. Refuses the app every way out of
the frame but messages, which are hostile text here."""

from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gallery.text import line

PHONE = 390
CSS = """
.bed { display: flex; justify-content: center; background: var(--st-secondary-background-color);
  border: 1px solid var(--st-border-color); border-radius: 0.6rem; overflow: hidden; }
/* An app brings its own colours: in a frame of our scheme one for the dark would have nothing behind its light text. */
iframe { display: block; border: 0; background: #fff; color-scheme: light; width: 100%; }
.bed.phone { padding: 1rem 0; }
.bed.phone iframe { border-radius: 1.2rem; box-shadow: 0 0 0 8px var(--st-border-color); }
"""
JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  let bed = parentElement.querySelector(".bed")
  if (!bed) {
    bed = document.createElement("div")
    parentElement.appendChild(bed)
  }
  bed.className = data.width ? "bed phone" : "bed"
  let frame = bed.querySelector("iframe")
  if (!frame) {
    frame = document.createElement("iframe")
    // No way to the top, no windows: the app gets its scripts, its own storage, forms, downloads and questions.
    frame.sandbox = "allow-scripts allow-same-origin allow-forms allow-downloads allow-modals"
    frame.referrerPolicy = "no-referrer"
    bed.appendChild(frame)
  }
  frame.title = data.title
  frame.style.height = data.height + "px"
  frame.style.width = data.width ? `min(${data.width}px, 100%)` : "100%"
  if (frame.dataset.address !== data.url + data.again) {
    frame.dataset.address = data.url + data.again
    frame.src = data.url
  }
  let last = 0
  const listen = (event) => {
    const ours = event.source === frame.contentWindow && event.origin === new URL(data.url).origin
    // A page that talks without end is heard twice a second at most.
    if (!data.pointing || !ours || typeof event.data?.mayfly !== "object" || Date.now() - last < 500) return
    last = Date.now()
    setTriggerValue("picked", JSON.stringify(event.data.mayfly).slice(0, 4000))
  }
  window.addEventListener("message", listen)
  return () => window.removeEventListener("message", listen)
}
"""


class Picked(BaseModel):
    """What a visitor pointed at, as the app's page says."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    role: str = Field(default="", max_length=200)
    name: str = Field(default="", max_length=1000)
    text: str = Field(default="", max_length=1000)

    @property
    def told(self) -> str:
        """In a few words, for the visitor and for whoever changes the app."""
        role, name, text = line(self.role, 30), line(self.name, 80), line(self.text, 80)
        said = name or text
        return f"the {role or 'part'} “{said}”" if said else f"a {role}" if role else ""


def frame(
    url: str,
    title: str,
    *,
    height: int = 640,
    width: int = 0,
    again: int = 0,
    pointing: bool = False,
    key: str = "app",
) -> Picked | None:
    """The app at the width of the page, or at `width` pixels; another `again` loads it anew. With `pointing`, what was
    pointed at just now, when something was."""
    if urlsplit(url).scheme != "http":
        return None
    told = {
        "url": url,
        "title": line(title, 100),
        "height": height,
        "width": width,
        "again": again,
        "pointing": pointing,
    }
    result: Any = _component()(data=told, key=key, on_picked_change=lambda: None)
    try:
        return Picked.model_validate_json(result.picked) if result.picked else None
    except ValidationError:
        return None


def _component() -> Any:
    return st.components.v2.component("mayfly_frame", css=CSS, js=JS)
