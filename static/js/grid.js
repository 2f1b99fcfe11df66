/* Tables that grow and shrink without a page load, and the keys that move in them.
   Rows are told apart by the number in their names; a gap means that a row was taken away. */

const form = document.querySelector("[data-section-form]");
export const announce = (text) => {
  const announcer = document.getElementById("announcer");
  announcer.textContent = "";
  setTimeout(() => { announcer.textContent = text; }, 50);
};
export const changed = (element) => element.dispatchEvent(new Event("input", { bubbles: true }));

export const gridOf = (element) => element.closest("[data-grid]");
export const rowOf = (element) => {
  const row = element.closest("[data-row]");
  return row && row.closest("[data-grid]") === gridOf(row.parentElement) ? row : null;
};
/** Rows of this table, not those of tables inside its rows. */
export const rowsOf = (grid) =>
  [...grid.querySelectorAll("[data-row]")].filter((row) => gridOf(row.parentElement) === grid);
export const prefixOf = (row) => `${gridOf(row.parentElement).dataset.grid}-${row.dataset.row}`;
/** The field's name inside its row: "amount" of "revenue-lines-3-amount", "" where the row is a single text. */
export const columnOf = (field) => {
  const row = rowOf(field);
  return row ? field.name.slice(prefixOf(row).length).replace(/^-/, "") : null;
};
export const fieldIn = (row, column) => {
  const name = column ? `${prefixOf(row)}-${column}` : prefixOf(row);
  return row.querySelector(`[name="${CSS.escape(name)}"]:not([type=hidden])`);
};

function number(grid) {
  rowsOf(grid).forEach((row, index) => {
    const head = document.getElementById(`n-${prefixOf(row)}`);
    const text = [...head.childNodes].find((node) => node.nodeType === Node.TEXT_NODE);
    if (text) text.data = String(index + 1);
    else head.prepend(String(index + 1));
  });
}

/** A fresh row at the end of the table. */
export function addRow(grid) {
  const prefix = grid.dataset.grid;
  const template = form.querySelector(`template[data-row-for="${CSS.escape(prefix)}"]`);
  const next = rowsOf(grid).reduce((most, row) => Math.max(most, Number(row.dataset.row)), Number(grid.dataset.last ?? -1)) + 1;
  grid.dataset.last = String(next);
  const holder = document.createElement("template");
  const placeholder = template.innerHTML.match(/data-row="(__row\d__)"/)[1];
  holder.innerHTML = template.innerHTML.replaceAll(`${prefix}-${placeholder}`, `${prefix}-${next}`)
    .replaceAll(`data-row="${placeholder}"`, `data-row="${next}"`)
    .replaceAll(`${prefix}:${placeholder}`, `${prefix}:${next}`);
  const row = holder.content.firstElementChild;
  const body = grid.tagName === "TABLE" && row.tagName === "TR" ? grid.tBodies[0] : grid;
  body.querySelector(":scope > tr > td[colspan].blank")?.parentElement.remove();
  body.insertBefore(row, body === grid ? grid.querySelector(":scope > tfoot") : null);
  number(grid);
  row.dispatchEvent(new CustomEvent("row-added", { bubbles: true }));
  return row;
}

const fieldsOf = (row) => [...row.querySelectorAll("input:not([type=hidden]), select, textarea")];

function undo(after, text, action) {
  form.querySelector(".undo")?.remove();
  const bar = document.createElement("p");
  bar.className = "undo";
  bar.append(text, " ");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link-button";
  button.textContent = "撤销";
  button.addEventListener("click", () => { bar.remove(); action(); });
  bar.append(button);
  after.append(bar);
}
export { undo };

function removeRow(row) {
  const grid = gridOf(row.parentElement);
  const rows = rowsOf(grid);
  const index = rows.indexOf(row);
  const following = row.nextSibling;
  const parent = row.parentNode;
  row.remove();
  number(grid);
  const neighbour = rows[index + 1] || rows[index - 1];
  const target = neighbour ? fieldsOf(neighbour)[0] : form.querySelector(`[data-add-row="${CSS.escape(grid.dataset.grid)}"]`);
  target?.focus();
  changed(grid);
  announce(`已删除第 ${index + 1} 行，可撤销。`);
  const tools = form.querySelector(`[data-add-row="${CSS.escape(grid.dataset.grid)}"]`).parentElement;
  undo(tools, `已删除第 ${index + 1} 行。`, () => {
    parent.insertBefore(row, following);
    number(grid);
    fieldsOf(row)[0]?.focus();
    changed(grid);
    announce("已恢复。");
  });
}

