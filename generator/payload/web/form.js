// Inputs and what follows from them, at once or when a button is pressed.
const form = ({ inputs = [], outputs = [], button: press = "", apart = false, history = false, title = "", about = "" }) => ({
  title,
  about,
  draw(place, key) {
    const labels = Object.fromEntries(inputs.map((field) => [field.name, field.label]));
    const under = make("div", { style: "display: contents" });
    const past = make("section", {});
    const before = press ? `Press ${press} to see the result.` : "";
    let chosen = apart ? [] : outputs;
    const look = () => {
      const worked = workOut(outputs, read(), labels);
      under.replaceChildren(...(chosen.length ? results(chosen, worked, before) : []));
      return worked;
    };
    const choose = (output) => () => {
      chosen = [output];
      look();
    };
    const [grid, read] = entries(inputs, { changed: press ? undefined : look });
    const remember = (worked) => {
      const now = new Date();
      const moment = `${py.today()} ${now.toTimeString().slice(0, 8)}`;
      const entered = read();
      const short = inputs.filter((field) => field.type !== "long_text");
      const row = [
        ["Time", moment],
        ...short.map((field) => [field.label, shown(entered[field.name], field.type)]),
        ...outputs.map((one) => [one.label, shown(worked.values[one.name], one.format, one).slice(0, 200)]),
      ];
      kept.save(key, { rows: [row, ...(kept.load(key).rows ?? [])].slice(0, 50) });
      tell();
    };
    const tell = () => {
      const rows = (kept.load(key).rows ?? []).map((row) => new Map(row));
      const clear = () => {
        kept.save(key, { rows: [] });
        tell();
      };
      const inside = rows.length ? [table(rows, "History"), button("Clear history", clear)] : [make("p", { className: "soft" }, "Nothing here yet.")];
      past.replaceChildren(make("h2", {}, "History"), ...inside);
    };
    const submit = (event) => {
      event.preventDefault();
      const worked = look();
      if (history && Object.keys(worked.values).length) remember(worked);
    };
    if (press) place.append(make("form", { onsubmit: submit, noValidate: true }, grid, make("div", {}, make("button", { className: "main" }, press))));
    else if (inputs.length) place.append(grid);
    if (apart) place.append(make("div", { className: "row" }, ...outputs.map((one) => button(one.label, choose(one)))));
    place.append(under);
    if (press) under.replaceChildren(...results(outputs, { values: {}, problems: [], missing: [] }, before));
    else look();
    if (history) {
      place.append(past);
      tell();
    }
  },
});
