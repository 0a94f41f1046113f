// A till: buttons with a price or points each, their sum, and the change.
const till = ({
  items = [], unit = "", money = true, totalLabel = "Total", resetLabel = "Reset", undoLabel = "", givenLabel = "",
  changeLabel = "Change", missingLabel = "Still to pay:", title = "", about = "",
}) => ({
  title,
  about,
  draw(place) {
    const amount = (value) => shown(value, money ? "money" : "number", { unit });
    const begin = () => {
      const taken = [];
      const [grid, read] = entries(givenLabel ? [{ name: "given", label: givenLabel, type: "money", minimum: 0 }] : [], { changed: () => look() });
      const sums = make("div", { style: "display: contents" });
      const change = make("div", { style: "display: contents" });
      const undo = button(undoLabel, () => {
        taken.pop();
        look();
      });
      const press = (n) => {
        taken.push(n);
        look();
      };
      const look = () => {
        const total = py.round(taken.reduce((sum, n) => sum + (items[n].amount ?? 1), 0), 10);
        const counted = [...new Set(taken)].map((n) => `${taken.filter((one) => one === n).length} × ${items[n].label}`);
        sums.replaceChildren(figure(totalLabel, amount(total)), make("small", {}, counted.join(", ")));
        undo.disabled = taken.length === 0;
        if (!givenLabel) return;
        const { given } = read();
        const left = given === null ? null : py.round(given - total, 10);
        const enough = left !== null && left >= 0;
        const missing = left !== null && !enough ? make("p", { className: "bad", role: "alert" }, `${missingLabel} ${amount(-left)}`) : null;
        change.replaceChildren(...[figure(changeLabel, amount(enough ? left : null)), missing].filter(Boolean));
      };
      const taps = items.map(({ label, told = "" }, n) => button(`${label} ${told}`.trim(), () => press(n), { className: "main" }));
      const ends = make("div", { className: "row" }, ...(undoLabel ? [undo] : []), button(resetLabel, begin));
      place.replaceChildren(make("div", { className: "row" }, ...taps), sums, ...(givenLabel ? [grid, change] : []), ends);
      look();
    };
    begin();
  },
});
