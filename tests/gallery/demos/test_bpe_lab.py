"""What the tokenizer of bpe-lab learns and does, held against a slow one that counts everything anew in each step, and
against tiktoken and tokenizers."""

import base64
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from types import ModuleType
from typing import Any

import pytest
import tiktoken
from hypothesis import given, settings, strategies as st
from tokenizers import Regex, Tokenizer as HuggingFace, models, pre_tokenizers, trainers

from gallery.demo import DEMOS
from tests.gallery.demos.loading import loaded

KNOWN = [chr(code) for code in range(0x20000) if unicodedata.category(chr(code)) not in ("Cn", "Cs")]
"""Letters that all of them know: others depend on the edition of Unicode."""
TEXTS = st.text(st.one_of(st.sampled_from("abc \n\t'123½é日🦊"), st.sampled_from(KNOWN)), max_size=60)
FEW = st.dictionaries(st.text("abc", max_size=12).map(str.encode), st.integers(1, 5), max_size=12)


@pytest.fixture(scope="module")
def modules() -> Iterator[tuple[ModuleType, ...]]:
    with loaded("bpe-lab", "learn", "split", "tokenizer") as found:
        yield found


@pytest.fixture(scope="module")
def learn(modules: tuple[ModuleType, ...]) -> ModuleType:
    return modules[0]


@pytest.fixture(scope="module")
def split(modules: tuple[ModuleType, ...]) -> ModuleType:
    return modules[1]


@pytest.fixture(scope="module")
def tokenizer(modules: tuple[ModuleType, ...]) -> ModuleType:
    return modules[2]


def slowly(chunks: dict[bytes, int], vocabulary: int) -> list[tuple[int, int, int, int]]:
    """All counted anew in each step."""
    words = [(list(chunk), times) for chunk, times in chunks.items()]
    steps = []
    for token in range(256, vocabulary):
        counts: Counter[tuple[int, int]] = Counter()
        for word, times in words:
            for pair in pairwise(word):
                counts[pair] += times
        if not counts:
            break
        pair = min(counts, key=lambda one: (-counts[one], one))
        words = [(merged(word, pair, token), times) for word, times in words]
        steps.append((*pair, counts[pair], sum(len(word) * times for word, times in words)))
    return steps


def merged(word: list[int], pair: tuple[int, int], token: int) -> list[int]:
    out, at = [], 0
    while at < len(word):
        if tuple(word[at : at + 2]) == pair:
            out.append(token)
            at += 2
        else:
            out.append(word[at])
            at += 1
    return out


def quickly(learn: ModuleType, chunks: dict[bytes, int], vocabulary: int) -> list[tuple[int, int, int, int]]:
    return [(m.left, m.right, m.count, m.tokens) for m in learn.merges(chunks, vocabulary)]


@given(chunks=FEW)
@settings(max_examples=300)
def test_it_learns_what_a_slow_one_learns(learn: ModuleType, chunks: dict[bytes, int]) -> None:
    assert quickly(learn, chunks, 290) == slowly(chunks, 290)


@given(chunks=st.dictionaries(st.binary(max_size=30), st.integers(1, 3), max_size=6))
def test_it_learns_of_any_bytes_what_a_slow_one_learns(learn: ModuleType, chunks: dict[bytes, int]) -> None:
    assert quickly(learn, chunks, 300) == slowly(chunks, 300)


@pytest.mark.parametrize("chunk", [b"aaaaaaa", b"abababab", b"aabaabaab", b"abcabcabcabcabc" * 9, b"a", b""])
def test_it_learns_of_repeated_letters_what_a_slow_one_learns(learn: ModuleType, chunk: bytes) -> None:
    assert quickly(learn, {chunk: 2}, 400) == slowly({chunk: 2}, 400)


def test_it_learns_of_a_real_text_what_a_slow_one_learns(learn: ModuleType, split: ModuleType) -> None:
    chunks = of_text(split, fables())
    assert quickly(learn, chunks, 600) == slowly(chunks, 600)


