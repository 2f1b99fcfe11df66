/* On the page that shows both versions: what this browser keeps follows the choice. */

import { forget, kept } from "./kept.js";
import { keepDraft, nameSent } from "./local_drafts.js";

const form = document.querySelector("[data-conflict]");

if (form) {
  document.querySelector("[data-discard]").addEventListener("click", () => forget(form));
  form.addEventListener("submit", () => {
    const [before, version, token] = [kept(form), Number(form.elements.seen_version.value), nameSent(form)];
    if (before) keepDraft(form.dataset.url, { ...before, sent: [before.values], version, token });
  });
}
