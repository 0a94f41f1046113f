// Several clocks, each with a button: turns that are handed on, one clock at a time, or all as they like.
const clocks = ({ clocks: all = [{ label: "Player 1" }, { label: "Player 2" }], rule = "pass", up = false, title = "", about = "" }) => ({
  title,
  about,
  draw(place) {
    const usual = all.map(({ minutes = 5 }) => minutes);
    const [unit, size] = Math.min(...usual) < 1 ? ["Seconds", 1] : ["Minutes", 60];
    const [grid, read] = entries(
      all.map(({ label }, n) => ({ name: `length${n}`, label: `${unit} of ${label}`, type: "number", minimum: 0.01, default: py.round((usual[n] * 60) / size, 4) })),
      { changed: () => look() },
    );
    const state = all.map(() => ({ before: 0, since: null, rang: false, last: false }));
    const ran = ({ before, since }) => before + (since === null ? 0 : (performance.now() - since) / 1000);
    const long = (n) => {
      const given = read()[`length${n}`];
      return given > 0 ? given * size : usual[n] * 60;
    };
    const over = (n) => !up && ran(state[n]) >= long(n);
    const start = (one) => (one.since ??= performance.now());
    const pause = (one) => {
      one.last = one.since !== null;
      [one.before, one.since] = [ran(one), null];
    };
    const doing = (what) => () => {
      what();
      look();
    };
    const tap = (n) => () => {
      const was = state[n].since !== null;
      if (rule !== "free") state.forEach(pause);
      if (rule === "pass") start(state[(n + 1) % state.length]);
      else if (was) pause(state[n]);
      else start(state[n]);
    };
    const reset = () => state.forEach((one) => Object.assign(one, { before: 0, since: null, rang: false, last: false }));
    const cards = all.map(({ label }, n) => {
      const time = make("output", { "aria-label": label });
      const press = button("", doing(tap(n)), { className: "main" });
      return { time, press, card: make("div", { className: "card figure" }, make("span", {}, label), time, press) };
    });
    const told = make("p", { className: "bad", role: "alert" });
    const stop = button("Pause", doing(() => state.forEach(pause)));
    const resume = button("Resume", doing(() => state.filter(({ last }) => last).forEach(start)));
    const look = () => {
      state.forEach((one, n) => {
        if (one.since === null || !over(n)) return;
        [one.before, one.since] = [long(n), null];
        if (!one.rang) bell();
        one.rang = true;
      });
      const running = state.some(({ since }) => since !== null);
      const ended = rule === "pass" && state.some((_, n) => over(n));
      cards.forEach(({ time, press }, n) => {
        const mine = state[n].since !== null;
        time.textContent = clockText(up ? Math.floor(ran(state[n])) : Math.max(0, long(n) - ran(state[n])));
        press.textContent = rule === "pass" ? `${all[n].label} is done` : `${mine ? "Stop" : "Start"} ${all[n].label}`;
        press.disabled = over(n) || ended || (rule === "pass" && running && !mine);
      });
      told.textContent = all.flatMap(({ label }, n) => (over(n) ? [`Time is up for ${label}.`] : [])).join(" ");
      stop.disabled = !running;
      resume.disabled = running || ended || !state.some(({ last }) => last);
      const begun = running || state.some((one) => ran(one) > 0);
      for (const one of grid.querySelectorAll("input")) one.disabled = begun;
    };
    const row = [stop, ...(rule === "pass" ? [resume] : []), button("Reset", doing(reset))];
    place.append(...(up ? [] : [grid]), make("div", { className: "figures" }, ...cards.map(({ card }) => card)), told, make("div", { className: "row" }, ...row));
    look();
    setInterval(() => state.some(({ since }) => since !== null) && look(), 250);
  },
});
