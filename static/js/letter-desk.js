// The letter desk: figures and sentences go in at the cursor, and unsaved text is not left by accident.

const draft = document.getElementById("draft");
const search = document.querySelector("[data-insert-into]");
const body = document.getElementById(search.dataset.insertInto);
const found = document.querySelector("[data-found]");

let isChanged = document.querySelector(".message-info, .stale, .field-errors") !== null;
draft.addEventListener("input", () => {
  isChanged = true;
});
document.addEventListener("input", (event) => {
  if (event.target.form === draft) isChanged = true;
});
draft.addEventListener("submit", () => {
  isChanged = false;
});
window.addEventListener("beforeunload", (event) => {
  if (!isChanged) return;
  event.preventDefault();
  event.returnValue = ""; // Chromium before 119 asks only then
});

function insert(token) {
  body.focus();
  body.setRangeText(token, body.selectionStart, body.selectionEnd, "end");
  body.dispatchEvent(new Event("input", { bubbles: true }));
}

function inserting(text, label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = label;
  button.title = text;
  button.addEventListener("click", () => insert(text));
  return button;
}

function offerButtons(results) {
  for (const item of results.querySelectorAll("[data-token]")) {
    const shown = item.querySelector("strong").textContent;
    item.replaceChildren(inserting(item.dataset.token, `插入 ${shown}`));
  }
}

for (const item of document.querySelectorAll("[data-insert]")) {
  const button = inserting(item.dataset.insert, "插入");
  button.ariaLabel = `插入：${item.dataset.insert}`;
  item.append(" ", button);
}

search.addEventListener("submit", async (event) => {
  event.preventDefault();
  found.textContent = "正在查找……";
  const address = `${search.action}?${new URLSearchParams(new FormData(search))}`;
  try {
    const answer = await fetch(address);
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const results = page.getElementById("found");
    offerButtons(results);
    found.replaceChildren(...results.children);
  } catch {
    found.textContent = "没有查到：登录可能已过期，或网络不通。请先保存稿件（另开窗口登录后再保存），再查找。";
  }
});
