// The wall: one slide after another, slowly, until paused; asks now and then for newer data.
// Without this script, and where less motion is wanted, all slides stand one below another.

const SECONDS_PER_SLIDE = 15;
const SECONDS_PER_QUESTION = 180;

const wall = document.querySelector(".slides");
const slides = [...wall.querySelectorAll(".slide")];
const button = document.querySelector(".wall-pause");
const place = document.querySelector(".wall-place");
const state = document.querySelector(".wall-state");
const kept = `wall ${location.pathname}${location.search}`; // where it stood before it loaded again

const clock = (moment) =>
  moment.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

const rotation = {
  at: 0,
  isPaused: false,
  timer: 0,

  start() {
    const [at, isPaused] = JSON.parse(sessionStorage.getItem(kept) ?? "[0, false]");
    document.documentElement.classList.add("is-rotating");
    button.hidden = false;
    button.addEventListener("click", () => this.pause(!this.isPaused));
    document.addEventListener("keydown", (event) => this.key(event));
    this.show(at);
    this.pause(isPaused);
  },

  show(index) {
    this.at = (index + slides.length) % slides.length;
    slides.forEach((slide, number) => slide.classList.toggle("is-shown", number === this.at));
    place.textContent = `第 ${this.at + 1} / ${slides.length} 屏`;
    window.scrollTo(0, 0);
    this.wait();
  },

  pause(isPaused) {
    this.isPaused = isPaused;
    button.textContent = isPaused ? "继续轮播" : "暂停轮播";
    this.wait();
  },

  wait() {
    clearTimeout(this.timer);
    sessionStorage.setItem(kept, JSON.stringify([this.at, this.isPaused]));
    if (this.isPaused) return;
    this.timer = setTimeout(() => this.show(this.at + 1), SECONDS_PER_SLIDE * 1000);
  },

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.show(this.at + step);
    } else if (event.key === " " && !event.target.closest("a, button, summary")) {
      event.preventDefault();
      this.pause(!this.isPaused);
    }
  },
};

const loaded = new Date();
let sure = loaded; // when the data was last known to be the newest

function say(words, link = null) {
  state.textContent = words;
  if (link) state.append(link);
}

function loginLink() {
  const link = document.createElement("a");
  const here = encodeURIComponent(location.pathname + location.search);
  link.href = `${wall.dataset.login}?next=${here}`;
  link.textContent = "重新登录";
  return link;
}

// A question is a request like any other: it keeps the login from ending for want of use.
async function ask() {
  const answer = await fetch(location.href, {
    cache: "no-store",
    redirect: "manual",
    headers: { "If-None-Match": `"${wall.dataset.name}"` },
  });
  if (answer.type === "opaqueredirect") {
    say(`登录已到期，数据停在 ${clock(sure)}。`, loginLink());
  } else if (answer.status === 304) {
    sure = new Date();
    say("");
  } else if (answer.ok) {
    location.reload();
  } else {
    throw new Error(`status ${answer.status}`);
  }
}

setInterval(() => {
  ask().catch(() => say(`${clock(new Date())} 数据未能更新，现为 ${clock(sure)} 的数据。`));
}, SECONDS_PER_QUESTION * 1000);

if (slides.length > 1 && !matchMedia("(prefers-reduced-motion: reduce)").matches) rotation.start();
