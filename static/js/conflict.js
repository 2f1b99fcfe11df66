/* On the page that shows both versions: what this tab keeps follows the choice. */

import { forget, kept, keepEntries } from "./kept.js";

const form = document.querySelector("[data-conflict]");

if (form) {
  document.querySelector("[data-discard]").addEventListener("click", () => forget(form));
  form.addEventListener("submit", () => {
    const before = kept(form);
    if (before) keepEntries(form, before.entries, Number(form.elements.seen_version.value));
  });
}
