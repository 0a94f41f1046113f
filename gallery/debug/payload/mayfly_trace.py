"""Follows the values through the functions of a program: sys.monitoring where there is one, sys.settrace otherwise.
Refuses to follow without end: calls, steps and time are bounded. Standard library only.
"""

import sys
import threading
import time
from types import CodeType, FrameType
from typing import Any

from mayfly_shown import replay_of, shown, value_of

MOST_CALLS, MOST_OF_ONE, MOST_STEPS, MOST_OF_CALL = 1500, 120, 12000, 400
MOST_LOCALS = 20
SECONDS = 20.0


class Following:
    """One open call and what its names last held."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        self.before: dict[str, str] = {}


class Tracer:
    """Between `start` and `stop`, follows the functions of files that `own` knows, in the thread that started it."""

    def __init__(self, own: Any) -> None:
        self.own = own
        self.calls: list[dict[str, Any]] = []
        self.open: dict[FrameType, Following | None] = {}
        self.stack: list[int] = []
        self.times: dict[CodeType, int] = {}
        self.known: dict[CodeType, str] = {}
        self.dropped = self.steps = 0
        self.until = 0.0
        self.thread = 0
        self.busy = False
        self.watch: Any = None

    def start(self) -> None:
        self.until, self.thread = time.monotonic() + SECONDS, threading.get_ident()
        if hasattr(sys, "monitoring"):
            self.watch = Monitoring(self)
            self.watch.start()
        else:
            sys.settrace(self.called)

    def stop(self) -> None:
        if self.watch:
            self.watch.stop()
        else:
            sys.settrace(None)
        self.open.clear()

    def told(self) -> dict[str, Any]:
        tool = "sys.monitoring" if hasattr(sys, "monitoring") else "sys.settrace"
        return {"tool": tool, "calls": self.calls, "dropped": self.dropped}

    def path(self, code: CodeType) -> str:
        if code not in self.known:
            self.known[code] = "" if code.co_name.startswith("<") and code.co_name != "<lambda>" else self.own(code)
        return self.known[code]

    def called(self, frame: FrameType, event: str, argument: Any) -> Any:
        """What sys.settrace calls for each new frame."""
        if event != "call" or not self.path(frame.f_code) or not self.begin(frame):
            return None
        return self.inside

    def inside(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":
            self.line(frame, frame.f_lineno)
        elif event == "exception":
            self.raised(frame, argument[1])
        elif event == "return":
            self.end(frame, argument)
        return self.inside

    # What both tools tell.

    def begin(self, frame: FrameType) -> bool:
        """Whether this call is followed."""
        if self.busy or threading.get_ident() != self.thread:
            return False
        if frame in self.open:  # a generator that goes on
            self.resume(frame)
            return True
        code = frame.f_code
        self.times[code] = self.times.get(code, 0) + 1
        if self.times[code] > MOST_OF_ONE or len(self.calls) >= MOST_CALLS or time.monotonic() > self.until:
            self.dropped += 1
            return False
        self.busy = True
        try:
            count = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & 4) + bool(code.co_flags & 8)
            given = {name: frame.f_locals[name] for name in code.co_varnames[:count] if name in frame.f_locals}
            told: dict[str, Any] = {
                "id": len(self.calls) + 1,
                "parent": self.stack[-1] if self.stack else 0,
                "path": self.path(code),
                "line": code.co_firstlineno,
                "function": getattr(code, "co_qualname", code.co_name).replace(".<locals>", "")[-200:],
                "caller_line": frame.f_back.f_lineno if frame.f_back and self.path(frame.f_back.f_code) else 0,
                "arguments": [value_of(name, value) for name, value in list(given.items())[:MOST_LOCALS]],
                "steps": [],
                "replay": "" if code.co_flags & 12 else replay_of(given),
            }
        finally:
            self.busy = False
        self.calls.append(told)
        self.open[frame] = following = Following(told)
        following.before = {one["name"]: one["shown"] for one in told["arguments"]}
        self.stack.append(told["id"])
        return True

    def resume(self, frame: FrameType) -> None:
        if following := self.open.get(frame):
            self.stack.append(following.told["id"])

    def line(self, frame: FrameType, line: int) -> None:
        following = self.open.get(frame)
        if following is None or self.busy:
            return
        steps = following.told["steps"]
        following.told.pop("raised", None)  # it was caught
        if self.steps >= MOST_STEPS or len(steps) >= MOST_OF_CALL:
            return
        self.steps += 1
        steps.append({"line": line, "changed": self.changed(frame, following), "at": self.steps})

    def changed(self, frame: FrameType, following: Following) -> list[dict[str, Any]]:
        """The names that hold something else than at the step before."""
        self.busy = True
        try:
            found = []
            for name, value in list(frame.f_locals.items())[:MOST_LOCALS]:
                if following.before.get(name) != (now := shown(value)):
                    following.before[name] = now
                    found.append(value_of(name, value))
            return found
        finally:
            self.busy = False

    def raised(self, frame: FrameType, error: BaseException) -> None:
        if (following := self.open.get(frame)) and not self.busy:
            self.busy = True
            following.told["raised"] = f"{type(error).__name__}: {shown(error)}"[:300]
            self.busy = False

    def end(self, frame: FrameType, result: Any, line: int = 0) -> None:
        following = self.open.get(frame)
        if following is None or self.busy:
            return
        if self.stack and self.stack[-1] == following.told["id"]:
            self.stack.pop()
        last = self.changed(frame, following)
        if last and following.told["steps"]:
            self.steps += 1
            following.told["steps"].append({"line": line or frame.f_lineno, "changed": last, "at": self.steps})
        self.busy = True
        if "raised" not in following.told:
            following.told["result"] = value_of("result", result)
        self.busy = False
        if not frame.f_code.co_flags & 0x2A0:  # generators and coroutines come back
            del self.open[frame]


class Monitoring:
    """The same by sys.monitoring, which costs nothing in code that is not followed."""

    def __init__(self, tracer: Tracer) -> None:
        self.tracer = tracer
        self.mon: Any = sys.monitoring  # type: ignore[attr-defined,unused-ignore]
        self.id = 4

    def start(self) -> None:
        events = self.mon.events
        self.mon.use_tool_id(self.id, "mayfly")
        for event, act in (
            (events.PY_START, self.begin),
            (events.PY_RESUME, self.begin),
            (events.LINE, self.line),
            (events.PY_RETURN, self.end),
            (events.PY_YIELD, self.end),
            (events.PY_UNWIND, self.unwind),
        ):
            self.mon.register_callback(self.id, event, act)
        self.mon.set_events(self.id, events.PY_START | events.PY_UNWIND)

    def stop(self) -> None:
        self.mon.set_events(self.id, 0)
        for code in self.tracer.known:
            self.mon.set_local_events(self.id, code, 0)
        self.mon.free_tool_id(self.id)

    def begin(self, code: CodeType, offset: int) -> Any:
        if not self.tracer.path(code):
            return self.mon.DISABLE
        self.tracer.begin(sys._getframe(1))
        events = self.mon.events
        wanted = events.LINE | events.PY_RETURN | events.PY_YIELD | events.PY_RESUME
        self.mon.set_local_events(self.id, code, wanted)
        return None

    def line(self, code: CodeType, line: int) -> None:
        self.tracer.line(sys._getframe(1), line)

    def end(self, code: CodeType, offset: int, result: Any) -> None:
        self.tracer.end(sys._getframe(1), result)

    def unwind(self, code: CodeType, offset: int, error: BaseException) -> None:
        frame = sys._getframe(1)
        self.tracer.raised(frame, error)
        self.tracer.end(frame, None)
