/* Every form with a text box keeps what is typed until the server has it (see local_drafts.js). The forms of the
   sections save by themselves and keep their drafts in autosave.js. */

import { draftOf, drafts, forgetAll, forgetDraft, keepDraft, nameSent, offer, offerOthers, offerToRead, person, TEXTS, tidy } from "./local_drafts.js";

const NEVER = "[type=hidden], [type=file], [type=password], [type=submit], [type=button], button, fieldset, output, [readonly]";
const here = location.pathname + location.search;

const controls = (form) => [...form.elements].filter((part) => part.name && !part.matches(NEVER));
const isKept = (form) => form.matches("[method=post]:not([data-section-form], [data-conflict])")
  && ![...form.elements].some((part) => part.matches("[type=password]"))
  && controls(form).some((part) => part.matches(TEXTS));

function goal(form) {
  const to = new URL(form.getAttribute("action") || here, location.href);
  return to.pathname + to.search;
}

/** A form is told by where it goes; several with one address by their order. */
function idOf(form) {
  const same = [...document.forms].filter((other) => other.method === "post" && goal(other) === goal(form));
  return `${goal(form)}#${same.indexOf(form)}`;
}

const isTick = (part) => part.matches("[type=checkbox], [type=radio]");
const isChoice = (part) => part.matches("select");
const valueOf = (part) => (isTick(part) ? [part.value, part.checked] : isChoice(part) ? [part.value] : part.value);
const valuesOf = (form) => controls(form).map((part) => [part.name, valueOf(part)]);
const isSame = (left, right) => JSON.stringify(left) === JSON.stringify(right);

function set(part, value) {
  if (isTick(part)) part.checked = value[1];
  else part.value = isChoice(part) ? value[0] : value;
}

/** Fill in what was typed; gives the texts for which the page has no box any more. */
function fill(form, values) {
  const free = controls(form);
  const lost = [];
  for (const [name, value] of values) {
    const at = free.findIndex((part) => part.name === name && (!isTick(part) || part.value === value[0]));
    if (at >= 0) set(free.splice(at, 1)[0], value);
    else if (typeof value === "string" && value.trim()) lost.push(value);
  }
  return lost;
}

const ready = new WeakMap();

function equip(form) {
  if (ready.has(form) || !isKept(form)) return;
  const id = idOf(form);
  ready.set(form, id);
  const draft = draftOf(id);
  if (draft && !isSame(draft.values, valuesOf(form))) {
    const lost = fill(form, draft.values);
    form.prepend(offer(draft, () => { forgetDraft(id); form.reset(); }, lost));
  }
  offerOthers(form, id);
}

function keep(form, more = {}) {
  keepDraft(ready.get(form), { values: valuesOf(form), page: here, ...more });
}

function typed(event) {
  const form = event.target.form;
  if (form && ready.has(form)) keep(form);
}

/** A page that only shows what was typed, to be looked at before it is kept, sends it for the form that had the boxes. */
function withoutBoxes(form) {
  const here = new Set([...document.forms].map((other) => ready.get(other)));
  return drafts().map((entry) => entry.id).find((id) => id.startsWith(`${goal(form)}#`) && !here.has(id));
}

/** A form that leaves carries a name by which the server can say that it has it. */
function sent(event) {
  const form = event.target;
  if (form.matches("[action$='/logout/']")) { leave(event); return; }
  if (event.defaultPrevented || form.method !== "post" || form.matches("[data-section-form], [data-conflict]")) return;
  const id = ready.get(form) ?? withoutBoxes(form);
  if (!id) return;
  const token = nameSent(form);
  if (ready.has(form)) keep(form, { token });
  else keepDraft(id, { ...draftOf(id), token });
}

function leave(event) {
  if (drafts().length && !window.confirm("有尚未保存的内容，退出后将清除。确定退出吗？")) event.preventDefault();
  else forgetAll();
}

/** What was typed here into a form that the page does not show now. */
function offerWithoutForm() {
  const shown = new Set([...document.forms].map((form) => ready.get(form) ?? (form.elements.seen_version && form.dataset.url)));
  for (const entry of drafts()) if (entry.draft.page === here && !shown.has(entry.id)) offerToRead(entry);
}

if (person) {
  tidy();
  for (const form of document.forms) equip(form);
  offerWithoutForm();
  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
  document.addEventListener("submit", sent);
  document.addEventListener("part-added", () => { for (const form of document.forms) equip(form); });
}
