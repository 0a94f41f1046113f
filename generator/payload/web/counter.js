// Numbers that go up and down by buttons, and are kept.
const counter = ({
  counts = [{ label: "Count" }], steps = [1], down = true, minimum = null, reset = true, unit = "",
  addLabel = "", takeLabel = "", title = "", about = "",
}) => ({
  title,
  about,
  draw(place, key) {
    const values = () => {
      const stored = kept.load(key).values ?? {};
      return Object.fromEntries(counts.map(({ label, start = 0 }) => [label, stored[label] ?? start]));
    };
    const change = (label, by) => {
      const now = values();
      const value = py.round(now[label] + by, 10);
      kept.save(key, { ...kept.load(key), values: { ...now, [label]: minimum === null ? value : Math.max(minimum, value) } });
      look();
    };
    const targets = () => ({ ...Object.fromEntries(counts.map(({ label, target }) => [label, target ?? 0])), ...kept.load(key).targets });
    const below = make("div", { style: "display: contents" });
    const tally = ({ label }, value, target) => {
      const buttons = steps.flatMap((step, n) => {
        const amount = shown(step, "number");
        const take = takeLabel && !n ? takeLabel : `Subtract ${amount}`;
        const add = addLabel && !n ? addLabel : `Add ${amount}`;
        return [...(down ? [button(take, () => change(label, -step))] : []), button(add, () => change(label, step), { className: "main" })];
      });
      const number = make("div", { className: "figure grow" }, make("span", {}, label), make("output", { "aria-label": label }, shown(value, "number", { unit })));
      const card = make("div", { className: "card" }, make("div", { className: "row" }, number, ...buttons));
      if (target) {
        const left = target - value;
        const words = `${left > 0 ? `${shown(left, "number", { unit })} left` : "Reached"} of ${shown(target, "number")}`;
        const share = Math.min(1, Math.max(0, value / target));
        card.append(make("progress", { value: share, max: 1, "aria-label": `${label}: ${words}` }), make("small", {}, words));
      }
      return card;
    };
    const look = () => {
      const now = values();
      const aimed = targets();
      const cards = counts.map((one) => tally(one, now[one.label], aimed[one.label]));
      const all = Object.values(now).reduce((a, b) => a + b, 0);
      if (counts.length > 1 && (unit || Object.values(aimed).some(Boolean))) cards.push(figure("Total", shown(all, "number", { unit })));
      const again = () => {
        kept.save(key, { ...kept.load(key), values: {} });
        look();
      };
      if (reset) cards.push(make("div", {}, button("Reset", again)));
      const label = document.activeElement?.textContent;
      below.replaceChildren(...cards);
      [...below.querySelectorAll("button")].find((one) => one.textContent === label)?.focus();
    };
    place.replaceChildren(...aims(counts, key, () => look()), below);
    look();
  },
});
