// Sends the pasted text and shows the part of the page that comes back.
import { csrf, tell } from "./app.js";

const form = document.getElementById("try");
const part = document.getElementById("part");
const button = form.querySelector("button");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  button.disabled = true;
  button.textContent = "Reading …";
  try {
    const body = JSON.stringify({ text: form.text.value, published: form.published.value || null });
    const headers = { "Content-Type": "application/json", "X-Dragoman-CSRF": csrf(), "HX-Request": "true" };
    const answer = await fetch("/try", { method: "POST", headers, body });
    if (!answer.ok) {
      tell((await answer.json()).error?.message ?? "The text could not be coded.", true);
      return;
    }
    const made = new DOMParser().parseFromString(await answer.text(), "text/html");
    part.replaceChildren(...made.body.childNodes);
  } catch {
    tell("The server does not answer.", true);
  } finally {
    button.disabled = false;
    button.textContent = "Code it";
  }
});
form.text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});

const light = (ids) => part.querySelectorAll("#text .m").forEach((mark) => mark.classList.toggle("lit", mark.dataset.reports.split(" ").some((id) => ids.includes(id))));
for (const [on, off] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
  part.addEventListener(on, (event) => {
    const report = event.target.closest("[data-report]");
    if (report) light([report.dataset.report]);
  });
  part.addEventListener(off, () => light([]));
}
