/* What is typed but not saved yet, kept in this tab: it survives the end of a session, a broken line, a wrong turn.
   Kept per person and per page, and only as long as the tab is open: computers in offices are shared. */

const PREFIX = "typed:";
const keyOf = (form, url = form.dataset.url) => `${PREFIX}${form.dataset.user}:${url}`;
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "_action"]);

export const entriesOf = (form) =>
  [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_TYPED.has(name));

export function keepEntries(form, entries, version) {
  try {
    sessionStorage.setItem(keyOf(form), JSON.stringify({ entries, version }));
  } catch { /* full or forbidden: the page itself still holds the text */ }
}

export const keep = (form) => keepEntries(form, entriesOf(form), Number(form.elements.seen_version.value));
export const forget = (form, url) => sessionStorage.removeItem(keyOf(form, url));

export function kept(form) {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(form)));
  } catch {
    return null;
  }
}

/** Somebody else sits at this tab now: what the one before typed goes. */
export function forgetOthers(form) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX) && !key.startsWith(`${PREFIX}${form.dataset.user}:`)) sessionStorage.removeItem(key);
  }
}
