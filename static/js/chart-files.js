// Saves a figure as a picture: title, caption, legend, the static chart and its notes.
const style = getComputedStyle(document.body);
const token = (name) => style.getPropertyValue(name).trim();
const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, EDGE, SHARP] = [800, 24, 2];
const measure = document.createElement("canvas").getContext("2d");

function put(parent, name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  parent.append(made);
  return made;
}

function lines(text, size, weight) {
  measure.font = `${weight} ${size}px ${style.fontFamily}`;
  const found = [""];
  for (const letter of text) {
    const longer = found.at(-1) + letter;
    if (measure.measureText(longer).width > WIDTH - 2 * EDGE) found.push(letter);
    else found[found.length - 1] = longer;
  }
  return found;
}

function write(svg, top, text, { size = 13, weight = 400, fill = "--ink-soft" } = {}) {
  let y = top;
  for (const line of lines(text.trim(), size, weight)) {
    y += size * 1.5;
    const look = { "font-size": size, "font-weight": weight, fill: token(fill) };
    put(svg, "text", { x: EDGE, y: y - size * 0.4, ...look }, line);
  }
  return y;
}

function keys(svg, top, items) {
  let x = EDGE;
  for (const item of items) {
    const key = item.querySelector("svg").cloneNode(true);
    key.setAttribute("x", x);
    key.setAttribute("y", top + 6);
    svg.append(key);
    x += Number(key.getAttribute("width")) + 6;
    put(svg, "text", { x, y: top + 17, fill: token("--ink") }, item.textContent);
    x += measureWidth(item.textContent) + 20;
  }
  return items.length ? top + 28 : top;
}

function measureWidth(text) {
  measure.font = `400 13px ${style.fontFamily}`;
  return measure.measureText(text).width;
}

function picture(figure) {
  const said = (selector) => figure.querySelector(selector)?.textContent ?? "";
  const svg = document.createElementNS(SVG, "svg");
  put(svg, "title", {}, said("h3"));
  const ground = put(svg, "rect", { width: WIDTH, fill: token("--paper") });
  let y = write(svg, EDGE, said("h3"), { size: 20, weight: 700, fill: "--ink" });
  y = write(svg, y + 4, said("summary.chart-about, .chart-about summary, p.chart-about"));
  y = keys(svg, y + 8, figure.querySelectorAll(".legend li"));
  const chart = figure.querySelector(".chart-static svg").cloneNode(true);
  const height = Number(chart.getAttribute("height"));
  for (const [name, value] of Object.entries({ x: EDGE, y: y + 8, width: WIDTH - 2 * EDGE })) {
    chart.setAttribute(name, value);
  }
  svg.append(chart);
  y += height + 12;
  for (const note of figure.querySelectorAll(".chart-note")) y = write(svg, y + 2, note.textContent);
  for (const name of ["stroke-opacity", "fill-opacity"]) {
    for (const weave of svg.querySelectorAll(`.weave[${name}]`)) weave.setAttribute(name, 1);
  }
  const size = { width: WIDTH, height: Math.ceil(y + EDGE) };
  ground.setAttribute("height", size.height);
  const face = { "font-family": style.fontFamily, "font-size": 13 };
  for (const [name, value] of Object.entries({ ...size, ...face })) svg.setAttribute(name, value);
  return svg;
}

function image(source) {
  return new Promise((resolve, reject) => {
    const made = new Image();
    made.addEventListener("load", () => resolve(made));
    made.addEventListener("error", () => reject(new Error("picture cannot be drawn")));
    made.src = source;
  });
}

async function painted(svg, blob) {
  const source = URL.createObjectURL(blob);
  const canvas = document.createElement("canvas");
  canvas.width = Number(svg.getAttribute("width")) * SHARP;
  canvas.height = Number(svg.getAttribute("height")) * SHARP;
  const context = canvas.getContext("2d");
  context.drawImage(await image(source), 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(source);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

async function save(figure, kind) {
  const svg = picture(figure);
  const text = new XMLSerializer().serializeToString(svg);
  const blob = new Blob([text], { type: "image/svg+xml" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(kind === "png" ? await painted(svg, blob) : blob);
  link.download = `${figure.querySelector("h3").textContent}.${kind}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

for (const button of document.querySelectorAll("[data-save]")) {
  button.hidden = false;
  button.addEventListener("click", () => save(button.closest("figure"), button.dataset.save));
}
