/* The pages that the section feeds, beside the form: asked for when the panel is open, and again after each save. */

const panel = document.getElementById("preview");
const beside = document.querySelector("[data-beside]");
const toggle = document.querySelector("[data-preview-toggle]");
const WAIT = 500; // ms after a save
const AGAIN = 2; // seconds, where the server is busy and does not say how long

let timer = 0;
let asking = false;
let wanted = 1; // counts what should be shown, to tell an answer that came too late
let shown = 0;

const part = (name) => panel.querySelector(`[data-${name}]`);
const isOpen = () => panel.getClientRects().length > 0;

function say(text, warning = false) {
  part("state").textContent = text;
  part("state").classList.toggle("is-warning", warning);
}

function soon(wait = WAIT) {
  clearTimeout(timer);
  timer = setTimeout(ask, wait);
}

/** One question at a time, and none that nobody looks at. */
async function ask() {
  if (asking || shown === wanted || !isOpen() || document.visibilityState === "hidden") return;
  asking = true;
  const asked = wanted;
  say("正在更新…");
  try {
    const answer = await fetch(panel.dataset.preview, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (asked === wanted) await read(answer, asked);
  } catch {
    say("网络中断，预览未更新，请点“暂存”后再看", true);
  } finally {
    asking = false;
    if (asked !== wanted) soon();
  }
}

async function read(answer, asked) {
  if (answer.status === 401) { say("登录已超时", true); return; }
  if (answer.status === 429) { say(await answer.text(), true); soon(Number(answer.headers.get("Retry-After")) * 1000); return; }
  const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (asked !== wanted) return;
  if (answer.ok) {
    shown = asked;
    show(drawn);
    say(`已更新 ${new Date().toTimeString().slice(0, 5)}`);
  } else if (answer.headers.has("Retry-After")) {
    say("服务器繁忙，稍后更新");
    soon((Number(answer.headers.get("Retry-After")) || AGAIN) * 1000);
  } else {
    note(drawn);
    say("预览未更新，请点“暂存”后再看", true);
  }
}

/** A page that looks as before stays as it is; the others change in place, so that nobody loses the place in them. */
function show(drawn) {
  note(drawn);
  const pages = drawn.querySelector("[data-pages]");
  const before = part("pages");
  if (!before) {
    part("body").append(pages);
    const first = pages.querySelector("[data-first]");
    part("body").scrollTop = first ? first.offsetTop - pages.offsetTop : 0;
    return;
  }
  [...pages.children].forEach((page, place) => change(before, page, before.children[place]));
  while (before.children.length > pages.children.length) before.lastElementChild.remove();
}

function change(list, page, old) {
  if (!old) { list.append(page); return; }
  const [now, then] = [page, old].map((item) => item.querySelector("img"));
  for (const name of ["width", "height", "alt", "src"]) {
    if (then.getAttribute(name) !== now.getAttribute(name)) then.setAttribute(name, now.getAttribute(name));
  }
}

function note(drawn) {
  part("notes").replaceChildren(...drawn.querySelectorAll("[data-note]"));
}

function tell() {
  toggle.setAttribute("aria-expanded", String(isOpen()));
}

function set(open) {
  beside.classList.toggle("is-open", open);
  beside.classList.toggle("is-closed", !open);
  document.cookie = `preview=${open ? "open" : "closed"}; path=/; max-age=31536000; samesite=lax`;
  tell();
  if (open) ask();
}

if (panel) {
  toggle.addEventListener("click", () => { set(!isOpen()); if (isOpen()) document.getElementById("preview-title").focus(); });
  part("preview-close").addEventListener("click", () => { set(false); toggle.focus(); });
  document.addEventListener("section-saved", () => { wanted += 1; soon(); });
  document.addEventListener("visibilitychange", () => ask());
  window.addEventListener("resize", () => { tell(); soon(); });
  tell();
  ask();
}
