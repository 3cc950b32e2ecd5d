// The review by keyboard: one report after another, judged, changed field by field, or added where one was missed.
import { message, send, tell } from "./app.js";
import { editorOf } from "./editors.js";

const box = document.getElementById("review");
const one = document.getElementById("one");
const name = document.getElementById("reviewer");
const queue = JSON.parse(box.dataset.queue);
const vocabulary = JSON.parse(box.dataset.vocabulary);
const fields = Object.fromEntries(Object.entries(JSON.parse(box.dataset.keys)).map(([field, key]) => [key, field]));
const sample = box.dataset.sample || null;
const done = new Set();
const made = [];
let at = 0;
let busy = false;

name.addEventListener("change", () => {
  const value = encodeURIComponent(name.value.trim());
  document.cookie = `dragoman_reviewer=${value}; path=/; max-age=31536000; samesite=strict`;
  if (sample) location.reload();
});

const shown = () => one?.querySelector(".review");
const report = () => JSON.parse(shown().dataset.report);
const part = (id) => document.getElementById(id);

function who() {
  if (name.value.trim()) return name.value.trim();
  tell("Say who you are first: your name stands with every correction.", true);
  name.focus();
  return null;
}

async function show(number) {
  if (number < 0 || number >= queue.length) {
    tell(number < 0 ? "This is the first one." : "This is the last one of the queue.");
    return;
  }
  at = number;
  const [document_, id] = queue[at];
  const query = new URLSearchParams({ document: document_, report: id, ...(sample ? { sample } : {}) });
  const answer = await fetch(`/review/one?${query}`, { headers: { "HX-Request": "true" } });
  if (!answer.ok) {
    tell("This report is gone: its document was coded again.", true);
    queue.splice(at, 1);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  one.replaceChildren(...page.body.childNodes);
  progress();
}

function progress() {
  const bar = part("progress");
  if (bar) bar.value = Number(box.dataset.done) + done.size;
}

const base = (reviewer) => ({ document: shown().dataset.document, reviewer, why: part("why")?.value.trim() || null, sample });

async function enter(url, body) {
  if (busy) return null;
  busy = true;
  try {
    const answer = await send(url, body);
    if (answer.ok) return answer.told;
    if (answer.status === 409 && confirmed(answer.told)) {
      const again = await send(url, { ...body, overrule: true });
      if (again.ok) return again.told;
      tell(message(again.told), true);
      return null;
    }
    tell(message(answer.told), true);
    return null;
  } catch {
    tell("The server does not answer; nothing was kept.", true);
    return null;
  } finally {
    busy = false;
  }
}

// Somebody else was faster: the second time the same correction is sent it overrules.
let warned = null;
function confirmed(told) {
  if (warned === told.error.message) {
    warned = null;
    return true;
  }
  warned = told.error.message;
  return false;
}

async function judge(verdict) {
  const reviewer = who();
  if (!reviewer) return;
  const told = await enter("/api/corrections/judge", { ...base(reviewer), report: report().report_id, verdict });
  if (!told) return;
  made.push(told.id);
  done.add(told.report_id);
  tell(verdict === "right" ? "Right." : "Wrong: it shows in no query now.");
  progress();
  if (at + 1 < queue.length) await show(at + 1);
  else {
    tell("The queue is done.");
    await show(at);
  }
}

async function change(field, value) {
  const reviewer = who();
  if (!reviewer) return false;
  if (JSON.stringify(value) === JSON.stringify(report()[field])) {
    tell("It is so already.");
    return true;
  }
  const body = { ...base(reviewer), report: report().report_id, field, value, seen: JSON.parse(shown().dataset.seen) };
  const told = await enter("/api/corrections/change", body);
  if (!told) return false;
  made.push(told.id);
  tell(`${field.replaceAll("_", " ")} changed.`);
  await show(at);
  return true;
}

async function add(values) {
  const reviewer = who();
  if (!reviewer) return false;
  const told = await enter("/api/corrections/missed", { ...base(reviewer), values });
  if (!told) return false;
  made.push(told.id);
  tell("The missed report was added.");
  close();
  return true;
}

async function undo(id = made.pop()) {
  if (!id) return tell("There is nothing of yours to take back here.");
  const reviewer = who();
  if (!reviewer) return;
  const told = await enter(`/api/corrections/${encodeURIComponent(id)}/undo`, { reviewer });
  if (!told) return;
  done.delete(told.report_id);
  tell("Taken back.");
  const place = queue.findIndex(([, each]) => each === told.report_id);
  await show(place >= 0 ? place : at);
}

// The selected characters of the passage as a span, offsets in code points.
export function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const place = (node, offset) => {
    const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!piece || !part("passage").contains(piece)) return null;
    return Number(piece.dataset.start) + [...piece.textContent.slice(0, node.nodeType === Node.TEXT_NODE ? offset : 0)].length;
  };
  const [start, end] = [place(range.startContainer, range.startOffset), place(range.endContainer, range.endOffset)];
  if (start === null || end === null || end <= start) return null;
  const text = [...part("passage").querySelectorAll("[data-start]")].map((p) => p.textContent).join("");
  const first = Number(part("passage").querySelector("[data-start]").dataset.start);
  const words = [...text].slice(start - first, end - first);
  const lead = words.findIndex((c) => c.trim());
  const tail = [...words].reverse().findIndex((c) => c.trim());
  if (lead < 0) return null;
  return { text: words.slice(lead, words.length - tail).join(""), start: start + lead, end: end - tail };
}

// Words stay selected for a field although its editor takes the focus.
let last = null;
document.addEventListener("selectionchange", () => {
  const now = part("passage") ? selected() : null;
  if (now) last = now;
});

function open(field) {
  const editor = part("editor");
  const spot = last;
  last = null;
  editor.replaceChildren(editorOf(field, report(), vocabulary, () => selected() ?? spot, {
    save: async (value) => ((field === "missed" ? await add(value) : await change(field, value)) ? close() : undefined),
    cancel: close,
    chosen: spot,
    tell: (words) => tell(words, true),
  }));
  editor.hidden = false;
  editor.querySelector("select, input, button")?.focus();
  editor.scrollIntoView({ block: "nearest" });
}

function close() {
  const editor = part("editor");
  if (!editor || editor.hidden) return;
  editor.hidden = true;
  editor.replaceChildren();
  document.activeElement?.blur();
}

one?.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.verdict) judge(button.dataset.verdict);
  if (button.dataset.step) show(at + Number(button.dataset.step));
  if (button.dataset.edit) open(button.dataset.edit);
  if (button.dataset.undo) undo(button.dataset.undo);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return close();
  if (!shown() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea")) return;
  const key = event.key.toLowerCase();
  const act = { y: () => judge("right"), n: () => judge("wrong"), j: () => show(at + 1), k: () => show(at - 1), u: () => undo(), x: missed }[key];
  if (!act && !fields[key]) return;
  event.preventDefault();
  if (act) act();
  else open(fields[key]);
});

function missed() {
  if (!(selected() ?? last)) return tell("Select the words that state the act first, for example “visited”.", true);
  open("missed");
}
