// The finder: a filter of any name, and the order, without leaving the page.
document.addEventListener("change", (event) => {
  if (event.target.id === "order") location.assign(event.target.value);
  if (event.target.id === "more-name") {
    document.getElementById("more-help").textContent = event.target.selectedOptions[0].dataset.help;
  }
});

// The filter of the "more" part gets its name when it is used, so that an empty one is not sent.
const name = () => {
  const value = document.getElementById("more-value");
  if (!value) return;
  if (value.value.trim()) value.name = document.getElementById("more-name").value;
  else value.removeAttribute("name");
};
document.addEventListener("input", name);
document.addEventListener("htmx:configRequest", (event) => {
  for (const [key, value] of [...event.detail.formData.entries()]) if (value === "") event.detail.formData.delete(key);
});
const narrow = () => {
  if (matchMedia("(max-width: 60rem)").matches) document.querySelectorAll(".filter-box[open], .facet[open]").forEach((f) => (f.open = false));
};
narrow();
document.addEventListener("htmx:afterSwap", narrow);
