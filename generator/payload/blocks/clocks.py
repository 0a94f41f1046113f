"""Several clocks, each with a button: turns that are handed on, one clock at a time, or all as they like. Refuses to
run while nobody looks at it."""

from dataclasses import dataclass

import streamlit as st

from .formats import plain
from .timer import Clock, Preset, bell, written


@dataclass(frozen=True, slots=True)
class Clocks:
    """`rule`: a button may `pass` the turn to the next, `pick` its own clock to run alone, or leave the others `free`.
    `up`: they count up from nothing."""

    clocks: tuple[Preset, ...] = (Preset("Player 1", 5), Preset("Player 2", 5))
    rule: str = "pass"
    up: bool = False
    title: str = ""
    about: str = ""

    def draw(self, key: str) -> None:
        state: list[Clock] = st.session_state.setdefault(f"{key}_clocks", [Clock() for _ in self.clocks])
        running = [clock.since is not None for clock in state]
        lengths = [] if self.up else self._lengths(key, begun=any(running) or any(clock.ran for clock in state))
        over = [bool(lengths) and clock.ran >= lengths[n] for n, clock in enumerate(state)]
        ended = self.rule == "pass" and any(over)
        columns = st.columns(min(len(state), 4))
        for n in range(len(state)):
            with columns[n % len(columns)]:
                seconds = lengths[n] if lengths else None
                st.fragment(_face, run_every=0.3 if running[n] else None)(self.clocks[n].label, state[n], seconds, key)
                off = over[n] or ended or (self.rule == "pass" and any(running) and not running[n])
                st.button(
                    plain(self.said(n, running=running[n])), key=f"{key}_tap_{n}", width="stretch", type="primary",
                    disabled=off, on_click=self.tap, args=(state, n),
                )  # fmt: skip
        for n, label in enumerate(clock.label for clock in self.clocks):
            if over[n]:
                st.error(plain(f"Time is up for {label}."))
        if st.session_state.pop(f"{key}_ring", False):
            with st.container(key=f"{key}_sound"):
                st.audio(bell(), format="audio/wav", autoplay=True)
        with st.container(horizontal=True):
            st.button("Pause", key=f"{key}_pause", disabled=not any(running), on_click=_pause, args=(state,))
            if self.rule == "pass":
                st.button(
                    "Resume", key=f"{key}_resume", on_click=_resume, args=(state,),
                    disabled=any(running) or ended or not any(clock.laps for clock in state),
                )  # fmt: skip
            st.button("Reset", key=f"{key}_reset", on_click=_reset, args=(state,))

    def said(self, n: int, *, running: bool) -> str:
        """What the button of a clock says."""
        label = self.clocks[n].label
        return f"{label} is done" if self.rule == "pass" else f"{'Stop' if running else 'Start'} {label}"

    def tap(self, state: list[Clock], n: int) -> None:
        """What the button of a clock does."""
        was = state[n].since is not None
        if self.rule != "free":
            _pause(state)
        if self.rule == "pass":
            state[(n + 1) % len(state)].start()
        elif was:
            state[n].pause()
        else:
            state[n].start()

    def _lengths(self, key: str, *, begun: bool) -> list[float]:
        """Seconds that each clock has."""
        unit, size = ("Seconds", 1) if min(clock.minutes for clock in self.clocks) < 1 else ("Minutes", 60)
        lengths = []
        with st.container(key=f"{key}_figures"):
            for n, clock in enumerate(self.clocks):
                usual = round(clock.minutes * 60 / size, 4)
                label = f"{unit} of {clock.label}"
                chosen = st.number_input(
                    label, 0.01, 86_400.0, float(usual), 1.0, format="%g", key=f"{key}_length_{n}", disabled=begun
                )
                lengths.append(float(chosen or usual) * size)
        return lengths


def _face(label: str, clock: Clock, seconds: float | None, key: str) -> None:
    """The part that is drawn again while its clock runs."""
    if seconds is None:
        st.metric(plain(label), plain(written(int(clock.ran))), border=True)
        return
    if clock.since is not None and clock.ran >= seconds:
        clock.before, clock.since = seconds, None
        st.session_state[f"{key}_ring"] = True
        st.rerun(scope="app")
    st.metric(plain(label), plain(written(max(0.0, seconds - clock.ran))), border=True)


def _pause(state: list[Clock]) -> None:
    for clock in state:
        running = clock.since is not None
        clock.pause()
        clock.laps = [clock.ran] if running else []  # The one that ran last is the one that goes on.


def _resume(state: list[Clock]) -> None:
    for clock in state:
        if clock.laps:
            clock.start()


def _reset(state: list[Clock]) -> None:
    for clock in state:
        clock.reset()
