/* Saves by itself: some seconds after the last key, and when the page is left. It never complains while one types, and
   never overwrites what somebody else has saved. */

import { announce } from "./grid.js";
import { arrived, bodyOf, entriesOf, forget, forgetArrivals, isOutdated, keep, kept } from "./kept.js";
import { forgetDraft, keepDraft, nameSent, offer, offerOthers, textsOf } from "./local_drafts.js";

const form = document.querySelector("[data-section-form]");
const state = document.getElementById("save-state");
const WAIT = 3000; // ms after the last key
const KEEPALIVE_LIMIT = 60000; // bytes that a browser still sends for a page that is going away
const MOST_UNANSWERED = 5; // each is the whole form

let timer = 0;
let sending = false;
let changes = 0; // counts what was typed, to tell whether more came while a save was on its way
let savedChanges = 0;
let stopped = false;
let pressed = null; // a button that waits for the answer to a save, else the form would go under the version before it
let unanswered = []; // what was sent and may have arrived, oldest first

function say(text, warning = false) {
  if (state.textContent === text) return;
  state.textContent = text;
  state.classList.toggle("is-warning", warning);
}

const isDirty = () => changes !== savedChanges;
// Answers to remarks and the name for a file are no part of the draft: they are kept by their own button, or with 暂存.
const hasMore = () => "more" in form.dataset
  || [...form.querySelectorAll("[name^=answer-], .upload [name=name]")].some((box) => box.value !== box.defaultValue);
const isLeavingOut = () => form.querySelector("[data-removal] :checked") !== null;

async function save(leaving = false) {
  clearTimeout(timer);
  if (stopped || sending || !isDirty()) return;
  if (isLeavingOut()) { say("有内容标记为删除，请点“暂存”确认", true); return; }
  const body = bodyOf(form);
  const size = [...body.values()].reduce((sum, value) => sum + String(value).length * 3 + 120, 0);
  const sent = changes;
  sending = true;
  unanswered = [...unanswered, entriesOf(form)].slice(-MOST_UNANSWERED);
  keep(form, { sent: unanswered });
  try {
    const answer = await fetch(form.dataset.url, {
      method: "POST",
      body,
      keepalive: leaving && size < KEEPALIVE_LIMIT,
      headers: { "X-Autosave": "1", "X-Requested-With": "XMLHttpRequest" },
    });
    await read(answer, sent);
  } catch {
    say("网络中断，内容保留在本页，恢复后继续保存", true);
    timer = setTimeout(save, WAIT * 3);
  } finally {
    sending = false;
    if (pressed) form.requestSubmit(pressed);
    else if (!stopped && changes !== sent) soon();
  }
}

async function read(answer, sent) {
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) saved(body, sent);
  else if (answer.status === 422) say("有内容需更正，尚未保存，请查看红字提示", true);
  else if (answer.status === 409) conflict(body);
  else if (answer.status === 401) signedOut(body.login);
  else if (answer.status === 403 && body.error === "csrf") signedOut(location.href);
  else if (answer.status === 403) { stopped = true; say(`不能保存：${body.message}`, true); }
  else say("未能自动保存，内容保留在本页，请稍后点“暂存”", true);
}

function saved({ version, saved_at_text: at, rows, missing, unread }, sent) {
  form.elements.seen_version.value = version;
  for (const [name, row] of Object.entries(rows)) {
    const field = form.elements[name];
    if (field) field.value = row;
  }
  document.getElementById("missing").textContent = missing;
  unmark(new Set(unread.map(({ id }) => id)));
  savedChanges = sent;
  unanswered = [];
  form.dispatchEvent(new CustomEvent("section-saved", { bubbles: true }));
  if (isDirty() || hasMore()) keep(form);
  else arrived(form, version);
  if (!isDirty()) form.querySelector(".restored")?.replaceChildren("已恢复上次填写的内容，并已保存。");
  if (!isDirty()) { say(`已于 ${at} 自动保存${unread.length ? `，${unread.length} 处无法识别，已按原样保留` : ""}`, unread.length > 0); }
}

/** What the server can read now is not complained of any longer; nothing is marked while one types. */
function unmark(left) {
  for (const note of form.querySelectorAll(".field-error")) {
    const field = document.getElementById(note.id.replace(/_error$/, ""));
    if (!field || left.has(field.id)) continue;
    field.removeAttribute("aria-invalid");
    field.closest(".has-error")?.classList.remove("has-error");
    note.remove();
  }
  const summary = form.parentElement.querySelector(".error-summary");
  for (const link of summary?.querySelectorAll("a[href^='#']") ?? []) {
    if (!left.has(link.hash.slice(1))) link.closest("li").remove();
  }
  if (summary && !summary.querySelector("li")) summary.remove();
}

