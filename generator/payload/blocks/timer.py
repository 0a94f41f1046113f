"""A clock that counts down, up, or through rounds of work and rest. Runs only while somebody looks at it."""

import io
import math
import time
import wave
from dataclasses import dataclass, field

import streamlit as st

from .formats import plain

PARTS = {"Hours": 3600, "Minutes": 60, "Seconds": 1}


@dataclass(frozen=True, slots=True)
class Preset:
    """A length by name."""

    label: str
    minutes: float = 5


@dataclass(slots=True)
class Clock:
    """Seconds that have run, with pauses."""

    before: float = 0.0
    since: float | None = None
    laps: list[float] = field(default_factory=list)

    @property
    def ran(self) -> float:
        return self.before + (time.time() - self.since if self.since is not None else 0.0)

    def start(self) -> None:
        self.since = self.since if self.since is not None else time.time()

    def pause(self) -> None:
        self.before, self.since = self.ran, None

    def reset(self) -> None:
        self.before, self.since, self.laps = 0.0, None, []

    def lap(self) -> None:
        self.laps.append(self.ran)


@dataclass(frozen=True, slots=True)
class Timer:
    """See the names; lengths are in minutes."""

    mode: str = "countdown"
    minutes: float = 25
    rest_minutes: float = 5
    rounds: int = 4
    adjustable: bool = True
    parts: tuple[str, ...] = ()
    presets: tuple[Preset, ...] = ()
    laps: bool = False
    work_label: str = "Work"
    rest_label: str = "Break"
    title: str = ""
    about: str = ""

    def draw(self, key: str) -> None:
        clock: Clock = st.session_state.setdefault(f"{key}_clock", Clock())
        running = clock.since is not None
        phases = self._phases(key, running, clock)
        every = (0.2 if self.mode == "stopwatch" else 0.5) if running else None
        st.fragment(_face, run_every=every)(self, clock, phases, key)
        with st.container(horizontal=True):
            over = bool(phases) and clock.ran >= sum(seconds for _, seconds in phases)
            st.button(
                "Start", key=f"{key}_start", type="primary", disabled=running, on_click=_again if over else clock.start,
                args=(clock,) if over else (),
            )  # fmt: skip
            st.button("Pause", key=f"{key}_pause", disabled=not running, on_click=clock.pause)
            if self.mode == "stopwatch" and self.laps:
                st.button("Lap", key=f"{key}_lap", disabled=not running, on_click=clock.lap)
            st.button("Reset", key=f"{key}_reset", on_click=clock.reset)
        if clock.laps:
            st.markdown("**Laps**")
            st.markdown("\n".join(f"{n}. {plain(written(lap, tenths=True))}" for n, lap in enumerate(clock.laps, 1)))

    def _phases(self, key: str, running: bool, clock: Clock) -> list[tuple[str, float]]:
        """What is counted down, in order, with seconds; nothing for a stopwatch."""
        if self.mode == "stopwatch":
            return []
        if self.presets:
            with st.container(horizontal=True):
                for n, preset in enumerate(self.presets):
                    args = (f"{key}_length", preset.minutes * 60 / self._unit()[1], clock)
                    st.button(plain(preset.label), key=f"{key}_preset_{n}", on_click=_take, args=args, disabled=running)
        if self.mode == "countdown" and self.parts:
            return [("Time left", self._whole(key, running))]
        if self.mode == "countdown":
            return [("Time left", self._length("length", self._unit()[0], self.minutes, key, running))]
        unit = self._unit()[0].lower()
        with st.container(key=f"{key}_figures"):
            work = self._length("length", f"{self.work_label} {unit}", self.minutes, key, running)
            rest = self._length("rest", f"{self.rest_label} {unit}", self.rest_minutes, key, running)
            rounds = self.rounds
            if self.adjustable:
                rounds = round(st.number_input("Rounds", 1, 100, self.rounds, key=f"{key}_rounds", disabled=running))
        return [(self.work_label, work), *[(self.rest_label, rest), (self.work_label, work)] * (rounds - 1)]

    def _unit(self) -> tuple[str, float]:
        """What lengths are entered in: seconds where half a minute matters."""
        short = min(self.minutes, self.rest_minutes if self.mode == "intervals" else self.minutes)
        return ("Seconds", 1.0) if short < 1 else ("Minutes", 60.0)

    def _length(self, name: str, label: str, minutes: float, key: str, running: bool) -> float:
        """Seconds of one phase."""
        seconds = self._unit()[1]
        usual = round(minutes * 60 / seconds, 4)
        full = f"{key}_{name}"
        if not self.adjustable:
            return float(st.session_state.get(full, usual)) * seconds
        if full not in st.session_state:
            st.session_state[full] = float(usual)
        chosen = st.number_input(label, 0.01, 86_400.0, step=1.0, format="%g", key=full, disabled=running)
        return float(chosen or usual) * seconds

    def _whole(self, key: str, running: bool) -> float:
        """Seconds of a length with a field for each of its parts; the usual length where all are nothing."""
        left, whole = round(self.minutes * 60), 0
        with st.container(horizontal=True, key=f"{key}_parts"):
            for part in self.parts:
                usual, left = divmod(left, PARTS[part])
                full = f"{key}_{part.lower()}"
                if full not in st.session_state:
                    st.session_state[full] = usual
                chosen = st.number_input(part, 0, 86_400, step=1, key=full, disabled=running)
                whole += PARTS[part] * round(chosen or 0)
        return float(whole or round(self.minutes * 60))


def written(seconds: float, *, tenths: bool = False) -> str:
    """Seconds as 25:00, 1:00:00 or, with tenths, 00:07.3."""
    whole = math.floor(seconds) if tenths else math.ceil(seconds - 1e-6)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    text = f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"
    return f"{text}.{math.floor(seconds * 10) % 10}" if tenths else text


def _face(timer: Timer, clock: Clock, phases: list[tuple[str, float]], key: str) -> None:
    """The part that is drawn again while the clock runs."""
    ran, whole = clock.ran, sum(seconds for _, seconds in phases)
    with st.container(key=f"{key}_face"):
        if not phases:
            st.metric("Time", plain(written(ran, tenths=True)), border=True)
            return
        if ran >= whole:
            if clock.since is not None:
                clock.before, clock.since = whole, None
                st.session_state[f"{key}_ring"] = True
                st.rerun(scope="app")
            st.metric("Time left", plain(written(0)), border=True)
            st.success("Time is up.")
            if st.session_state.pop(f"{key}_ring", False):
                with st.container(key=f"{key}_sound"):
                    st.audio(bell(), format="audio/wav", autoplay=True)
            return
        start, n = 0.0, 0
        while ran >= start + phases[n][1]:
            start, n = start + phases[n][1], n + 1
        label, seconds = phases[n]
        if len(phases) > 1:
            st.markdown(f"**{plain(label)}** · Round {n // 2 + 1} of {(len(phases) + 1) // 2}")
        st.metric("Time left", plain(written(start + seconds - ran)), border=True)
        st.progress(min(1.0, (ran - start) / seconds))


def _again(clock: Clock) -> None:
    clock.reset()
    clock.start()


def _take(name: str, length: float, clock: Clock) -> None:
    st.session_state[name] = float(length)
    clock.reset()


def bell() -> bytes:
    """Half a second of a soft tone."""
    rate, out = 16_000, io.BytesIO()
    tone = (math.sin(2 * math.pi * 880 * n / rate) * math.exp(-6 * n / rate) for n in range(rate // 2))
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(b"".join(round(12_000 * value).to_bytes(2, "little", signed=True) for value in tone))
    return out.getvalue()
