/* What is typed but not saved yet, kept in this browser: it survives a closed tab, the end of a session, a broken line.
   Computers in offices are shared: kept per person, gone when it is saved, when its writer signs out, when somebody
   else signs in, and after three days. Passwords and files are never kept. */

const PREFIX = "typed:";
const LONGEST = 3 * 24 * 60 * 60 * 1000; // ms
const SAVED = "typed_saved"; // the cookie in which the server names a form that it has kept

export const TEXTS = "textarea:not([readonly]), input:not([type]), input[type=text], input[type=tel], input[type=email], input[type=number], input[type=date]";
export const person = document.body.dataset.user ?? "";
const keyOf = (id, user = person) => `${PREFIX}${user}:${id}`;
const keys = (start = PREFIX) => Object.keys(localStorage).filter((key) => key.startsWith(start));
const mine = () => keys(`${PREFIX}${person}:`);

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

export function keepDraft(id, draft) {
  try {
    localStorage.setItem(keyOf(id), JSON.stringify({ ...draft, at: Date.now() }));
  } catch { /* full or forbidden: the page itself still holds the text */ }
}

export const draftOf = (id) => read(keyOf(id));
export const forgetDraft = (id) => localStorage.removeItem(keyOf(id));
export const drafts = () => mine().map((key) => [key.slice(keyOf("").length), read(key)]).filter(([, draft]) => draft);
export const forgetAll = () => mine().forEach((key) => localStorage.removeItem(key));

/** Gives a form that leaves a name, by which the server can say that it has it. */
export function nameSent(form) {
  const field = form.querySelector("[name=_typed]") ?? document.createElement("input");
  field.type = "hidden";
  field.name = "_typed";
  field.value = `${Math.random().toString(36).slice(2)}${Date.now().toString(36)}`;
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
    const isMine = key.startsWith(keyOf(""));
    if (!isMine || !(Date.now() - (read(key)?.at ?? 0) < LONGEST)) localStorage.removeItem(key);
  }
  const token = document.cookie.match(new RegExp(`(?:^|; )${SAVED}=([a-z0-9]+)`))?.[1];
  if (!token) return;
  for (const [id, draft] of drafts()) if (draft.token === token) forgetDraft(id);
  document.cookie = `${SAVED}=; path=/; max-age=0; samesite=lax`;
}

const clock = (at) => new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });

/** The line that says what was brought back, with the button that gives it up. `lost` are texts without a box. */
export function offer(draft, giveUp, lost = []) {
  const bar = document.createElement("div");
  bar.className = "notice notice-warning restored";
  bar.setAttribute("role", "status");
  const line = document.createElement("p");
  line.append(lost.length ? `${clock(draft.at)} 填写、尚未保存的内容：` : `已恢复 ${clock(draft.at)} 填写、尚未保存的内容。`, " ");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link-button";
  button.textContent = "放弃";
  button.addEventListener("click", () => { bar.remove(); giveUp(); });
  line.append(button);
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
