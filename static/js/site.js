/* Conveniences of every page. Nothing here is needed to do one's work. */
"use strict";

/* Large text: kept in a cookie, so that the server draws the next page at the right size from the start. */
const textSize = document.getElementById("text-size");
if (textSize) {
  textSize.hidden = false;
  textSize.addEventListener("click", () => {
    const large = document.documentElement.classList.toggle("large-text");
    textSize.setAttribute("aria-pressed", String(large));
    document.cookie = `text=${large ? "large" : "normal"}; path=/; max-age=31536000; samesite=lax`;
  });
}

/* A menu closes with Escape and with a click beside it. */
const account = document.querySelector("details.account");
if (account) {
  document.addEventListener("click", (event) => {
    if (!account.contains(event.target)) account.open = false;
  });
  account.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !account.open) return;
    account.open = false;
    account.querySelector("summary").focus();
  });
}

/* After a failed save the summary of errors has the focus (role=alert alone is not read everywhere). */
const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/* A form that decides something is sent once, however often its button is pressed. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-once]")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});

/* Coming back by the history finds the form ready again. */
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent;
});

/* Filters apply as soon as they are chosen; without scripts the button does it. */
for (const form of document.querySelectorAll("form[data-auto-submit]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });
}