/* keys: Enter and arrows by row, Tab by cell */

function step(field, by) {
  const row = rowOf(field);
  const rows = rowsOf(gridOf(row.parentElement));
  const target = rows[rows.indexOf(row) + by];
  return target ? fieldIn(target, columnOf(field)) : null;
}

function atEdge(field, by) {
  if (field.tagName !== "TEXTAREA") return true;
  const text = field.value;
  return by < 0 ? !text.slice(0, field.selectionStart).includes("\n") && field.selectionStart === 0
    : field.selectionEnd === text.length;
}

function move(event) {
  const field = event.target;
  if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey || event.metaKey) return;
  if (!field.matches?.("input:not([type=hidden]), select, textarea")) return;
  const inGrid = rowOf(field);
  if (event.key === "Enter" && field.matches("input, [data-line]")) {
    event.preventDefault(); // Enter never sends a half-filled form
    if (!inGrid) return;
    const target = step(field, event.shiftKey ? -1 : 1);
    if (target) { target.focus(); target.select?.(); }
    return;
  }
  if (!inGrid || event.shiftKey || field.matches("select, [type=checkbox], [list]")) return;
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!by || !atEdge(field, by)) return;
  const target = step(field, by);
  if (!target) return;
  event.preventDefault();
  target.focus();
  target.select?.();
}

function press(event) {
  const add = event.target.closest("[data-add-row]");
  if (add) {
    event.preventDefault();
    const row = addRow(form.querySelector(`[data-grid="${CSS.escape(add.dataset.addRow)}"]`));
    fieldsOf(row)[0]?.focus();
    changed(row);
    return;
  }
  const remove = event.target.closest("[data-remove-row]");
  if (remove) {
    event.preventDefault();
    removeRow(remove.closest("[data-row]"));
  }
}

function markLeaving(event) {
  if (event.target.closest("[data-removal]")) {
    event.target.closest("tr").classList.toggle("is-leaving", event.target.checked);
  }
}

function showIf(event) {
  const depending = form.querySelector(`[data-shown-if="${CSS.escape(event.target.id || "-")}"]`);
  depending?.classList.toggle("is-off", !event.target.checked);
}

/** A field that gets the focus comes out from under the bar at the foot of the window. */
function uncover(event) {
  const bar = form.querySelector(".save-bar").getBoundingClientRect();
  const field = event.target.getBoundingClientRect();
  const covered = Math.min(field.bottom - bar.top + 8, field.top - 8);
  if (covered > 0 && !event.target.closest(".save-bar")) window.scrollBy({ top: covered, behavior: "instant" });
}

if (form) {
  form.addEventListener("focusin", uncover);
  document.addEventListener("keydown", (event) => { if (form.contains(event.target)) move(event); });
  document.addEventListener("click", (event) => { if (event.target.form === form || form.contains(event.target)) press(event); });
  form.addEventListener("change", markLeaving);
  form.addEventListener("change", showIf);
  for (const part of form.querySelectorAll("[data-shown-if]")) {
    part.classList.toggle("is-off", !document.getElementById(part.dataset.shownIf)?.checked);
  }
  for (const hint of form.querySelectorAll(".paste-hint")) hint.hidden = false;
}

/* A browser does not know what its scrolling leaves under a sticky head: the focused field comes out from under it. */
document.addEventListener("focusin", ({ target }) => {
  const head = target.closest(".grid tbody") && target.closest(".grid").tHead;
  const hidden = head ? head.rows[0].cells[0].getBoundingClientRect().bottom - target.getBoundingClientRect().top : 0;
  if (hidden > 0) window.scrollBy({ top: -hidden - 8, behavior: "instant" });
});
