// Small help for every page; each page works without it.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// The clipboard's newer interface is closed to pages served without a certificate.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.copy);
    field.focus();
    if (field.select) field.select();
    else getSelection().selectAllChildren(field);
    button.textContent = document.execCommand("copy") ? "已复制" : "请按 Ctrl+C 复制";
  });
}

// Paper cannot be unfolded, and it must say when it was printed.
const unfolded = [];
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("main details:not([open])")) {
    details.open = true;
    unfolded.push(details);
  }
  const now = new Date().toLocaleString("zh-CN", { dateStyle: "long", timeStyle: "short" });
  for (const place of document.querySelectorAll("[data-printed-at]")) {
    place.textContent = `　打印时间：${now}`;
  }
});
window.addEventListener("afterprint", () => {
  for (const details of unfolded.splice(0)) details.open = false;
});

// On a narrow screen the navigation scrolls sideways; the page's own entry must be in sight.
for (const entry of document.querySelectorAll(".site-nav [aria-current], .section-nav [aria-current]")) {
  const nav = entry.closest("nav"); // scrollIntoView would let the first Tab begin behind the entry
  const [own, around] = [entry.getBoundingClientRect(), nav.getBoundingClientRect()];
  const left = nav.scrollLeft + own.left - around.left - (around.width - own.width) / 2;
  nav.scrollTo({ left, behavior: "instant" });
}

const menu = document.querySelector(".user-menu");
if (menu) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
