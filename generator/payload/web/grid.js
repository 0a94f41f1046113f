// Cells in rows that clicks set to one of several kinds, and how many there are of each.
const HUES = [212, 122, 32, 275, 0, 180, 60, 320];

const grid = ({ rows = 4, columns = 4, kinds = ["Set"], click = "replace", emptyLabel = "", keep = false, title = "", about = "" }) => ({
  title,
  about,
  draw(place, key) {
    const known = keep ? (kept.load(key).cells ?? []) : [];
    const cells = Array.from({ length: rows * columns }, (_, at) => (kinds.includes(known[at]) ? known[at] : ""));
    let chosen = kinds[0];
    const picks = kinds.map((kind) =>
      make("label", { className: "row" }, make("input", { type: "radio", name: `${key}chosen`, checked: kind === chosen, onchange: () => (chosen = kind) }), kind));
    const choice = make("fieldset", { className: "row" }, make("legend", {}, "Choose"), ...picks);
    const after = (kind) => {
      if (click === "cycle") return ["", ...kinds][(kinds.indexOf(kind) + 2) % (kinds.length + 1)];
      return kind && (click === "empty" || kind === chosen) ? "" : chosen;
    };
    const colour = (kind) => (CSS.supports("color", kind) ? kind.toLowerCase() : `hsl(${HUES[kinds.indexOf(kind) % HUES.length]} 45% 50% / 0.45)`);
    const name = (at) => `${String.fromCharCode(65 + Math.floor(at / columns))}${(at % columns) + 1}`;
    // Its name where there is room, else as much of it as tells it from the others.
    const sign = (kind) => {
      const others = kinds.filter((one) => one !== kind);
      const short = [...kind].findIndex((_, n) => !others.some((other) => other.startsWith(kind.slice(0, n + 1))));
      return columns > 8 && short >= 0 ? kind.slice(0, short + 1) : kind;
    };
    const press = (at) => () => {
      cells[at] = after(cells[at]);
      if (keep) kept.save(key, { cells });
      look();
    };
    const buttons = cells.map((_, at) => button("", press(at), { className: "cell" }));
    const field = make("div", { className: "cells", style: `grid-template-columns: repeat(${columns}, minmax(0, 1fr))` }, ...buttons);
    const figures = make("div", { className: "figures" });
    const empty = () => {
      cells.fill("");
      if (keep) kept.save(key, { cells });
      look();
    };
    const look = () => {
      buttons.forEach((one, at) => {
        const kind = cells[at];
        one.textContent = kind ? sign(kind) : name(at);
        one.setAttribute("aria-label", `${name(at)} ${kind}`.trim());
        one.style.background = kind ? colour(kind) : "";
        one.title = kind;
      });
      const counted = [...kinds.map((kind) => [kind, kind]), ...(emptyLabel ? [[emptyLabel, ""]] : [])];
      figures.replaceChildren(...counted.map(([label, kind]) => figure(label, String(cells.filter((one) => one === kind).length))));
    };
    place.append(...(kinds.length > 1 && click !== "cycle" ? [choice] : []), field, figures, make("div", {}, button("Empty all", empty)));
    look();
  },
});
