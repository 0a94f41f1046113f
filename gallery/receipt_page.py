"""A receipt as one page that needs nothing else. Refuses to run a script, and to show text from outside as anything but
text."""

import base64
from html import escape

from gallery.receipt import SIGNS, Faults, Line, Receipt, seconds
from sandbox.contract import Files


def as_html(receipt: Receipt, pictures: Files) -> str:
    """One page that needs nothing else. All text is escaped, and no script runs."""
    rows = "".join(html_row(claim, pictures.get(claim.picture)) for claim in receipt.claims)
    basic = "".join(html_row(claim) for claim in receipt.basics)
    shown = {claim.picture for claim in receipt.claims}
    shots = "".join(html_picture(name, content) for name, content in sorted(pictures.items()) if name not in shown)
    stages = "".join(f"<tr><td>{escape(n)}</td><td>{seconds(s)}</td></tr>" for n, s in receipt.stages.items())
    return PAGE.format(
        title=escape(receipt.title),
        spec=escape(receipt.spec),
        counted=escape(receipt.counted),
        reason="".join(f"<p>{escape(told)}</p>" for told in (receipt.reason, *receipt.unsettled) if told),
        rows=rows,
        faults=html_faults(receipt.faults),
        basics=f"<h2>What must hold for every app</h2><table>{basic}</table>" if basic else "",
        shots=f"<h2>Pictures</h2>{shots}" if shots else "",
        stages=stages,
        outside="".join(f"<p>{escape(told)}</p>" for told in receipt.outside),
        spent=escape(receipt.spent),
        model=escape(receipt.model),
        written=escape(receipt.written),
    )


def html_picture(told: str, content: bytes) -> str:
    if not content.startswith(b"\x89PNG"):
        return ""
    source = f"data:image/png;base64,{base64.b64encode(content).decode()}"
    return f'<figure><img alt="{escape(told)}" src="{source}"><figcaption>{escape(told)}</figcaption></figure>'


def html_row(claim: Line, picture: bytes | None = None) -> str:
    shot = f"<details><summary>Picture</summary>{html_picture(claim.text, picture)}</details>" if picture else ""
    name = str(claim.status).replace(" ", "-")
    return (
        f'<tr class="{name}"><td>{SIGNS[claim.status]} {escape(str(claim.status))}<small>{claim.counts}</small></td>'
        f"<td>{escape(claim.text)}<small>{escape(claim.evidence)}</small>{shot}</td></tr>"
    )


def html_faults(faults: Faults) -> str:
    if not faults.counted:
        return ""
    rows = "".join(
        f"<tr><td>{escape(f.path)}:{f.line}</td><td><code>{escape(f.before)}</code>"
        f"<small>put in its place: <code>{escape(f.after) or 'nothing'}</code></small></td></tr>"
        for f in faults.survived
    )
    return f"<p>{faults.counted}</p>" + (f"<table>{rows}</table>" if rows else "")


PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>Receipt: {title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }}
blockquote {{ margin: 0; white-space: pre-wrap; opacity: .8; }}
table {{ border-collapse: collapse; width: 100%; }}
td {{ padding: .4rem .6rem; vertical-align: top; border-top: 1px solid #8884; }}
td:first-child {{ white-space: nowrap; width: 8rem; }}
small {{ display: block; opacity: .75; }}
.passed td:first-child {{ color: #1a7f37; }} .failed td:first-child {{ color: #d1242f; }}
.disputed td:first-child {{ color: #9a6700; }}
figure {{ margin: 1rem 0; }} img {{ max-width: 100%; border: 1px solid #8884; }}
</style></head><body>
<h1>{title}</h1><blockquote>{spec}</blockquote>
<p><b>{counted}</b></p>{reason}
{outside}<table>{rows}</table>{faults}{basics}{shots}
<h2>What it took</h2><table>{stages}</table><p>{spent}; model {model}. {written}</p>
</body></html>
"""
