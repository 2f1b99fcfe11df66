/* The draft of a section's form in this browser: everything on the page, with the version that it was typed over. */

import { draftOf, forgetDraft, keepDraft, TEXTS } from "./local_drafts.js";

const NOT_TYPED = new Set(["csrfmiddlewaretoken", "_action", "_typed", "seen_version"]);

export const entriesOf = (form) =>
  [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_TYPED.has(name));
const wordsOf = (form) => [...form.elements].filter((box) => box.matches(TEXTS)).map((box) => box.name);

/** `sent` are entries that went to the server without an answer yet, `token` the name by which it will tell of them. */
export const keep = (form, { sent, token } = {}) => keepDraft(form.dataset.url, {
  values: entriesOf(form),
  words: wordsOf(form),
  version: Number(form.elements.seen_version.value),
  page: form.dataset.url,
  sent,
  token,
});
export const forget = (form) => forgetDraft(form.dataset.url);
export const kept = (form) => draftOf(form.dataset.url);
