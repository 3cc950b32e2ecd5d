// The editors of a report's fields: each gives a form that ends with the value in the form that a report has.
const make = (tag, about = {}, ...inside) => {
  const node = Object.assign(document.createElement(tag), about);
  node.append(...inside);
  return node;
};
const labelled = (words, control) => make("label", {}, words, control);
const options = (pairs, chosen) => pairs.map(([value, words]) => make("option", { value, textContent: words, selected: value === (chosen ?? "") }));
const select = (pairs, chosen) => make("select", {}, ...options(pairs, chosen));
const spanOf = (value) => ({ text: value.text, start: value.start, end: value.end });

function days(value, spot) {
  const start = make("input", { value: value?.start ?? "", placeholder: "2022-10-26", pattern: "\\d{4}-\\d{2}-\\d{2}" });
  const end = make("input", { value: value?.end ?? "", placeholder: "the same", pattern: "\\d{4}-\\d{2}-\\d{2}" });
  const read = () => {
    if (!start.value.trim()) return null;
    const [a, b] = [start.value.trim(), end.value.trim() || start.value.trim()];
    const words = spot() ?? value?.expression ?? null;
    return { start: a, end: b, precision: a === b ? "day" : "interval", basis: words ? "text" : "publication", expression: words && spanOf(words) };
  };
  return [[labelled("First day (empty: none)", start), labelled("Last day", end)], read];
}

function party(value, vocabulary, remove) {
  const country = select([["", "no country"], ...vocabulary.countries], value.country);
  const sector = select([["", "no sector"], ...vocabulary.sectors], value.sector);
  const row = make("div", { className: "row" },
    labelled("Words", make("input", { value: value.text, readOnly: true })), labelled("Country", country), labelled("Sector", sector),
    make("button", { type: "button", textContent: "×", ariaLabel: `Remove ${value.text}`, onclick: () => remove(row) }));
  const same = () => (value.country ?? "") === country.value && (value.sector ?? "") === sector.value;
  row.read = () => same() ? value : {
    ...spanOf(value), name: value.name ?? null, role: value.role ?? null, entity_id: null, wikidata: null,
    country: country.value || null, sector: sector.value || null, sectors: sector.value ? [sector.value] : [],
  };
  return row;
}

function parties(values, vocabulary, spot, tell) {
  const list = make("div", {});
  const drop = (row) => row.remove();
  list.append(...values.map((value) => party(value, vocabulary, drop)));
  const add = make("button", { type: "button", textContent: "Add the selected words" });
  const take = () => {
    const words = spot();
    if (!words) return tell("Select the words of the party in the text first.");
    list.append(party({ ...words, sectors: [] }, vocabulary, drop));
  };
  add.addEventListener("click", take);
  return { nodes: [list, add], read: () => [...list.children].map((row) => row.read()), take };
}

function place(value, vocabulary, spot, tell) {
  const name = make("input", { value: value?.name ?? "" });
  const country = select([["", "no country"], ...vocabulary.countries], value?.country);
  const degrees = [value?.lat, value?.lon].filter((d) => d !== null && d !== undefined).join(", ");
  const where = make("input", { value: degrees, placeholder: "50.45, 30.52" });
  const words = spot() ?? (value ? spanOf(value) : null);
  if (!value && words) name.value = words.text;
  const read = () => {
    if (!name.value.trim()) return null;
    const span = spot() ?? words;
    if (!span) return tell("Select the words of the place in the text first."), undefined;
    const [lat, lon] = where.value.split(",").map(Number);
    const known = where.value.trim() && Number.isFinite(lat) && Number.isFinite(lon);
    return { ...span, name: name.value.trim(), country: country.value || null, admin1: null, lat: known ? lat : null, lon: known ? lon : null, geonames_id: null, precision: value?.precision ?? null };
  };
  return [[labelled("Name (empty: none)", name), labelled("Country", country), labelled("Latitude, longitude", where)], read];
}

function speaker(value, spot) {
  const words = spot() ?? (value ? spanOf(value) : null);
  const shown = make("input", { value: words?.text ?? "", placeholder: "select words in the text, or leave empty", readOnly: true });
  const clear = make("button", { type: "button", textContent: "Nobody", onclick: () => (shown.value = "") });
  return [[labelled("Who says so", shown), clear], () => (shown.value ? { ...(spot() ?? words), party: null } : null)];
}

const typeSelect = (vocabulary, chosen) => select(vocabulary.types.map((t) => [t.name, `${t.name.toLowerCase()} – ${t.about}`]), chosen);

function missed(vocabulary, spot, tell, predicate) {
  const type = typeSelect(vocabulary);
  const status = select(vocabulary.statuses.map((s) => [s, s]), "actual");
  const sides = { actors: parties([], vocabulary, spot, tell), recipients: parties([], vocabulary, spot, tell) };
  const nodes = [
    make("p", { textContent: `Missed: “${predicate.text}”` }), labelled("Type", type), labelled("Status", status),
    make("p", { className: "hint", textContent: "Who does it" }), ...sides.actors.nodes,
    make("p", { className: "hint", textContent: "To whom" }), ...sides.recipients.nodes,
  ];
  const read = () => ({ predicate, event_type: type.value, status: status.value, actors: sides.actors.read(), recipients: sides.recipients.read() });
  return [nodes, read];
}

export function editorOf(field, report, vocabulary, spot, { save, cancel, chosen, tell }) {
  const value = report[field];
  let nodes, read;
  const yesNo = [["no", "no"], ["yes", "yes"]];
  if (field === "missed") [nodes, read] = missed(vocabulary, spot, tell, chosen ?? spot());
  else if (field === "event_type") {
    const type = typeSelect(vocabulary, value);
    [nodes, read] = [[labelled("Type", type)], () => type.value];
  } else if (field === "mode") {
    const known = vocabulary.types.find((t) => t.name === report.event_type).modes;
    const mode = select([["", "no mode"], ...known.map((m) => [m, m])], value);
    [nodes, read] = [[labelled(`Mode of ${report.event_type.toLowerCase()}`, mode)], () => mode.value || null];
  } else if (field === "status") {
    const status = select(vocabulary.statuses.map((s) => [s, s]), value);
    [nodes, read] = [[labelled("Status", status)], () => status.value];
  } else if (field === "reciprocal") {
    const both = select(yesNo, value ? "yes" : "no");
    [nodes, read] = [[labelled("Each to the other", both)], () => both.value === "yes"];
  } else if (field === "contexts") {
    const list = make("select", { multiple: true, size: 8 }, ...vocabulary.contexts.map((c) => make("option", { value: c, textContent: c.replaceAll("_", " "), selected: value.includes(c) })));
    [nodes, read] = [[labelled("Contexts", list)], () => [...list.selectedOptions].map((o) => o.value)];
  } else if (field === "date" || field === "planned_for") [nodes, read] = days(value, spot);
  else if (field === "place") [nodes, read] = place(value, vocabulary, spot, tell);
  else if (field === "attribution") [nodes, read] = speaker(value, spot);
  else {
    const side = parties(value, vocabulary, spot, tell);
    if (chosen) side.take();
    [nodes, read] = [side.nodes, side.read];
  }
  const form = make("form", { className: "editor" }, ...nodes,
    make("div", { className: "buttons" }, make("button", { type: "button", textContent: "Cancel", onclick: cancel }), make("button", { className: "primary", textContent: "Save" })));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const made = read();
    if (made !== undefined) save(made);
  });
  return form;
}
