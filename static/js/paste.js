/* A block copied from Excel or WPS fills the table from the cell that has the focus; rows grow. */

import { addRow, announce, changed, columnOf, fieldIn, gridOf, rowOf, rowsOf, undo } from "./grid.js";

const form = document.querySelector("[data-section-form]");

/** Cells of a copied block: tabs between cells, line breaks between rows, quotes around a cell that holds either. */
export function cellsOf(text) {
  const rows = [[]];
  let cell = "";
  let quoted = false;
  const plain = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < plain.length; at += 1) {
    const sign = plain[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (plain[at + 1] === '"') { cell += '"'; at += 1; }
      else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === "\t") { rows.at(-1).push(cell); cell = ""; }
    else if (sign === "\n") { rows.at(-1).push(cell); rows.push([]); cell = ""; }
    else cell += sign;
  }
  rows.at(-1).push(cell);
  return rows;
}

const isBlock = (field, text) =>
  text.includes("\t") || (field.matches("input, select, [data-line]") && text.replace(/[\r\n]+$/, "").includes("\n"));

/** Columns of a row in reading order; a locked cell keeps its place, so that a pasted block stays in its columns. */
function columnsOf(row) {
  const prefix = `${gridOf(row.parentElement).dataset.grid}-${row.dataset.row}`;
  const own = (part) => rowOf(part) === row;
  return [...row.querySelectorAll("input:not([type=hidden]):not([type=checkbox]), select, textarea, .shown[id]")]
    .filter(own)
    .filter((part) => !part.name?.endsWith("-text") && !part.closest(".remark"))
    .map((part) => {
      const name = part.name ?? part.id;
      return name.slice(name.indexOf(prefix) + prefix.length).replace(/^-/, "");
    });
}

/** Set a field as if it had been typed; a word that a list does not know is not taken. */
function fill(field, text) {
  const value = text.trim();
  if (!field.matches("select")) {
    field.value = field.matches("textarea:not([data-line])") ? value : value.replace(/\s*\n\s*/g, " ");
    return true;
  }
  const option = [...field.options].find((item) => item.value === value || item.label.trim() === value);
  if (option) field.value = option.value;
  return Boolean(option) || value === "";
}

function paste(event) {
  const field = event.target;
  const row = field.matches?.("input, select, textarea") ? rowOf(field) : null;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!row || !form.contains(row) || !isBlock(field, text)) return;
  event.preventDefault();
  const grid = gridOf(row.parentElement);
  const block = cellsOf(text);
  const first = rowsOf(grid).indexOf(row);
  const columns = columnsOf(row);
  const from = columns.indexOf(columnOf(field));
  const before = [];
  const added = [];
  let unknown = 0;
  block.forEach((cells, down) => {
    let target = rowsOf(grid)[first + down];
    if (!target) { target = addRow(grid); added.push(target); }
    cells.forEach((cell, right) => {
      const into = fieldIn(target, columns[from + right] ?? "-");
      if (!into) return;
      before.push([into, into.value]);
      if (!fill(into, cell)) unknown += 1;
    });
  });
  changed(field);
  field.focus();
  const said = `已粘贴 ${block.length} 行${added.length ? `，新增 ${added.length} 行` : ""}${unknown ? `，${unknown} 处选项未能识别，请手工选择` : ""}。`;
  announce(said);
  const tools = form.querySelector(`[data-add-row="${CSS.escape(grid.dataset.grid)}"]`).parentElement;
  undo(tools, said, () => {
    for (const [into, value] of before) into.value = value;
    for (const extra of added) extra.remove();
    changed(field);
    field.focus();
    announce("已撤销粘贴。");
  });
}

if (form) document.addEventListener("paste", paste);
