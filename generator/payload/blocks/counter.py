"""Numbers that go up and down by buttons, and are kept. Refuses to go below a minimum that was given."""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from . import store
from .formats import plain, shown
from .inputs import aims


@dataclass(frozen=True, slots=True)
class Tally:
    """One number."""

    label: str
    start: float = 0
    target: float | None = None
    target_label: str = ""


@dataclass(frozen=True, slots=True)
class Counter:
    """Several numbers that the same buttons change."""

    counts: tuple[Tally, ...] = (Tally("Count"),)
    steps: tuple[float, ...] = (1,)
    down: bool = True
    minimum: float | None = None
    reset: bool = True
    unit: str = ""
    add_label: str = ""
    take_label: str = ""
    title: str = ""
    about: str = ""

    def draw(self, key: str) -> None:
        values = self._values(key)
        kept = store.load(key).get("targets", {})
        targets = {tally.label: tally.target or 0.0 for tally in self.counts}
        targets |= aims(self.counts, kept, key, partial(self._aim, key))
        for n, tally in enumerate(self.counts):
            self._tally(tally, values[tally.label], targets[tally.label], f"{key}_{n}", key)
        if len(self.counts) > 1:
            total = shown(sum(values.values()), "number", unit=self.unit)
            if self.unit or any(targets.values()):
                st.metric("Total", plain(total), border=True)
        if self.reset:
            st.button("Reset", key=f"{key}_reset", on_click=self._save, args=(key,), kwargs={"values": {}})

    def _aim(self, key: str, label: str, target: float) -> None:
        with store.LOCK:
            self._save(key, targets={**store.load(key).get("targets", {}), label: target})

    def _tally(self, tally: Tally, value: float, target: float, key: str, all_key: str) -> None:
        with st.container(border=True):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.metric(plain(tally.label), plain(shown(value, "number", unit=self.unit)), width="stretch")
                for n, step in enumerate(self.steps):
                    amount = shown(step, "number")
                    add = self.add_label if self.add_label and not n else f"Add {amount}"
                    take = self.take_label if self.take_label and not n else f"Subtract {amount}"
                    if self.down:
                        st.button(
                            plain(take), key=f"{key}_down_{n}", on_click=self._change, args=(all_key, tally, -step)
                        )
                    st.button(
                        plain(add),
                        key=f"{key}_up_{n}",
                        type="primary",
                        on_click=self._change,
                        args=(all_key, tally, step),
                    )
            if target:
                left = target - value
                words = f"{shown(left, 'number', unit=self.unit)} left" if left > 0 else "Reached"
                st.progress(min(1.0, max(0.0, value / target)), plain(f"{words} of {shown(target, 'number')}"))

    def _values(self, key: str) -> dict[str, float]:
        kept = store.load(key).get("values", {})
        return {tally.label: kept.get(tally.label, tally.start) for tally in self.counts}

    def _change(self, key: str, tally: Tally, by: float) -> None:
        with store.LOCK:
            values = self._values(key)
            value = round(values[tally.label] + by, 10)
            values[tally.label] = value if self.minimum is None else max(self.minimum, value)
            self._save(key, values=values)

    def _save(self, key: str, **changed: dict[str, float]) -> None:
        with store.LOCK:
            store.save(key, {**store.load(key), **changed})
