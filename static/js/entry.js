// While a key is chosen, shows what is published of it; without this script it shows after saving.
const panel = document.getElementById("beside");

async function refresh(fields) {
  const query = new URLSearchParams(
    Object.entries(fields).map(([name, field]) => [name, field.value]),
  );
  const answer = await fetch(`${panel.dataset.url}?${query}`, { credentials: "same-origin" });
  if (answer.ok && !answer.redirected) {
    panel.innerHTML = await answer.text();
  }
}

if (panel) {
  const fields = {};
  for (const name of ["indicator", "region", "year", "through_month"]) {
    fields[name] = document.getElementById(`id_${name}`);
    fields[name].addEventListener("change", () => refresh(fields));
  }
}
