// The entry grid: keys move between cells, rows save themselves, pasted blocks are previewed first.

const form = document.getElementById("grid");
const bar = document.getElementById("grid-bar");
const dialog = document.getElementById("grid-dialog");
const preview = document.getElementById("grid-preview");
// Two people may log in one after the other in the same tab.
const kept = `grid:${form.dataset.user}:${location.pathname}${location.search}`;
const SAVE_AFTER = 1200;
const ASK_AFTER = 250;

const rowOf = (element) => element.closest("tr[data-row]");
const fieldsOf = (row) => [...row.querySelectorAll("input[name], select[name]")];
const cellsOf = (row) => fieldsOf(row).filter((field) => field.type !== "hidden" && !field.closest("details"));

// The batch's source and the targets: saved with the button, not by themselves.
const restFields = () => [...form.querySelectorAll("#batch-source, [name=batch_source_was], .grid-targets input, .grid-targets select")];

const dirty = new Set();
const refused = new Set();
let isRestChanged = false;
let saving = null;
let timer = 0;

function tell(text, kind = "") {
  const place = document.getElementById("grid-state");
  place.textContent = text;
  place.dataset.kind = kind;
}

// What is not saved yet survives a lost session: it is kept in this tab until it is saved.
function keep() {
  if (!dirty.size && !refused.size && !isRestChanged) {
    sessionStorage.removeItem(kept);
    return;
  }
  // With what the page had shown of each row, so that what others changed meanwhile is noticed.
  const typed = {};
  for (const row of [...dirty, ...refused]) {
    for (const field of fieldsOf(row)) typed[field.name] = field.value;
  }
  if (isRestChanged) for (const field of restFields()) typed[field.name] = field.value;
  sessionStorage.setItem(kept, JSON.stringify(typed));
}

function restore() {
  const text = sessionStorage.getItem(kept);
  if (!text) return;
  let count = 0;
  for (const [name, value] of Object.entries(JSON.parse(text))) {
    const field = form.elements.namedItem(name);
    if (!field || field.value === value) continue;
    field.value = value;
    if (field.type === "hidden") continue;
    const row = rowOf(field);
    if (row) {
      dirty.add(row);
      row.classList.add("is-dirty");
    } else {
      isRestChanged = true;
    }
    count += 1;
  }
  if (dirty.size) timer = setTimeout(save, SAVE_AFTER);
  if (count) tell(`已恢复上次没有保存的 ${count} 格${isRestChanged ? "；来源和目标请点“保存”" : "，正在保存……"}`);
}

function touch(row) {
  if (!row) return;
  dirty.add(row);
  row.classList.add("is-dirty");
  tell("有改动，稍候自动保存……");
  keep();
  clearTimeout(timer);
  timer = setTimeout(save, SAVE_AFTER);
}

class Refusal extends Error {
  constructor(response) {
    super(String(response.status));
    // A redirection, which only leads to the login, arrives as status 0.
    this.status = response.type === "opaqueredirect" ? 302 : response.status;
  }
}

function why(error) {
  if (!(error instanceof Refusal)) return "网络不通，请检查网络后再试。";
  if (error.status === 302) return "登录已过期，请重新登录。";
  if (error.status === 403) return "没有权限，或登录的人已换，请刷新本页。";
  return `服务器没有接受（${error.status}），请稍后再试；仍不行请告诉管理员。`;
}

// One save at a time; whoever asks meanwhile waits for it and then saves what is left.
async function save() {
  clearTimeout(timer);
  while (saving) await saving;
  if (!dirty.size) return;
  saving = send();
  await saving;
}

async function send() {
  const rows = [...dirty];
  dirty.clear();
  const data = new FormData();
  data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const row of rows) for (const field of fieldsOf(row)) data.append(field.name, field.value);
  const sent = new Map(rows.map((row) => [row.dataset.row, snapshot(row)]));
  tell("正在保存……");
  try {
    const response = await fetch(form.getAttribute("action"), {
      method: "POST",
      body: data,
      headers: { Accept: "application/json" },
      redirect: "manual",
    });
    if (!response.ok) throw new Refusal(response);
    take(await response.json(), sent);
  } catch (error) {
    for (const row of rows) dirty.add(row);
    tell(`没有保存：${why(error)}您填的都还在，重新打开本页会自动恢复。`, "bad");
  } finally {
    saving = null;
    keep();
  }
}

const snapshot = (row) => fieldsOf(row).filter((field) => field.type !== "hidden").map((field) => field.value).join("\u001f");

function take(answer, sent) {
  for (const [number, found] of Object.entries(answer.rows)) {
    const row = document.getElementById(`row-${number}`);
    refused.delete(row);
    for (const name of ["seen", "was"]) {
      const field = row.querySelector(`[data-field="${name}"]`);
      if (field) field.value = found[name];
    }
    row.querySelector("[data-said]").innerHTML = found.said;
    row.querySelector("[data-growth-of]").textContent = found.growth;
    row.classList.toggle("is-refused", found.refused);
    if (found.refused) {
      refused.add(row);
      row.classList.add("is-dirty");
      row.querySelector("details").open ||= row.querySelector(".grid-value .quiet") !== null;
    } else if (snapshot(row) === sent.get(number)) {
      row.classList.remove("is-dirty");
    } else {
      dirty.add(row);
    }
  }
  bar.innerHTML = answer.bar;
  const moment = new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
  const said = answer.messages.length ? ` ${answer.messages.join(" ")}` : "";
  if (refused.size) tell(`${refused.size} 行没有保存，原因写在行末。${said}`, "bad");
  else tell(`已自动保存（${moment}）。${said}`, said ? "bad" : "good");
  if (dirty.size) timer = setTimeout(save, SAVE_AFTER);
}

