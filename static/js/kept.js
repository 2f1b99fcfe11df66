/* The draft of a section's form in this browser: everything on the page, with the version that it was typed over. */

import { draftOf, forgetDraft, keepDraft } from "./local_drafts.js";

const NOT_TYPED = new Set(["csrfmiddlewaretoken", "_action"]);

export const entriesOf = (form) =>
  [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_TYPED.has(name));
export const textOf = (form) => JSON.stringify(entriesOf(form));

/** `sent` is the text of the entries that are on their way to the server. */
export const keepEntries = (form, entries, version, sent) => keepDraft(form.dataset.url, { entries, version, sent });
export const keep = (form, sent) => keepEntries(form, entriesOf(form), Number(form.elements.seen_version.value), sent);
export const forget = (form, url = form.dataset.url) => forgetDraft(url);
export const kept = (form) => draftOf(form.dataset.url);
