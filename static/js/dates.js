/* A button beside a date that opens the browser's calendar; typing stays possible. */

const form = document.querySelector("[data-section-form]");

const isoOf = (text) => {
  const parts = text.normalize("NFKC").match(/^\s*(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?\s*$/);
  return parts ? [parts[1], parts[2].padStart(2, "0"), parts[3].padStart(2, "0")].join("-") : "";
};

function equip(field) {
  if (field.parentElement.classList.contains("date-field") || !HTMLInputElement.prototype.showPicker) return;
  const frame = document.createElement("span");
  frame.className = "date-field";
  field.replaceWith(frame);
  const calendar = document.createElement("input");
  calendar.type = "date";
  calendar.tabIndex = -1;
  calendar.setAttribute("aria-hidden", "true");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "date-pick";
  button.textContent = "选择";
  const hidden = document.createElement("span");
  hidden.className = "visually-hidden";
  hidden.textContent = "日期";
  button.append(hidden);
  frame.append(field, calendar, button);
  button.addEventListener("click", () => { calendar.value = isoOf(field.value); calendar.showPicker(); });
  calendar.addEventListener("change", (event) => {
    event.stopPropagation();
    if (!calendar.value) return;
    const [year, month, day] = calendar.value.split("-").map(Number);
    field.value = `${year}年${month}月${day}日`;
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

if (form) {
  form.querySelectorAll("[data-date]").forEach(equip);
  form.addEventListener("row-added", (event) => event.target.querySelectorAll("[data-date]").forEach(equip));
}
