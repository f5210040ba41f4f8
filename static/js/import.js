// While a file is read, shows how far it is, and the result as soon as it is there.
const panel = document.querySelector(".import-progress");
const bar = panel.querySelector("progress");
const rows = panel.querySelector(".import-rows");

async function look() {
  const answer = await fetch(panel.dataset.url, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) {
    window.location.reload();
    return;
  }
  const { waiting, done, all } = await answer.json();
  if (!waiting) {
    window.location.reload();
    return;
  }
  if (all) {
    bar.max = all;
    bar.value = done;
    rows.textContent = `已读 ${done} / ${all} 行`;
  }
  setTimeout(look, 1000);
}

// A network that is away for a moment is asked again.
function watch() {
  look().catch(() => setTimeout(watch, 3000));
}

setTimeout(watch, 1000);
