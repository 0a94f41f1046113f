// The page: its elements, what it keeps, and its parts one below the other.
const make = (tag, given = {}, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== "list" && name !== "role") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...inside.filter((one) => one !== null && one !== undefined));
  return element;
};

const button = (label, onclick, given = {}) => make("button", { type: "button", onclick, ...given }, label);

const figure = (label, text) =>
  make("div", { className: "card figure" }, make("span", {}, label), make("output", { "aria-label": label }, text));

const kept = {
  load(name) {
    try {
      return JSON.parse(localStorage.getItem(name)) ?? {};
    } catch {
      return {};
    }
  },

  save(name, value) {
    try {
      localStorage.setItem(name, JSON.stringify(value));
    } catch {
      // Without storage the page still works, for as long as it is open.
    }
    return value;
  },
};

const show = (title, parts, intro = "") => {
  const sections = parts.map(({ title: head, about, draw }, n) => {
    const place = make("div", { style: "display: contents" });
    const named = head && (parts.length > 1 || head !== title) ? make("h2", {}, head) : null;
    const section = make("section", {}, named, about ? make("p", { className: "soft" }, about) : null, place);
    draw(place, `part${n + 1}`);
    return section;
  });
  const start = [make("h1", {}, title), ...(intro ? [make("p", { className: "soft" }, intro)] : [])];
  document.querySelector("main").replaceChildren(...start, ...sections);
};
