"""Text from outside is made harmless before it is shown or used as a name."""

import pytest

from gallery.text import clean, line, markdown, slug


@pytest.mark.parametrize(
    ("dirty", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]52;c;ZXZpbA==\x1b\\text", "text"),
        ("\x1b]8;;http://evil\x07link\x1b]8;;\x07", "link"),
        ("a\rb\bc\x00d\x7f", "abcd"),
        ("\x9b2Jx", "x"),
        ("\u202egnp.exe", "gnp.exe"),
        ("tabs\tand\nlines stay", "tabs\tand\nlines stay"),
        ("Grüße, 你好, 👩‍👩‍👧", "Grüße, 你好, 👩‍👩‍👧"),
        ("\x1b[", ""),
        ("[bold]not markup[/bold]", "[bold]not markup[/bold]"),
    ],
)
def test_control_sequences_are_gone_and_the_rest_stays(dirty: str, shown: str) -> None:
    assert clean(dirty) == shown


def test_long_text_is_cut_with_an_ellipsis() -> None:
    assert line("one\n two   three", 9) == "one two…"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("split a dinner bill, with tip, between friends", "split-dinner-bill"),
        ("An app for me", "an-app-for"),
        ("Ein Rechner für Trinkgeld", "ein-rechner-fur"),
        ("計算機", "app"),
        ("../../etc/passwd", "etc-passwd"),
        ("", "app"),
    ],
)
def test_a_slug_reminds_of_the_text(text: str, short: str) -> None:
    assert slug(text, 3) == short


def test_markdown_shows_text_as_it_is() -> None:
    assert markdown("Fill “Cost” with *1* [a](b) <i> :red[x] $y$ `z`") == (
        r"Fill “Cost” with \*1\* \[a\]\(b\) \<i\> \:red\[x\] \$y\$ \`z\`"
    )
