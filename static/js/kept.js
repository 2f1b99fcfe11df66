/* The draft of a section's form in this browser: everything on the page, with the version that it was typed over. */

import { draftOf, forgetDraft, forgetVersions, keepDraft, keepVersion, TEXTS, versionKept } from "./local_drafts.js";

const NOT_TYPED = new Set(["csrfmiddlewaretoken", "_action", "_typed", "seen_version"]);

/** What a save by itself sends: a chosen file goes with its button only. */
export function bodyOf(form) {
  const body = new FormData(form);
  for (const chooser of form.querySelectorAll("[type=file]")) body.delete(chooser.name);
  return body;
}
export const entriesOf = (form) => [...bodyOf(form)].filter(([name]) => !NOT_TYPED.has(name));
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

/** The server has all of it: pages of the section that were drawn before are old now. */
export const arrived = (form, version) => keepVersion(form.dataset.url, version);
export const isOutdated = (form) => versionKept(form.dataset.url) > Number(form.elements.seen_version.value);
export const forgetArrivals = (form) => forgetVersions(form.dataset.url);
