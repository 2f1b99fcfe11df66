/* What is typed but not saved yet, kept in this browser: it survives a closed tab, the end of a session, a broken line.
   Computers in offices are shared: kept per person, gone when it is saved, when its writer signs out, when somebody
   else signs in, and after three days. Passwords and files are never kept. */

const PREFIX = "typed:";
const LONGEST = 3 * 24 * 60 * 60 * 1000; // ms
const SAVED = "typed_saved"; // the cookie in which the server names a form that it has kept

export const TEXTS = "textarea:not([readonly]), input:not([type]), input[type=text], input[type=tel], input[type=email], input[type=number], input[type=date]";
export const person = document.body.dataset.user ?? "";
const start = `${PREFIX}${person}:`;
const random = () => `${Math.random().toString(36).slice(2)}${Date.now().toString(36)}`;

/* Two tabs with one form keep two drafts. A tab keeps its name from page to page, but only while no page of it is open:
   a copied tab, which starts with all that the other has in its storage, so gets a name of its own. */
const TAB = "typed_tab";
const tab = sessionStorage.getItem(TAB) ?? random();
const release = () => sessionStorage.setItem(TAB, tab);
const claim = () => sessionStorage.removeItem(TAB);
claim();
window.addEventListener("pagehide", release);
window.addEventListener("pageshow", claim);

const keyOf = (id, writer = tab) => `${start}${id}~${writer}`;
const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
const mine = () => keys().filter((key) => key.startsWith(start));

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, draft) {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
    return true;
  } catch { /* full or forbidden: the page itself still holds the text */
    return false;
  }
}

const remove = (key) => localStorage.removeItem(key);
const entries = () => mine().map((key) => ({ key, id: key.slice(start.length).split("~")[0], draft: read(key) })).filter(({ draft }) => draft);

/** Drafts of all tabs, newest first. */
export const drafts = () => entries().filter(({ draft }) => draft.values).sort((left, right) => right.draft.at - left.draft.at);
const draftsOf = (id) => drafts().filter((entry) => entry.id === id);

const taken = new Map(); // by form: the draft of another tab that stands in this page

function dropTaken(id) {
  const entry = taken.get(id);
  if (entry && read(entry.key)?.at === entry.draft.at) remove(entry.key); // else its tab goes on with it
  taken.delete(id);
}

/** What was typed into the form in this tab, else the newest of another. */
export function draftOf(id) {
  const known = draftsOf(id);
  const own = known.find(({ key }) => key === keyOf(id));
  if (!own && known.length) taken.set(id, known[0]);
  return (own ?? known[0])?.draft ?? null;
}

/** Drafts of the form beside that which `draftOf` gives. */
const othersOf = (id) => draftsOf(id).filter(({ key }) => key !== keyOf(id) && key !== taken.get(id)?.key);

export function keepDraft(id, draft) {
  if (write(keyOf(id), { ...draft, at: Date.now() })) dropTaken(id);
}

export function forgetDraft(id) {
  remove(keyOf(id));
  dropTaken(id);
}

export const forgetAll = () => mine().forEach(remove);

/** In the place of a draft the version as which the server has kept it, for pages that were drawn just before. */
export function keepVersion(id, saved) {
  forgetDraft(id);
  write(keyOf(id), { saved, at: Date.now() });
}

export const versionKept = (id) => Math.max(-1, ...entries().filter((entry) => entry.id === id).map(({ draft }) => draft.saved ?? -1));
export const forgetVersions = (id) => entries().filter((entry) => entry.id === id && !entry.draft.values).forEach(({ key }) => remove(key));

/** Gives a form that leaves a name, by which the server can say that it has it. */
export function nameSent(form) {
  const field = form.querySelector("[name=_typed]") ?? document.createElement("input");
  field.type = "hidden";
  field.name = "_typed";
  field.value = random();
  form.append(field);
  return field.value;
}

const plain = (text) => text.replace(/\s/g, "");

/** Words of a draft that the page does not show: no ticks, no choices. `words` names the boxes where the values do not. */
export function textsOf({ values, words }) {
  const boxes = [...document.querySelectorAll(TEXTS)].map((box) => box.value);
  const shown = [...document.querySelectorAll("#main *")].map((part) => part.textContent);
  const there = new Set([...boxes, ...shown].map(plain));
  return values
    .filter(([name, value]) => typeof value === "string" && !there.has(plain(value)) && (!words || words.includes(name)))
    .map(([, value]) => value);
}

/** Drafts of somebody else and old ones go, and the one that the server has just kept. */
export function tidy() {
  for (const key of keys()) {
    if (!key.startsWith(start) || !(Date.now() - (read(key)?.at ?? 0) < LONGEST)) remove(key);
  }
  const token = document.cookie.match(new RegExp(`(?:^|; )${SAVED}=([a-z0-9]+)`))?.[1];
  if (!token) return;
  for (const { key, draft } of drafts()) if (draft.token === token) remove(key);
  document.cookie = `${SAVED}=; path=/; max-age=0; samesite=lax`;
}

const clock = (at) => new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });

function action(label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link-button";
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}

/** The line that says what was brought back, with the button that gives it up. `lost` are texts without a box. */
export function offer(draft, giveUp, lost = []) {
  const bar = document.createElement("div");
  bar.className = "notice notice-warning restored";
  bar.setAttribute("role", "status");
  const line = document.createElement("p");
  line.append(lost.length ? `${clock(draft.at)} 填写、尚未保存的内容：` : `已恢复 ${clock(draft.at)} 填写、尚未保存的内容。`, " ");
  line.append(action("放弃", () => { bar.remove(); giveUp(); }));
  bar.append(line);
  for (const text of lost) {
    const box = document.createElement("textarea");
    box.className = "form-control";
    box.readOnly = true;
    box.rows = 2;
    box.value = text;
    box.setAttribute("aria-label", "尚未保存的内容");
    bar.append(box);
  }
  return bar;
}

/** A draft that no form of the page takes: shown until it is given up. */
export function offerToRead({ key, draft }) {
  const texts = textsOf(draft);
  if (texts.length) document.getElementById("main").prepend(offer(draft, () => remove(key), texts));
  else remove(key);
}

/** What other tabs keep of a form, beside what stands in it: to be read, to be taken instead, to be given up. */
export function offerOthers(form, id, beforeTaking = () => {}) {
  for (const entry of othersOf(id)) {
    const texts = textsOf(entry.draft);
    if (!texts.length) continue;
    const bar = offer(entry.draft, () => remove(entry.key), texts);
    bar.firstChild.prepend("另有 ");
    bar.firstChild.append(" ", action("改用这份内容", () => { beforeTaking(); takeInstead(id, entry); }));
    form.prepend(bar);
  }
}

/** The other draft comes into the form, and that of this tab, if there is one, stays beside it. */
function takeInstead(id, { key, draft }) {
  const own = read(keyOf(id));
  if (own?.values) write(keyOf(id, random()), own);
  write(keyOf(id), draft);
  remove(key);
  location.reload();
}
