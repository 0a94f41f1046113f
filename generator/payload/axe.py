"""Holds a page against axe-core's rules on contrast and names. Refuses to count what no author of it could mend."""

import json
from importlib.resources import files
from typing import Any

from playwright.sync_api import CDPSession

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
"""axe-core itself."""
MOST = 8
CONTRAST = "color-contrast"
NAMES = (
    "aria-command-name",
    "aria-input-field-name",
    "aria-toggle-field-name",
    "button-name",
    "document-title",
    "image-alt",
    "input-button-name",
    "input-image-alt",
    "label",
    "link-name",
    "role-img-alt",
    "select-name",
    "summary-name",
    "svg-img-alt",
)
FRAMEWORK = tuple(
    f"[data-testid={part}]"
    for part in (
        "stHeader",
        "stToolbar",
        "stElementToolbar",
        "stStatusWidget",
        "stImage",
        "stVegaLiteChart",
        "stPlotlyChart",
        "stGraphVizChart",
        "stDeckGlJsonChart",
        "stDataFrame",
    )
)
"""What Streamlit draws in a way that an app can't change."""
RUN = """(async ({ rules, contrast, framework, most }) => {
  for (const moving of document.getAnimations()) try { moving.finish() } catch { /* it never ends */ }
  const found = await axe.run({ exclude: framework.map(part => [part]) }, {
    runOnly: { type: 'rule', values: [...rules, contrast] }, resultTypes: ['violations'],
    iframes: false, elementRef: true,
  })
  // Streamlit's own colours are too pale here and there; those in a page's own markup are its author's.
  const streamlit = document.querySelector('[data-testid=stApp]')
  const styled = e => e.closest('[style]')?.closest('[data-testid=stMarkdownContainer],[data-testid=stHtml]')
  return found.violations.filter(one => /serious|critical/.test(one.impact)).flatMap(({ id, help, nodes }) => nodes
    .filter(node => id !== contrast || !streamlit || styled(node.element))
    .map(node => ({
      help: id === contrast ? '' : help, text: (node.element.innerText || '').trim().slice(0, 60),
      html: node.html.slice(0, 120), ...(id === contrast && node.any[0] ? node.any[0].data : {}),
    }))).slice(0, most)
})"""


def faults(devtools: CDPSession) -> list[str]:
    """What hinders people on the page that is open: one sentence for each element."""
    frame = devtools.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    # A world of its own: neither can the page change what axe says, nor axe the page.
    world = devtools.send("Page.createIsolatedWorld", {"frameId": frame})["executionContextId"]
    asked = {"rules": NAMES, "contrast": CONTRAST, "framework": FRAMEWORK, "most": MOST}
    script = f"{AXE};{RUN}({json.dumps(asked)})"
    call = {"expression": script, "contextId": world, "awaitPromise": True, "returnByValue": True}
    answer = devtools.send("Runtime.evaluate", call)
    if "exceptionDetails" in answer:
        raise RuntimeError(f"axe-core failed: {answer['result'].get('description', '')[:300]}")
    return [sentence(one) for one in answer["result"]["value"]]


def sentence(found: dict[str, Any]) -> str:
    """One finding as people say it."""
    if found["help"]:
        return f"{found['help']}: {found['html']}"
    colours = f"{found.get('fgColor')} on {found.get('bgColor')}"
    needed = str(found.get("expectedContrastRatio", "")).removesuffix(":1")
    ratio = f"a contrast of {found.get('contrastRatio')}, where {needed} is needed"
    return f"“{' '.join(found['text'].split())}” is hard to read: {colours} is {ratio}."
