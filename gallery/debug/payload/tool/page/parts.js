// What all views are made of. Everything of the evidence is put in as text, and never as markup.

const SVG = "http://www.w3.org/2000/svg";

function filled(node, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "disabled" || name === "checked") node[name] = value;
    else if (value !== undefined && value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false));
  return node;
}

export function h(tag, props = {}, ...children) {
  return filled(document.createElement(tag), props, children);
}

export function draw(tag, props = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), props, children);
}

export function short(text, most) {
  const line = String(text).replace(/\s+/g, " ");
  return line.length > most ? line.slice(0, most - 1) + "…" : line;
}

export function count(number, one, many = one + "s") {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

export function copyButton(text) {
  const button = h("button", { onclick: async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "It can't be copied from here";
    }
  } }, "Copy");
  return button;
}

export function diff(text) {
  const sort = (line) => line.startsWith("@@") ? "at" : line.startsWith("+") ? "add" : line.startsWith("-") ? "cut" : "";
  return h("div", { class: "diff", tabindex: 0, role: "region", "aria-label": "Changes" },
    text.split("\n").filter((line, at, all) => line || at < all.length - 1)
      .map((line) => h("div", { class: sort(line) }, line || " ")));
}

const PYTHON = new RegExp([
  "(#.*$)",
  "([rbfuRBFU]{0,2}(?:\"\"\"[^]*?(?:\"\"\"|$)|'''[^]*?(?:'''|$)|\"(?:\\\\.|[^\"\\\\])*\"?|'(?:\\\\.|[^'\\\\])*'?))",
  "\\b(and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|"
    + "lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield|None|True|False|const|let|function|new|export|null|"
    + "undefined|true|false|typeof|throw|catch|switch|case)\\b",
  "\\b(\\d[\\w.]*)\\b",
].join("|"), "gm");

export function coloured(line) {
  const parts = [];
  let end = 0;
  for (const match of line.matchAll(PYTHON)) {
    parts.push(line.slice(end, match.index));
    const name = match[1] ? "c" : match[2] ? "s" : match[3] ? "k" : "n";
    parts.push(h("span", { class: name }, match[0]));
    end = match.index + match[0].length;
  }
  return [...parts, line.slice(end)];
}

// Where two texts differ: pieces of each with whether the other has them too, by words, over the longest common run.
export function differing(one, other) {
  const cut = (text) => text.slice(0, 4000).match(/\w+|\s+|[^\w\s]/g) ?? [];
  const [a, b] = [cut(one), cut(other)];
  if (a.length * b.length > 400000) return [[[one, true]], [[other, true]]];
  const best = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      best[i][j] = a[i] === b[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
  const left = [], right = [];
  const add = (side, text, same) => {
    const last = side.at(-1);
    if (last && last[1] === same) last[0] += text;
    else side.push([text, same]);
  };
  let i = 0, j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) { add(left, a[i++], true); add(right, b[j++], true); }
    else if (j >= b.length || (i < a.length && best[i + 1][j] >= best[i][j + 1])) add(left, a[i++], false);
    else add(right, b[j++], false);
  }
  if (one.length > 4000) add(left, one.slice(4000), true);
  if (other.length > 4000) add(right, other.slice(4000), true);
  return [left, right];
}
