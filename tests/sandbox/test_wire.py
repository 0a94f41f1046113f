"""The wire against bytes that nobody promised anything about."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings, strategies as st

from sandbox.payload import wire
from sandbox.payload.wire import Broken, Mux, Stream, frames, plain_path, record, records

CHANNELS = st.integers(0, 9)
PAYLOADS = st.one_of(st.binary(max_size=300), st.sampled_from([b"{}", b'{"verb": "reach"}', b"[" * 9000, b"\0\0\0\1"]))
FRAMES = st.lists(st.tuples(st.integers(1, 6), CHANNELS, PAYLOADS), max_size=30)


class Echo(Mux):
    """An end that takes every channel that is opened."""

    def opened(self, channel: int, request: dict[str, object]) -> None:
        self.stream(channel)


def packed(kind: int, channel: int, payload: bytes) -> bytes:
    return wire.HEADER.pack(kind, channel, len(payload)) + payload


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


@given(st.binary(max_size=2000), st.integers(1, 200))
def test_any_bytes_are_frames_or_broken(data: bytes, size: int) -> None:
    pending, taken = bytearray(), b""
    try:
        for piece in pieces(data, size):
            pending += piece
            for kind, channel, payload in frames(pending):
                assert len(payload) <= wire.MOST_PAYLOAD
                taken += packed(kind, channel, payload)
    except Broken:
        assert data.startswith(taken)
    else:
        assert taken + bytes(pending) == data


@given(FRAMES, st.integers(1, 200))
def test_frames_come_out_as_they_went_in_however_they_are_cut(sent: list[tuple[int, int, bytes]], size: int) -> None:
    pending, got = bytearray(), []
    for piece in pieces(b"".join(packed(*frame) for frame in sent), size):
        pending += piece
        got += list(frames(pending))
    assert got == sent
    assert not pending


@settings(max_examples=300)
@given(FRAMES)
def test_an_end_survives_any_frames(sent: list[tuple[int, int, bytes]]) -> None:
    end = Echo(first=1)
    asked = [end.ask({"verb": "run"}, verb=True) for _ in range(2)]
    try:
        for frame in sent:
            end.received(packed(*frame))
            assert all(stream.room >= 0 and stream.credit <= wire.WINDOW for stream in end.streams.values())
            assert sum(len(stream.inbox) for stream in end.streams.values()) <= wire.WINDOW * len(end.streams)
    except Broken:
        pass
    assert all(stream.channel % 2 for stream in asked)


@given(st.dictionaries(st.text(max_size=30).filter(plain_path), st.binary(max_size=200), max_size=8))
def test_records_come_back(files: dict[str, bytes]) -> None:
    assert dict(records(b"".join(record(*one) for one in files.items()))) == files


@given(st.binary(max_size=500))
def test_any_bytes_are_records_of_plain_paths_or_broken(data: bytes) -> None:
    try:
        found = list(records(data))
    except Broken:
        return
    assert all(plain_path(path) for path, _ in found)


@pytest.mark.parametrize("path", ["../x", "/x", "a/../b", "a\\b", "a\x1b[2Jb", "a\u202eb", "", "."])
def test_records_with_a_path_that_leads_elsewhere_are_broken(path: str) -> None:
    with pytest.raises(Broken):
        list(records(record(path, b"")))


def test_too_many_records_are_broken() -> None:
    with pytest.raises(Broken):
        list(records(b"".join(record(f"{n}", b"") for n in range(wire.MOST_FILES + 1))))


def test_a_sender_stops_where_credit_ends_and_goes_on_with_more() -> None:
    ends = Echo(first=1), Echo(first=2)
    stream = ends[0].ask({}, verb=True)
    done: list[bool] = []
    stream.give(bytes(wire.WINDOW + 10), lambda: done.append(True))
    assert stream.credit == 0
    assert not done
    ends[1].received(bytes(ends[0].outgoing))
    ends[0].outgoing.clear()
    taken = bytearray()

    def take(kind: int, payload: bytes) -> None:
        taken.extend(payload)

    other: Stream = ends[1].streams[stream.channel]
    other.take = take
    other.give_back(wire.WINDOW)
    ends[0].received(bytes(ends[1].outgoing))
    stream.pump()
    assert done
    ends[1].received(bytes(ends[0].outgoing))
    assert len(taken) == 10
