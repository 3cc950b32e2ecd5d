// Words and reports light each other: by pointer, by focus, and by a tap.
const text = document.getElementById("text");
const reports = [...document.querySelectorAll("[data-report]")];
const marks = [...text.querySelectorAll(".m")];
const has = (mark, ids) => mark.dataset.reports.split(" ").some((id) => ids.includes(id));

function light(ids) {
  marks.forEach((mark) => mark.classList.toggle("lit", ids.length > 0 && has(mark, ids)));
  reports.forEach((report) => report.classList.toggle("lit", ids.includes(report.dataset.report)));
}

for (const report of reports) {
  const ids = [report.dataset.report];
  report.addEventListener("pointerenter", () => light(ids));
  report.addEventListener("pointerleave", () => light([]));
  report.addEventListener("focus", () => light(ids));
  report.addEventListener("blur", () => light([]));
  report.addEventListener("click", (event) => {
    if (event.target.closest("a, summary, button")) return;
    const first = marks.find((mark) => mark.classList.contains("m-predicate") && has(mark, ids));
    first?.scrollIntoView({ block: "center", behavior: "smooth" });
  });
}

const seen = (mark) => {
  const ids = mark.dataset.reports.split(" ");
  light(ids);
  const report = reports.find((each) => ids.includes(each.dataset.report));
  const side = report?.closest(".side");
  if (side && getComputedStyle(side).position === "sticky") {
    const [a, b] = [report.getBoundingClientRect(), side.getBoundingClientRect()];
    if (a.top < b.top || a.bottom > b.bottom) side.scrollTop += a.top - b.top - 40;
  }
};
text.addEventListener("pointerover", (event) => event.target.closest(".m") ? seen(event.target.closest(".m")) : light([]));
text.addEventListener("pointerleave", () => light([]));
text.addEventListener("click", (event) => {
  const mark = event.target.closest(".m");
  if (!mark || !getSelection().isCollapsed) return;
  const report = reports.find((each) => mark.dataset.reports.split(" ").includes(each.dataset.report));
  if (matchMedia("(max-width: 60rem)").matches) report?.scrollIntoView({ block: "center", behavior: "smooth" });
});
if (location.hash) {
  const ids = [decodeURIComponent(location.hash.slice(1))];
  light(ids);
  marks.find((mark) => has(mark, ids))?.scrollIntoView({ block: "center" });
}
