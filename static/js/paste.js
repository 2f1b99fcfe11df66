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

const TOTAL = /^(?:合计|总计|小计|共计|累计|总合计|本[页表][合小总]计)[:：]?$/;

/** What stands in the first cell that says something. */
const headOf = (cells) => (cells.find((cell) => cell.trim() !== "") ?? "").normalize("NFKC").replace(/\s/g, "");

/** Rows to fill in: a total is computed, not a row of its own, and blank lines at the end say nothing. */
export function rowsToFill(block) {
  const rows = block.filter((cells) => !TOTAL.test(headOf(cells)));
  while (rows.length && headOf(rows.at(-1)) === "") rows.pop();
  return { rows, totals: block.filter((cells) => TOTAL.test(headOf(cells))).length };
}

/** A blank cell leaves what stands there. Of a merged cell only the first row has the text: the rows below repeat it. */
function fillDown(field, above, cells) {
  const isMerged = field.matches("[data-fill-down]") && field.value === "" && headOf(cells) !== "";
  if (!isMerged || !above || above.value === "") return false;
  field.value = above.value;
  return true;
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
  const { rows: block, totals } = rowsToFill(cellsOf(text));
  const first = rowsOf(grid).indexOf(row);
  const columns = columnsOf(row);
  const from = columns.indexOf(columnOf(field));
  const before = [];
  const added = [];
  let unknown = 0;
  let repeated = 0;
  let upper = null;
  block.forEach((cells, down) => {
    let target = rowsOf(grid)[first + down];
    if (!target) { target = addRow(grid); added.push(target); }
    cells.forEach((cell, right) => {
      const into = fieldIn(target, columns[from + right] ?? "-");
      if (!into) return;
      before.push([into, into.value]);
      if (cell.trim() === "") {
        if (fillDown(into, upper && fieldIn(upper, columns[from + right]), cells)) repeated += 1;
      } else if (!fill(into, cell)) unknown += 1;
    });
    upper = target;
  });
  changed(field);
  field.focus();
  const said = `已粘贴 ${block.length} 行${[
    added.length && `，新增 ${added.length} 行`,
    totals && `，略过合计 ${totals} 行`,
    repeated && `，${repeated} 处合并单元格沿用上一行`,
    unknown && `，${unknown} 处选项未能识别，请手工选择`,
  ].filter(Boolean).join("")}。`;
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
