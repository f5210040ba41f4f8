// While a key is chosen, shows what is published of it; without this script it shows after saving.
const panel = document.getElementById("beside");
let asked = 0;

async function refresh(fields) {
  const number = ++asked;
  const query = new URLSearchParams(
    Object.entries(fields).map(([name, field]) => [name, field.value]),
  );
  const answer = await fetch(`${panel.dataset.url}?${query}`, { credentials: "same-origin" });
  const shown = answer.ok && !answer.redirected ? await answer.text() : "";
  // An answer that comes late must not replace the one to a later question.
  if (shown && number === asked) {
    panel.innerHTML = shown;
  }
}

if (panel) {
  const fields = {};
  for (const name of ["indicator", "region", "year", "through_month"]) {
    fields[name] = document.getElementById(`id_${name}`);
    fields[name].addEventListener("change", () => refresh(fields));
  }
}