// Growth while typing comes from the server, so that there is one way of writing it.
let asked = 0;
let asking = 0;
function askGrowth(field) {
  clearTimeout(asking);
  const row = rowOf(field);
  asking = setTimeout(async () => {
    const number = ++asked;
    const query = new URLSearchParams({ indicator: row.dataset.row, value: field.value });
    const response = await fetch(`${form.dataset.growth}&${query}`);
    if (!response.ok || response.redirected || number !== asked) return;
    row.querySelector("[data-growth-of]").textContent = (await response.json()).growth;
  }, ASK_AFTER);
}

form.addEventListener("input", (event) => {
  const row = rowOf(event.target);
  if (!row) {
    isRestChanged = true;
    keep();
    return;
  }
  touch(row);
  if (event.target.dataset.field === "value") askGrowth(event.target);
});
form.addEventListener("focusout", (event) => {
  const row = rowOf(event.target);
  if (row && dirty.has(row) && !row.contains(event.relatedTarget)) save();
});
// What is on its way must arrive first, or the page would send marks that are no longer true.
form.addEventListener("submit", async (event) => {
  clearTimeout(timer);
  if (saving) {
    event.preventDefault();
    await saving;
    // What was just refused is to be looked at before it may be sent once more.
    if (!refused.size) form.requestSubmit(event.submitter);
    return;
  }
  dirty.clear();
  refused.clear();
  isRestChanged = false;
  keep();
});
window.addEventListener("beforeunload", (event) => {
  if (!dirty.size && !refused.size && !isRestChanged) return;
  event.preventDefault();
  event.returnValue = ""; // Chromium before 119 asks only then
});

// Arrow keys and Enter go from cell to cell; Tab goes right by itself.
function neighbour(field, down, right) {
  const row = rowOf(field);
  const cells = cellsOf(row);
  const column = cells.indexOf(field);
  if (right) return cells[column + right];
  const rows = [...form.querySelectorAll("tr[data-row]")].filter((found) => cellsOf(found).length);
  const below = rows[rows.indexOf(row) + down];
  return below && cellsOf(below)[column];
}

function isAtEdge(field, right) {
  if (field.tagName === "SELECT") return true;
  if (field.selectionStart !== field.selectionEnd) return field.value.length === field.selectionEnd - field.selectionStart;
  return right > 0 ? field.selectionEnd === field.value.length : field.selectionStart === 0;
}

form.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!rowOf(field) || field.closest("details") || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  const isSelect = field.tagName === "SELECT";
  let next;
  if (event.key === "Enter") next = neighbour(field, event.shiftKey ? -1 : 1, 0) ?? field;
  else if (event.key === "ArrowDown" && !isSelect && !field.getAttribute("list")) next = neighbour(field, 1, 0);
  else if (event.key === "ArrowUp" && !isSelect && !field.getAttribute("list")) next = neighbour(field, -1, 0);
  else if (event.key === "ArrowRight" && isAtEdge(field, 1)) next = neighbour(field, 0, 1);
  else if (event.key === "ArrowLeft" && isAtEdge(field, -1)) next = neighbour(field, 0, -1);
  if (!next) return;
  event.preventDefault();
  next.focus();
  if (next.select) next.select();
});

// A block from a spreadsheet is shown first; a blank cell never erases.
let fills = {};
let before = {};
form.addEventListener("paste", async (event) => {
  const field = event.target;
  const row = rowOf(field);
  const block = event.clipboardData.getData("text/plain");
  if (!row || field.closest("details") || !/[\t\n]/.test(block.trim())) return;
  event.preventDefault();
  await save();
  const data = new FormData();
  data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.append("block", block);
  data.append("indicator", row.dataset.row);
  data.append("column", field.dataset.field);
  let answer;
  try {
    const response = await fetch(form.dataset.paste, { method: "POST", body: data, redirect: "manual" });
    if (!response.ok) throw new Refusal(response);
    answer = await response.json();
  } catch (error) {
    tell(`没有粘贴：${why(error)}`, "bad");
    return;
  }
  fills = answer.fills;
  preview.innerHTML = answer.html;
  dialog.querySelector("[data-apply]").disabled = !Object.keys(fills).length;
  dialog.showModal();
});

function fill(values) {
  const old = {};
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    old[name] = field.value;
    field.value = value;
    touch(rowOf(field));
  }
  return old;
}

dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
dialog.querySelector("[data-apply]").addEventListener("click", async () => {
  dialog.close();
  before = fill(fills);
  await save();
  const undo = document.createElement("button");
  undo.type = "button";
  undo.className = "button";
  undo.textContent = "撤销粘贴";
  undo.addEventListener("click", () => {
    fill(before);
    undo.remove();
    save();
  });
  document.getElementById("grid-undo").replaceChildren(undo);
});

tell("填写后自动保存");
restore();