def test_the_library_tokenizers_learns_the_same(learn: ModuleType, split: ModuleType, tokenizer: ModuleType) -> None:
    """Given an alphabet whose order is that of the bytes it has the same rule for pairs that are as common."""
    alphabet = [chr(0x100 + byte) for byte in range(256)]
    theirs = HuggingFace(models.BPE())
    theirs.pre_tokenizer = pre_tokenizers.Split(Regex("\n"), "removed")
    trainer = trainers.BpeTrainer(vocab_size=900, initial_alphabet=alphabet, show_progress=False)
    found = split.counted(fables(), split.GPT4)
    written = ["".join(alphabet[byte] for byte in chunk.encode()) for chunk in found]
    lines = (one for one, times in zip(written, found.values(), strict=True) for _ in range(times))
    theirs.train_from_iterator(lines, trainer)
    ours = tokenizer.Tokenizer.of_merges([step[:2] for step in quickly(learn, of_text(split, fables()), 900)])
    named = {"".join(alphabet[byte] for byte in content): rank for rank, content in ours.tokens.items()}
    assert theirs.get_vocab() == named


@given(text=TEXTS)
@settings(max_examples=300)
def test_it_splits_and_encodes_as_tiktoken_does_with_its_ranks(
    learn: ModuleType, split: ModuleType, tokenizer: ModuleType, text: str
) -> None:
    ours = trained(learn, split, tokenizer)
    assert ours.encode(text) == tiktokens(ours).encode_ordinary(text)
    assert ours.decode(ours.encode(text)) == text


@given(data=st.binary(max_size=200))
def test_any_bytes_come_back_the_same(learn: ModuleType, split: ModuleType, tokenizer: ModuleType, data: bytes) -> None:
    ours = trained(learn, split, tokenizer)
    assert ours.decode_bytes(ours.encode_bytes(data)) == data


@given(
    data=st.binary(max_size=80),
    pattern=st.sampled_from([r"\w+", "a|b", r"[^\S\n]+", r"(x)?\p{Lu}\P{L}", r"[\P{N}]", "$"]),
)
def test_what_a_pattern_leaves_out_comes_back_too(split: ModuleType, data: bytes, pattern: str) -> None:
    text = split.as_text(data)
    assert "".join(split.chunks(text, pattern)) == text
    assert split.counted(text, pattern) == Counter(split.chunks(text, pattern))


def test_a_rank_table_goes_out_and_in_again(learn: ModuleType, split: ModuleType, tokenizer: ModuleType) -> None:
    ours = trained(learn, split, tokenizer)
    again = tokenizer.Tokenizer.of_ranks(ours.as_ranks())
    assert again.tokens == ours.tokens
    assert [pair for _, *pair in again.merges()] == [list(s[:2]) for s in quickly(learn, of_text(split, fables()), 700)]
    assert len(set(ours.tokens.values())) == 700, "no two tokens are the same bytes"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "lacks 256 of the 256 bytes"),
        ("AA== 0\nAA== 1", "Two ranks stand for the same token"),
        ("AA== 0\nAQ== 0", "Line 2 gives the rank 0"),
        ("AA== -1", "Line 1 gives the rank -1"),
        ("AA=", "Line 1 is not a token in base64"),
        ("** 3", "Line 1 is not a token in base64"),
    ],
)
def test_a_table_that_is_none_is_refused(tokenizer: ModuleType, table: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        tokenizer.Tokenizer.of_ranks(table)


def test_a_long_chunk_is_encoded_without_waiting(tokenizer: ModuleType) -> None:
    doubling = tokenizer.Tokenizer.of_merges([(97, 97), (256, 256), (257, 257)], r"[\s\S]+")
    assert doubling.encode("a" * 800_001) == [258] * 100_000 + [97]


def of_text(split: ModuleType, text: str) -> dict[bytes, int]:
    return {chunk.encode(): times for chunk, times in split.counted(text, split.GPT4).items()}


def fables() -> str:
    return (DEMOS / "bpe-lab" / "app" / "texts" / "Fables.txt").read_text()


TRAINED: dict[ModuleType, Any] = {}


def trained(learn: ModuleType, split: ModuleType, tokenizer: ModuleType) -> Any:
    if learn not in TRAINED:
        steps = quickly(learn, of_text(split, fables()), 700)
        TRAINED[learn] = tokenizer.Tokenizer.of_merges([step[:2] for step in steps])
    return TRAINED[learn]


def tiktokens(ours: Any) -> tiktoken.Encoding:
    """tiktoken with our table as it is exported."""
    ranks = dict(line.split() for line in ours.as_ranks().splitlines())
    return tiktoken.Encoding(
        "ours",
        pat_str=ours.pattern,
        mergeable_ranks={base64.b64decode(token): int(rank) for token, rank in ranks.items()},
        special_tokens={},
    )
