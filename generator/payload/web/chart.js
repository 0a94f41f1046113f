// A line, bar or pie chart of rows whose first column is the axis and whose second is a number.
const chart = (rows, kind, label) => {
  const points = rows.map((row) => [...row.values()]).filter(([, value]) => typeof value === "number" && Number.isFinite(value));
  if (!points.length) return make("p", { className: "soft" }, "Nothing to draw yet.");
  const draw = (tag, given, ...inside) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };
  const [wide, high, foot, side] = [640, 260, 28, 56];
  const svg = draw("svg", { viewBox: `0 0 ${wide} ${high}`, role: "img", "aria-label": label, width: "100%" });
  if (kind === "pie_chart") {
    const all = points.reduce((sum, [, value]) => sum + Math.max(0, value), 0) || 1;
    let turn = 0;
    points.forEach(([name, value], n) => {
      const part = (Math.max(0, value) / all) * 100;
      const ring = { cx: 130, cy: 130, r: 90, fill: "none", "stroke-width": 50, pathLength: 100, stroke: `hsl(${(n * 67) % 360} 60% 50%)` };
      svg.append(draw("circle", { ...ring, "stroke-dasharray": `${part} ${100 - part}`, "stroke-dashoffset": -turn }));
      const words = `${name}: ${shown(value)} (${Math.round(part)} %)`;
      if (n < 10) svg.append(draw("rect", { x: 290, y: 22 + n * 22, width: 12, height: 12, fill: ring.stroke }), draw("text", { x: 310, y: 33 + n * 22 }, words));
      turn += part;
    });
    return svg;
  }
  const values = points.map(([, value]) => value);
  const [low, top] = [Math.min(0, ...values), Math.max(0, ...values) || 1];
  const y = (value) => 8 + ((top - value) / (top - low || 1)) * (high - foot - 8);
  const step = (wide - side) / points.length;
  const x = (n) => side + step * (n + 0.5);
  for (const mark of [low, (low + top) / 2, top]) {
    svg.append(draw("line", { x1: side, x2: wide, y1: y(mark), y2: y(mark), stroke: "currentColor", "stroke-opacity": 0.2 }));
    svg.append(draw("text", { x: side - 6, y: y(mark) + 4, "text-anchor": "end" }, shown(mark, "number")));
  }
  if (kind === "line_chart") {
    svg.append(draw("polyline", { points: points.map(([, value], n) => `${x(n)},${y(value)}`).join(" "), fill: "none", class: "drawn", style: "fill: none", "stroke-width": 2 }));
  }
  const every = Math.ceil(points.length / 8);
  points.forEach(([name, value], n) => {
    const told = draw("title", {}, `${name}: ${shown(value)}`);
    if (kind === "bar_chart") svg.append(draw("rect", { x: x(n) - step * 0.35, width: step * 0.7, y: Math.min(y(value), y(0)), height: Math.abs(y(value) - y(0)), class: "drawn" }, told));
    else svg.append(draw("circle", { cx: x(n), cy: y(value), r: 4, class: "drawn" }, told));
    if (n % every === 0) svg.append(draw("text", { x: x(n), y: high - 8, "text-anchor": "middle" }, String(name).slice(0, 12)));
  });
  return svg;
};
