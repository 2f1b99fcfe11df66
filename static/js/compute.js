/* Sums, rates and scores while one types: computed by the server with the rules that count, shown here. */

const form = document.querySelector("[data-section-form]");
const WAIT = 250; // ms after the last key

let timer = 0;
let running = null;

async function compute() {
  running?.abort();
  running = new AbortController();
  const body = new FormData(form);
  body.delete("_action");
  try {
    const answer = await fetch(form.dataset.compute, {
      method: "POST", body, signal: running.signal, headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    if (answer.ok) show(await answer.json());
  } catch { /* away or overtaken by a newer one: the next key asks again */ }
}

function show({ outputs, differing }) {
  const wrong = new Set(differing);
  for (const [id, text] of Object.entries(outputs)) {
    const output = document.getElementById(id);
    if (!output) continue;
    if (output.textContent !== text) output.textContent = text;
    const frame = output.closest(".computed");
    (frame ?? output).classList.toggle("differs", wrong.has(id) || (frame?.querySelector(".difference")?.textContent ?? "") !== "");
  }
  offer();
}

/** The button that takes a computed value over stands where there is one and the field says something else. */
function offer() {
  for (const button of form.querySelectorAll("[data-adopt]")) {
    const text = document.getElementById(button.dataset.adopt)?.textContent ?? "";
    const field = document.getElementById(button.dataset.into);
    button.hidden = text === "" || text === "—" || !field || field.value === text;
  }
}

function adopt(event) {
  const button = event.target.closest("[data-adopt]");
  if (!button) return;
  const field = document.getElementById(button.dataset.into);
  field.value = document.getElementById(button.dataset.adopt).textContent;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

if (form && form.querySelector("output")) {
  const soon = () => { clearTimeout(timer); timer = setTimeout(compute, WAIT); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("click", adopt);
  offer();
}
