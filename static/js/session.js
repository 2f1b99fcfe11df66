/* Warns before the session ends, and after its end offers the login with the way back to the same field. */

const form = document.querySelector("[data-section-form]");
const dialog = document.getElementById("session-dialog");
const WARN_BEFORE = 180; // seconds

let timer = 0;

async function ask(method = "GET") {
  const headers = { "X-Requested-With": "XMLHttpRequest" };
  if (method === "POST") headers["X-CSRFToken"] = form.elements.csrfmiddlewaretoken.value;
  const answer = await fetch(dialog.dataset.session, { method, headers });
  return answer.status === 401 ? 0 : (await answer.json()).seconds_left;
}

async function look() {
  try {
    plan(await ask());
  } catch {
    timer = setTimeout(look, 60000);
  }
}

function plan(seconds) {
  clearTimeout(timer);
  if (seconds <= 0) { ended(); return; }
  if (seconds <= WARN_BEFORE) { warn(seconds); timer = setTimeout(look, (seconds + 1) * 1000); return; }
  if (dialog.open) dialog.close();
  timer = setTimeout(look, (seconds - WARN_BEFORE) * 1000);
}

function show(title, text, canStay) {
  document.getElementById("session-title").textContent = title;
  dialog.querySelector("[data-text]").textContent = text;
  dialog.querySelector("[data-stay]").hidden = !canStay;
  dialog.querySelector("[data-login]").hidden = canStay;
  if (!dialog.open) dialog.showModal();
}

function warn(seconds) {
  show("登录即将超时", `约 ${Math.max(1, Math.round(seconds / 60))} 分钟后将退出登录。点“继续填写”可继续使用，已填内容不受影响。`, true);
}

/** Where to come back to: this page, at the field that had the focus. */
function loginAddress() {
  const field = lastField ? `#${lastField}` : "";
  return `${dialog.dataset.loginUrl}?${new URLSearchParams({ next: form.dataset.url + field })}`;
}

function ended() {
  clearTimeout(timer);
  dialog.querySelector("[data-login]").href = loginAddress();
  show("登录已超时", "您填写的内容保留在本页。请重新登录，登录后回到此处并自动恢复。", false);
}

let lastField = "";
if (form && dialog) {
  document.addEventListener("focusin", (event) => { if (form.contains(event.target) && event.target.id) lastField = event.target.id; });
  form.addEventListener("signed-out", ended);
  dialog.querySelector("[data-stay]").addEventListener("click", async () => {
    dialog.close();
    try {
      plan(await ask("POST"));
    } catch {
      look();
    }
  });
  look();
}
