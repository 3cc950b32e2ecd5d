// What every page does: the theme, messages, and dates of now. Without it all pages can be read.
export const csrf = () => document.querySelector('meta[name="csrf"]').content;

export function tell(message, bad = false) {
  const toast = document.createElement("div");
  toast.className = bad ? "toast bad" : "toast";
  toast.textContent = message;
  document.getElementById("toasts").append(toast);
  setTimeout(() => toast.remove(), bad ? 9000 : 4000);
}

// Sends a change. The token of a page that outlived its server is fetched anew, once.
export async function send(url, body, again = true) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Dragoman-CSRF": csrf() },
    body: JSON.stringify(body),
  });
  const told = await answer.json();
  if (answer.status === 403 && again) {
    const session = await (await fetch("/api/session")).json();
    document.querySelector('meta[name="csrf"]').content = session.csrf;
    return send(url, body, false);
  }
  return { ok: answer.ok, status: answer.status, told };
}

export const message = (told) => [told?.error?.message, told?.error?.remedy].filter(Boolean).join(". ");

const root = document.documentElement;
document.getElementById("theme").addEventListener("click", () => {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = root.dataset.theme === "auto" ? (dark ? "dark" : "light") : root.dataset.theme;
  root.dataset.theme = now === "dark" ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
  document.dispatchEvent(new CustomEvent("themed"));
});

document.addEventListener("htmx:responseError", () => tell("The server could not answer. Reload the page.", true));
document.addEventListener("htmx:sendError", () => tell("The server does not answer. Is dragoman serve still running?", true));

const here = document.querySelector(".pages [aria-current]");
if (here) here.parentElement.scrollLeft = here.offsetLeft - 60;
