// A clock that counts down, up, or through rounds of work and rest.
const clockText = (seconds, tenths = false) => {
  const whole = tenths ? Math.floor(seconds) : Math.ceil(seconds - 1e-6);
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const text = hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`;
  return tenths ? `${text}.${Math.floor(seconds * 10) % 10}` : text;
};

const bell = () => {
  try {
    const sound = new AudioContext();
    const [tone, loud] = [sound.createOscillator(), sound.createGain()];
    tone.frequency.value = 880;
    loud.gain.setValueAtTime(0.4, sound.currentTime);
    loud.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + 0.6);
    tone.connect(loud).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + 0.6);
  } catch {
    // A page that may make no sound still shows that the time is up.
  }
};

const PARTS = { Hours: 3600, Minutes: 60, Seconds: 1 };

const timer = ({
  mode = "countdown", minutes = 25, restMinutes = 5, rounds = 4, adjustable = true, parts = [], presets = [], laps = false,
  workLabel = "Work", restLabel = "Break", title = "", about = "",
}) => ({
  title,
  about,
  draw(place) {
    const shortest = Math.min(minutes, mode === "intervals" ? restMinutes : minutes);
    const [unit, size] = shortest < 1 ? ["Seconds", 1] : ["Minutes", 60];
    const length = (name, label, usual) => ({ name, label, type: "number", minimum: 0.01, default: py.round((usual * 60) / size, 4) });
    const fields = [];
    if (mode === "countdown" && !parts.length) fields.push(length("work", unit, minutes));
    let rest = Math.round(minutes * 60);
    for (const part of mode === "countdown" ? parts : []) {
      fields.push({ name: part, label: part, type: "integer", minimum: 0, default: Math.floor(rest / PARTS[part]) });
      rest %= PARTS[part];
    }
    if (mode === "intervals") {
      fields.push(length("work", `${workLabel} ${unit.toLowerCase()}`, minutes), length("rest", `${restLabel} ${unit.toLowerCase()}`, restMinutes));
      fields.push({ name: "rounds", label: "Rounds", type: "integer", minimum: 1, maximum: 100, default: rounds });
    }
    const [grid, read] = entries(fields, { changed: () => look() });
    let [before, since, taken, rang] = [0, null, [], false];
    const ran = () => before + (since === null ? 0 : (performance.now() - since) / 1000);
    const phases = () => {
      const given = read();
      const long = (name, usual) => (given[name] > 0 ? given[name] * size : usual * 60);
      if (mode === "stopwatch") return [];
      const whole = parts.reduce((sum, part) => sum + PARTS[part] * Math.max(0, given[part] ?? 0), 0);
      if (mode === "countdown" && parts.length) return [["Time left", whole || minutes * 60]];
      if (mode === "countdown") return [["Time left", long("work", minutes)]];
      const [work, rest] = [[workLabel, long("work", minutes)], [restLabel, long("rest", restMinutes)]];
      const times = Math.min(100, Math.max(1, Math.floor(given.rounds ?? rounds)));
      return [work, ...Array(times - 1).fill([rest, work]).flat()];
    };
    const all = () => phases().reduce((sum, [, seconds]) => sum + seconds, 0);
    const pause = () => ([before, since] = [ran(), null]);
    const start = () => {
      if (phases().length && ran() >= all()) before = 0;
      [since, rang] = [performance.now(), false];
    };
    const fresh = () => ([before, since, taken, rang] = [0, null, [], false]);
    const doing = (what) => () => {
      what();
      look();
    };
    const take = (preset) => () => {
      grid.querySelector("input").value = py.round((preset.minutes * 60) / size, 4);
      fresh();
      look();
    };
    const face = make("div", { className: "face" });
    const buttons = {
      start: button("Start", doing(start), { className: "main" }),
      pause: button("Pause", doing(pause)),
      lap: button("Lap", doing(() => taken.push(ran()))),
      reset: button("Reset", doing(fresh)),
    };
    const ready = presets.map((preset) => button(preset.label, take(preset)));
    const list = make("ol", { "aria-label": "Laps" });
    const lapped = make("div", {}, make("strong", {}, "Laps"), list);
    const look = () => {
      const steps = phases();
      if (steps.length && since !== null && ran() >= all()) {
        [before, since] = [all(), null];
        if (!rang) bell();
        rang = true;
      }
      const running = since !== null;
      buttons.start.disabled = running;
      buttons.pause.disabled = buttons.lap.disabled = !running;
      for (const one of [...ready, ...grid.querySelectorAll("input")]) one.disabled = running;
      face.replaceChildren(...drawn(steps));
      lapped.hidden = !taken.length;
      list.replaceChildren(...taken.map((lap) => make("li", {}, clockText(lap, true))));
    };
    const drawn = (steps) => {
      if (!steps.length) return [figure("Time", clockText(ran(), true))];
      if (ran() >= all()) return [figure("Time left", clockText(0)), make("p", { className: "good", role: "status" }, "Time is up.")];
      let [from, n] = [0, 0];
      while (ran() >= from + steps[n][1]) [from, n] = [from + steps[n][1], n + 1];
      const [label, seconds] = steps[n];
      const round = make("p", {}, make("strong", {}, label), ` · Round ${Math.floor(n / 2) + 1} of ${(steps.length + 1) / 2}`);
      const share = make("progress", { value: Math.min(1, (ran() - from) / seconds), max: 1, "aria-label": "How far it has run" });
      return [...(steps.length > 1 ? [round] : []), figure("Time left", clockText(from + seconds - ran())), share];
    };
    const shownButtons = [buttons.start, buttons.pause, ...(mode === "stopwatch" && laps ? [buttons.lap] : []), buttons.reset];
    if (ready.length) place.append(make("div", { className: "row" }, ...ready));
    if (adjustable && fields.length) place.append(grid);
    place.append(face, make("div", { className: "row" }, ...shownButtons), ...(laps ? [lapped] : []));
    look();
    setInterval(() => since !== null && look(), mode === "stopwatch" ? 100 : 250);
  },
});
