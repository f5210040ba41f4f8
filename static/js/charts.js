// Draws each chart with plotly over its static picture, when it comes into view.

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
const hover = { bgcolor: "#fff", bordercolor: "#66768a", align: "left" };

async function draw(canvas) {
  const { data, layout } = JSON.parse(canvas.parentElement.querySelector("script").textContent);
  const font = { family: style.fontFamily, size: 13, color: style.color };
  const live = document.createElement("div");
  live.className = "chart-live";
  canvas.append(live);
  // Plotly measures its box, so the static picture leaves only when the live one has its place.
  canvas.classList.add("is-live");
  await Plotly.newPlot(live, data, { ...layout, font, hoverlabel: { ...hover, font } }, config);
}

if (window.Plotly) {
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
  for (const canvas of document.querySelectorAll(".chart-canvas")) watcher.observe(canvas);
}
