/* What is typed but not saved yet, kept in this tab: it survives the end of a session, a broken line, a wrong turn.
   Kept per person and per page, and only as long as the tab is open: computers in offices are shared. */

const PREFIX = "typed:";
const keyOf = (form) => `${PREFIX}${form.dataset.user}:${form.dataset.url}`;
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "_action"]);

export function keep(form) {
  const entries = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_TYPED.has(name));
  try {
    sessionStorage.setItem(keyOf(form), JSON.stringify({ entries, version: Number(form.elements.seen_version.value) }));
  } catch { /* full or forbidden: the page itself still holds the text */ }
}

export const forget = (form) => sessionStorage.removeItem(keyOf(form));

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
