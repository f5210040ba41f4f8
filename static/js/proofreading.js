// 文字建议 at the letter desk: a suggestion is taken or put aside without leaving the text.

const draft = document.getElementById("draft");
const panel = document.getElementById("hygiene");
const FIELDS = ["title", "addressee", "body", "cc"];
const ACTS = /^(adopt|ignore|restore)-/;
const said = panel.querySelector("[data-said]");

function unit(text, place) {
  // The server counts characters, a field counts UTF-16 units.
  return [...text].slice(0, place).join("").length;
}

function show(field, start, end) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  let line = 0;
  if (field.localName === "textarea") {
    const probe = field.cloneNode();
    probe.removeAttribute("id");
    probe.removeAttribute("name");
    probe.rows = 1;
    probe.style.position = "absolute";
    probe.style.visibility = "hidden";
    probe.style.width = `${field.offsetWidth}px`;
    field.after(probe);
    probe.value = field.value.slice(0, start);
    line = probe.scrollHeight;
    probe.remove();
    field.scrollTop = Math.max(line - field.clientHeight / 2, 0);
  }
  // The field may be taller than the window.
  const y = field.getBoundingClientRect().top + line - field.scrollTop;
  if (y < 60 || y > window.innerHeight - 60) window.scrollBy(0, y - window.innerHeight / 2);
}

function offerPlaces() {
  for (const text of panel.querySelectorAll("[data-field]")) {
    const field = document.getElementById(text.dataset.field);
    const start = unit(field.value, Number(text.dataset.start));
    const end = unit(field.value, Number(text.dataset.end));
    const found = field.value.slice(start, end);
    const place = document.createElement("button");
    place.type = "button";
    place.className = "advice-place";
    place.title = "在稿件中选中这一处";
    place.append(...text.childNodes);
    place.addEventListener("click", () => {
      // The text may have moved since it was read.
      const moved = field.value.slice(start, end) !== found;
      const at = moved ? field.value.indexOf(found, Math.max(start - 200, 0)) : start;
      if (at >= 0) show(field, at, at + found.length);
    });
    text.replaceChildren(place);
  }
}

function replace(field, text) {
  const old = field.value;
  let start = 0;
  while (start < old.length && old[start] === text[start]) start += 1;
  let tail = 0;
  const most = Math.min(old.length, text.length) - start;
  while (tail < most && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
  if (start + tail === old.length && old.length === text.length) return;
  const top = field.scrollTop;
  field.setRangeText(text.slice(start, text.length - tail), start, old.length - tail, "preserve");
  field.scrollTop = top;
}

function takeOver(page) {
  const fresh = page.getElementById("hygiene");
  for (const name of FIELDS) {
    replace(draft.elements[name], page.getElementById(`id_${name}`).value);
  }
  said.textContent = fresh.querySelector("[data-said]").textContent;
  fresh.querySelector("[data-said]").replaceWith(said);
  panel.replaceChildren(...fresh.childNodes);
  draft.dispatchEvent(new Event("input", { bubbles: true }));
  offerPlaces();
}

function listed() {
  return [...panel.querySelectorAll(".advice-group .advice")];
}

function focusNear(position) {
  // On what comes next in the list; on the heading when it is empty or all was taken.
  const items = position < 0 ? [] : listed();
  const next = items[Math.min(position, items.length - 1)];
  (next || panel).querySelector(next ? "button[name=act]" : "h2").focus();
}

draft.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!button || !ACTS.test(button.value)) return;
  event.preventDefault();
  if (panel.ariaBusy === "true") return;
  const position = listed().indexOf(button.closest(".advice"));
  const sent = new FormData(draft);
  const before = FIELDS.map((name) => draft.elements[name].value).join("\u0000");
  sent.append("act", button.value);
  panel.ariaBusy = "true";
  try {
    const answer = await fetch(draft.action, { method: "POST", body: sent });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (FIELDS.map((name) => draft.elements[name].value).join("\u0000") !== before) {
      said.textContent = "您正在改稿，这一处没有动。请再按一次。";
    } else {
      takeOver(page);
      focusNear(position);
    }
  } catch {
    said.textContent =
      "没有办成：登录可能已过期，或网络不通。请先保存稿件（另开窗口登录后再保存），再采纳。";
    draft.dispatchEvent(new Event("input", { bubbles: true }));
  }
  panel.ariaBusy = "false";
});

offerPlaces();