function conflict({ saved_by: by, saved_at_text: at, differences }) {
  stopped = true;
  say(`${by || "他人"}已于 ${at} 保存此部分，有 ${differences.length} 处不一致，自动保存已停止。请点“暂存”对照两份内容。`, true);
}

function signedOut(login) {
  stopped = true;
  say("登录已超时，内容保留在本页，重新登录后恢复", true);
  form.dispatchEvent(new CustomEvent("signed-out", { bubbles: true, detail: { login } }));
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(save, WAIT);
}

function typed() {
  changes += 1;
  keep(form, { sent: unanswered });
  if (!stopped) { if (!sending) say("有未保存的内容"); soon(); }
}

/** The form as the server draws it around these entries: it does so for rows without scripts, too. */
async function drawn(entries) {
  const body = new FormData();
  for (const [name, value] of entries) body.append(name, value);
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.append("_action", "edit");
  const answer = await fetch(form.dataset.url, { method: "POST", body, headers: { "X-Requested-With": "XMLHttpRequest" } })
    .catch(() => null);
  if (!answer?.ok) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-section-form]");
}

const isSaved = (picture) => picture !== null && "saved" in picture.dataset;

/** What was typed over: one's own save, where one was under way when the page was left and has arrived. */
async function versionOf({ values, version, sent = [] }, picture) {
  for (const entries of [values, ...sent]) {
    const before = entries === values ? picture : await drawn(entries);
    if (isSaved(before)) return before.dataset.version;
  }
  return version;
}

/** Only the server can say whether what was typed before has arrived; what has not stands in the form again. */
async function restore(draft) {
  form.inert = true; // what is typed meanwhile would be drawn over
  const picture = await drawn(draft.values);
  if (!picture) setAside(draft);
  else if (isSaved(picture) && !("more" in picture.dataset)) settle(picture);
  else bringBack(draft, picture, await versionOf(draft, picture));
  form.inert = false;
  offerOthers(form, form.dataset.url, () => { stopped = true; });
}

/** It may have arrived after this page was drawn; the picture's version may be the one before it. */
function settle(picture) {
  forget(form);
  if (JSON.stringify(entriesOf(picture)) !== JSON.stringify(entriesOf(form))) location.reload();
}

/** The form goes on without it, and so does its place in this browser. */
function setAside(draft) {
  const [id, texts] = [`${form.dataset.url}#before`, textsOf(draft)];
  forget(form);
  if (!texts.length) return;
  keepDraft(id, draft);
  form.prepend(offer(draft, () => forgetDraft(id), texts));
}

function bringBack(draft, picture, version) {
  const bar = form.querySelector(".save-bar");
  form.replaceChildren(...[...picture.childNodes].filter((node) => !node.classList?.contains("save-bar")), bar);
  form.elements.seen_version.value = version;
  if ("more" in picture.dataset) form.dataset.more = "";
  unanswered = draft.sent ?? [];
  form.dispatchEvent(new CustomEvent("row-added", { bubbles: true }));
  form.dispatchEvent(new Event("input", { bubbles: true }));
  clearTimeout(timer); // it is saved with the next key or on leaving: until then it can be given up
  form.prepend(offer(draft, () => { stopped = true; forget(form); location.reload(); }));
  announce("已恢复上次未保存的内容。");
  say("已恢复上次未保存的内容", true);
  document.getElementById(location.hash.slice(1))?.focus();
}

function submitted(event) {
  clearTimeout(timer);
  if (sending && event.submitter) {
    event.preventDefault();
    pressed = event.submitter;
    return;
  }
  pressed = null;
  stopped = true;
  keep(form, { sent: [...unanswered, entriesOf(form)], token: nameSent(form) });
}

/** Where a save of this browser has arrived after this page was drawn, the page shows old words: it is asked anew. */
function renew() {
  if (isOutdated(form) && !isDirty() && !hasMore() && !form.contains(document.activeElement)) location.reload();
}

function begin() {
  const isOld = isOutdated(form);
  forgetArrivals(form);
  if (form.dataset.posted !== undefined) return;
  if (isOld) { location.reload(); return; }
  const before = kept(form);
  if (before) restore(before);
}

if (form) {
  begin();
  form.addEventListener("input", typed);
  form.addEventListener("change", (event) => { if (event.target.matches("[type=checkbox], select")) typed(); });
  form.addEventListener("submit", submitted);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(true); });
  window.addEventListener("storage", renew);
  window.addEventListener("online", () => save());
  window.addEventListener("pageshow", (event) => { if (event.persisted) stopped = false; });
}
