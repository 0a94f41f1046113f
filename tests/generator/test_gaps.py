"""What stands for code that isn't there, and what only looks like it."""

import pytest
from hypothesis import given, strategies as st

from generator.gaps import is_gap, left_out
from generator.syntax import Language

GAPS = """
// ... rest of the code stays the same ...
# ... existing code ...
<!-- the rest remains unchanged -->
/* same styles as before */
// (previous functions unchanged)
# ...
// … other functions here
// existing code
// existing code here
# existing imports
// Existing event listeners...
/* existing styles */
/* Existing CSS remains unchanged */
<!-- existing content here -->
<!-- Rest of the HTML -->
<!-- ... -->
// ...
/* ... */
// …
{/* ... other components ... */}
// [rest of the code]
# [existing imports]
// <existing code>
// --- unchanged ---
# (same as before)
// unchanged
// Unchanged code above
// no changes here
# No change
// the rest of your code
// The rest of the script is unchanged
// Rest of the JavaScript code remains the same
// rest of code omitted for brevity
// code omitted for brevity
// ... omitted ...
// ... (keep all existing event listeners) ...
// Keep the existing code here
// other functions remain the same
// all other functions unchanged
// Remaining code is the same as before
// your code here
// Implementation goes here
# ... rest of class ...
# ... same as original ...
// ... more handlers
// ... and so on
// ...rest of the function
# Rest unverändert
// Rest des Codes bleibt gleich
// ... Rest wie bisher
# le reste du code est inchangé
// resto del código sin cambios
// ... lines 20 to 80 ...
""".strip().splitlines()

COMMENTS = """
// the remaining seconds, never below zero
# Keep the rest of the list in order
/* same width on every screen */
// other players take their turn
# previous total, for the trend
// copy
# existing item: only its count changes
# existing items
// same as above, for the year
/* Other styles */
# imports
// Event listeners
// --- totals ---
# ----------------
/* =========== */
// ...then sort by date
# Unchanged rows keep their colour
// no change when the price is the same
// nothing else matters
# The original price before the discount
/* rest day, between two workouts */
# code of the country
// before the first move
# the same person can't pay twice
<!-- everything people see -->
// all of them
# up to here
""".strip().splitlines()


@pytest.mark.parametrize("comment", GAPS)
def test_a_comment_that_stands_for_code_is_a_gap(comment: str) -> None:
    assert is_gap(comment)


@pytest.mark.parametrize("comment", COMMENTS)
def test_an_ordinary_comment_is_none(comment: str) -> None:
    assert not is_gap(comment)


@pytest.mark.parametrize(
    ("language", "text", "gap"),
    [
        ("python", "def total(rows):\n    ...\n", "def total(rows): ..."),
        ("python", "def total(rows): ...\n", "def total(rows): ..."),
        ("python", "class A:\n    def f(self):\n        # as before\n        ...\n", "def f(self): # as before ..."),
        ("python", "def f():\n    pass  # unchanged\n", "# unchanged"),
        ("javascript", "function work() { ... }\n", "{ ... }"),
        ("javascript", "const a = 1\n...\nconst b = 2\n", "..."),
        ("javascript", "function f() { /* unchanged */ }", "/* unchanged */"),
        ("css", ".card { ... }\n", "{ ... }"),
        ("css", ".card { /* existing styles */ }\n", "/* existing styles */"),
        ("html", "<html><head>...</head><body>hi</body></html>", "..."),
        ("html", "<body><style>...</style><p>hi</p></body>", "..."),
        ("html", "<body><script>\n// ... existing code ...\nwork()\n</script></body>", "// ... existing code ..."),
        ("html", "<main><!-- unchanged --></main>", "<!-- unchanged -->"),
    ],
)
def test_a_text_with_a_part_left_out_is_told(language: Language, text: str, gap: str) -> None:
    assert left_out(language, text) == gap


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", "from typing import Protocol\n\nclass A(Protocol):\n    def f(self) -> int: ...\n"),
        ("python", "@overload\ndef f(a: int) -> int: ...\n"),
        ("python", 'st.text("# ... rest of the code")\nrest = [*items]\n'),
        ("python", "price = price  # unchanged\n"),
        ("javascript", "const all = [...items, ...more]\nlet rest = [...items] // copy\n"),
        ("javascript", 'show("// existing code")\nconst o = { ...state }\n'),
        ("html", "<p>...</p><output>…</output><button>…</button>"),
        ("html", "<body><script>f({ ...a })</script></body>"),
        ("css", "a::after { content: '...' }"),
    ],
)
def test_a_whole_text_is_whole(language: Language, text: str) -> None:
    assert left_out(language, text) == ""


def test_what_stood_there_before_is_no_gap() -> None:
    text = "// unchanged\nfunction f() { return 2 }\n"
    assert left_out("javascript", text) == "// unchanged"
    assert left_out("javascript", text, known="// unchanged\nfunction f() { return 1 }\n") == ""


@given(st.sampled_from(["python", "javascript", "html", "css"]), st.text(max_size=300))
def test_any_text_can_be_looked_at(language: Language, text: str) -> None:
    left_out(language, text)
    is_gap(text)
