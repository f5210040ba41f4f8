// Draws each chart in view with plotly over its static picture. The picture says everything by
// itself, so plotly, a large script, is fetched only once somebody moves on the page. Where
// colours are forced the picture stays: its style sheet knows the system's colours.

const config = {
  displayModeBar: false,
  displaylogo: false,
  doubleClick: false,
  locale: "zh-CN",
  plotlyServerURL: "",
  responsive: true,
  scrollZoom: false,
  showSendToCloud: false,
};

const style = getComputedStyle(document.body);
const token = (name) => style.getPropertyValue(name).trim();
const hover = { bgcolor: token("--paper"), bordercolor: token("--line-strong"), align: "left" };
const narrow = matchMedia("(max-width: 30rem)");
const letters = () => (narrow.matches ? 11 : 13); // pixels

async function draw(canvas) {
  const { data, layout } = JSON.parse(canvas.parentElement.querySelector("script").textContent);
  const font = { family: style.fontFamily, size: letters(), color: style.color };
  const live = document.createElement("div");
  live.className = "chart-live";
  live.style.height = `${layout.height}px`; // the static picture's own, so that nothing moves
  canvas.append(live);
  // Plotly measures its box, so the static picture leaves only when the live one has its place.
  canvas.classList.add("is-live");
  await Plotly.newPlot(live, data, { ...layout, font, hoverlabel: { ...hover, font } }, config);
}

narrow.addEventListener("change", () => {
  for (const live of document.querySelectorAll(".chart-live.js-plotly-plot")) {
    Plotly.relayout(live, { "font.size": letters(), "hoverlabel.font.size": letters() });
  }
});

function fetched(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(`${address} was not answered`)));
    document.head.append(script);
  });
}

async function begin() {
  for (const event of stirs) removeEventListener(event, begin);
  const { plotly, locale } = document.querySelector("[data-plotly]").dataset;
  await fetched(plotly);
  await fetched(locale);
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        watcher.unobserve(entry.target);
        draw(entry.target).catch((error) => {
          entry.target.classList.remove("is-live");
          throw error;
        });
      }
    },
    { rootMargin: "200px" },
  );
  for (const data of document.querySelectorAll(".chart-canvas + script")) {
    watcher.observe(data.previousElementSibling);
  }
}

const stirs = ["pointermove", "pointerdown", "keydown", "wheel", "touchstart", "scroll"];
if (!matchMedia("(forced-colors: active)").matches) {
  for (const event of stirs) addEventListener(event, begin, { passive: true });
}
