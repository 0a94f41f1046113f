// A text with gaps to be filled in, and how many were filled rightly.
const gaps = ({ every = 5, longerThan = 0, adjustable = false, firstLetter = false, title = "", about = "" }) => ({
  title,
  about,
  draw(place) {
    const label = every ? "Every how many words" : "Words of more than so many letters";
    const number = { name: "number", label, type: "integer", minimum: 1, default: every || longerThan };
    const [grid, read] = entries([{ name: "text", label: "Your text", type: "long_text" }, ...(adjustable ? [number] : [])]);
    const said = make("p", { className: "bad", role: "alert", hidden: true });
    const hidden = (text, many) => {
      const found = [...text.matchAll(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)].map((one) => [one.index, one[0]]);
      return every ? found.filter((_, at) => (at + 1) % many === 0) : found.filter(([, word]) => [...word].length > many);
    };
    const bare = (text) => text.replace(/\s+/g, " ").trim().replace(/^[.,;:!?¡¿"'()]+|[.,;:!?¡¿"'()]+$/g, "").toLowerCase();
    const ask = () => place.replaceChildren(grid, make("div", {}, button("Make gaps", begin, { className: "main" })), said);
    const begin = () => {
      const { text, number: many = every || longerThan } = read();
      const found = hidden(text, Math.max(1, many ?? 1));
      said.textContent = text.trim() ? "There are no such words in the text." : "Put in a text first.";
      said.hidden = found.length > 0;
      if (found.length) fill(text, found);
    };
    const fill = (text, found) => {
      let end = 0;
      const fields = found.map(([, word], n) =>
        make("input", { type: "text", className: "gap", size: Math.max(4, word.length), autocomplete: "off", "aria-label": `Gap ${n + 1}` }));
      const line = make("p", { className: "gapped" });
      found.forEach(([start, word], n) => {
        line.append(text.slice(end, start), firstLetter ? word[0] : "", fields[n]);
        end = start + word.length;
      });
      line.append(text.slice(end));
      const told = make("p", { role: "status" });
      const check = (event) => {
        event.preventDefault();
        const right = fields.map((field, n) => bare(field.value) === found[n][1].toLowerCase());
        fields.forEach((field, n) => field.classList.toggle("wrong", !right[n]));
        const wrong = right.flatMap((good, n) => (good ? [] : [`Gap ${n + 1}`]));
        told.replaceChildren(
          make("strong", {}, `You got ${right.filter(Boolean).length} of ${right.length} right.`),
          wrong.length ? ` Not right: ${wrong.join(", ")}.` : "",
        );
      };
      const words = make("ol", { hidden: true }, ...found.map(([, word]) => make("li", {}, word)));
      const shownWords = button("Show the words", () => (words.hidden = !words.hidden));
      const sheet = make("form", { onsubmit: check, noValidate: true }, line, make("div", {}, make("button", { className: "main" }, "Check")));
      place.replaceChildren(sheet, told, make("div", { className: "row" }, shownWords, button("New text", ask)), words);
    };
    ask();
  },
});
