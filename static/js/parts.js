/* Parts of a page that come later: a form where its link was pressed, a state that changes by itself. Without scripts the
   link leads to the page of its form, and the state has a link of its own. */

const EVERY = 2000; // ms between two looks at a state
const PATIENCE = 20000; // ms for one answer

/** The part at an address. Throws where the answer is another page: signed out, gone, no network. */
async function partAt(address) {
  const headers = { "X-Requested-With": "XMLHttpRequest" };
  const answer = await fetch(address, { headers, signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
}

async function insert(link) {
  if (link.dataset.inserted) return;
  link.dataset.inserted = "yes"; // once, however often it is pressed
  try {
    const part = await partAt(link.href);
    link.closest("div").append(part);
    part.querySelector("[autofocus]")?.focus();
    document.dispatchEvent(new CustomEvent("part-added"));
  } catch {
    window.location.assign(link.href);
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-insert]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  insert(link);
});

async function refresh() {
  const state = document.querySelector("[data-refresh]");
  if (!state) return;
  try {
    if (document.visibilityState === "visible") state.replaceWith(await partAt(state.dataset.refresh));
  } catch { /* the next look may find it */ }
  setTimeout(refresh, EVERY);
}

setTimeout(refresh, EVERY);
