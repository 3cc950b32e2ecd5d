// Charts: each figure names its kind and carries its values; colours are the page's.
/* global drawing */
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const font = () => getComputedStyle(document.body).fontFamily;
const QUADS = { 1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict" };
const number = new Intl.NumberFormat("en");

// Tooltips are made of nodes, never of markup.
export function tip(title, rows) {
  const box = document.createElement("div");
  const head = document.createElement("strong");
  head.textContent = title;
  box.append(head);
  for (const row of rows) {
    const line = document.createElement("div");
    line.textContent = row;
    box.append(line);
  }
  return box;
}

const base = () => ({
  textStyle: { fontFamily: font(), color: css("--soft") },
  animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  animationDuration: 300,
  aria: { enabled: false },
  tooltip: {
    backgroundColor: css("--sheet"),
    borderColor: css("--strong-line"),
    textStyle: { color: css("--ink"), fontFamily: font(), fontSize: 13 },
    extraCssText: "",
    confine: true,
    transitionDuration: 0,
  },
});
const axis = () => ({
  axisLine: { lineStyle: { color: css("--strong-line") } },
  axisTick: { show: false },
  axisLabel: { color: css("--faint"), hideOverlap: true },
  splitLine: { lineStyle: { color: css("--line") } },
});

const signed = (quad, n) => (quad > 2 ? -n : n);

// Cooperation above the line, conflict below, a bar a period; change points as dashed lines.
function periods(values, options) {
  const { rows, changes = [], links } = options;
  const names = rows.map((row) => row.month ?? row.period);
  return {
    ...base(),
    grid: { left: 8, right: 12, top: 14, bottom: rows.length > 60 ? 44 : 8, containLabel: true },
    xAxis: { type: "category", data: names, ...axis(), splitLine: { show: false }, axisLine: { onZero: false, lineStyle: { color: css("--strong-line") } } },
    yAxis: { type: "value", ...axis(), axisLine: { show: false }, axisLabel: { color: css("--faint"), formatter: (v) => number.format(Math.abs(v)) } },
    dataZoom: rows.length > 60 ? [{ type: "inside" }, { type: "slider", height: 18, bottom: 8, borderColor: "transparent", fillerColor: css("--q1-wash"), backgroundColor: css("--sunk"), dataBackground: { lineStyle: { opacity: 0 }, areaStyle: { opacity: 0 } }, textStyle: { color: css("--faint") }, handleStyle: { color: css("--sheet"), borderColor: css("--strong-line") }, moveHandleSize: 0 }] : [],
    tooltip: {
      ...base().tooltip,
      trigger: "axis",
      axisPointer: { type: "shadow", shadowStyle: { color: css("--line"), opacity: 0.4 } },
      formatter: (series) =>
        tip(series[0].axisValue, [2, 1, 3, 4].filter((q) => rows[series[0].dataIndex][q]).map((q) => `${QUADS[q]}: ${number.format(rows[series[0].dataIndex][q])}`)),
    },
    series: [1, 2, 3, 4].map((quad) => ({
      type: "bar",
      name: QUADS[quad],
      stack: "all",
      barMaxWidth: 22,
      itemStyle: { color: css(`--q${quad}`) },
      data: rows.map((row) => signed(quad, row[quad] ?? 0)),
      markLine: quad === 1 && changes.length ? {
        symbol: "none", silent: true, label: { color: css("--ink"), formatter: (p) => p.name, fontSize: 11 },
        lineStyle: { color: css("--ink"), type: "dashed", width: 1 },
        data: changes.map((c) => ({ name: c, xAxis: c })),
      } : undefined,
    })),
    links,
  };
}

const KINDS = {
  months: (values) => periods(values, { rows: values }),
  series: (values) => periods(values, values),
};

async function worldMap() {
  if (worldMap.known) return;
  const world = await (await fetch(document.body.querySelector("[data-world]").dataset.world)).json();
  drawing.registerMap("world", world);
  worldMap.known = world;
}

KINDS.map = async (values) => {
  await worldMap();
  const projection = drawing.geoNaturalEarth1();
  const most = Math.max(1, ...values.points.map((p) => p.number));
  return {
    ...base(),
    tooltip: { ...base().tooltip, trigger: "item", formatter: (p) => p.data?.title ? tip(p.data.title, [`${number.format(p.data.number)} reports`]) : tip(p.name, []) },
    geo: {
      map: "world", roam: true, silent: false, nameProperty: "title",
      projection: { project: (point) => projection(point), unproject: (point) => projection.invert(point), stream: projection.stream },
      scaleLimit: { min: 1, max: 24 }, layoutCenter: ["50%", "50%"], layoutSize: document.querySelector('[data-chart="map"]').clientWidth,
      itemStyle: { areaColor: css("--sunk"), borderColor: css("--strong-line"), borderWidth: 0.6 },
      emphasis: { itemStyle: { areaColor: css("--line") }, label: { show: false } },
      select: { disabled: true }, tooltip: { show: false },
    },
    series: [{
      type: "scatter", coordinateSystem: "geo", symbol: "circle",
      data: values.points.map((p) => ({ value: [p.lon, p.lat, p.number], title: p.name, number: p.number, href: p.href, itemStyle: { color: css(`--q${p.quad}`) } })),
      symbolSize: (value) => (innerWidth < 700 ? 4 : 6) + (innerWidth < 700 ? 14 : 26) * Math.sqrt(value[2] / most),
      itemStyle: { opacity: 0.72, borderColor: css("--sheet"), borderWidth: 1 },
      emphasis: { itemStyle: { opacity: 1 }, scale: 1.15 },
      cursor: "pointer",
    }],
  };
};

KINDS.network = (values) => {
  const most = Math.max(1, ...values.nodes.map((n) => n.number));
  const thick = Math.max(1, ...values.edges.map((e) => e.number));
  return {
    ...base(),
    tooltip: { ...base().tooltip, formatter: (p) => p.dataType === "edge" ? tip(p.data.title, [`${number.format(p.data.number)} reports`, `${Math.round(100 * p.data.conflict)}% conflict`]) : tip(p.data.title, [`${number.format(p.data.number)} reports`]) },
    series: [{
      type: "graph", layout: "force", roam: true, left: 40, right: 90, top: 30, bottom: 30,
      force: { initLayout: "circular", repulsion: 260, gravity: 0.12, edgeLength: [40, 150], layoutAnimation: false },
      scaleLimit: { min: 0.5, max: 8 }, zoom: innerWidth < 700 ? 0.45 : 0.82,
      label: { show: true, position: "right", color: css("--ink"), fontFamily: font(), fontSize: 12, formatter: (p) => p.data.title },
      labelLayout: { hideOverlap: true },
      emphasis: { focus: "adjacency", lineStyle: { width: 4 } },
      data: values.nodes.map((n) => ({ id: n.id, name: n.id, title: n.title, value: n.number, label: { formatter: n.title }, number: n.number, href: n.href, symbolSize: 7 + 30 * Math.sqrt(n.number / most), itemStyle: { color: css("--accent"), borderColor: css("--sheet"), borderWidth: 1.5 } })),
      edges: values.edges.map((e) => ({ source: e.source, target: e.target, value: e.number, number: e.number, conflict: e.conflict, title: e.title, href: e.href, lineStyle: { width: 0.8 + 6 * Math.sqrt(e.number / thick), color: css(e.conflict > 0.5 ? "--q4" : "--q1"), opacity: 0.55, curveness: 0.12 } })),
      cursor: "pointer",
    }],
  };
};

KINDS.mix = (values) => ({
  ...base(),
  grid: { left: 8, right: 16, top: 30, bottom: 8, containLabel: true },
  legend: { top: 0, left: 0, icon: "circle", itemWidth: 8, textStyle: { color: css("--soft") } },
  xAxis: { type: "value", ...axis(), axisLine: { show: false } },
  yAxis: { type: "category", inverse: true, data: values.types.map((t) => t.toLowerCase()), ...axis(), axisLabel: { color: css("--ink"), interval: 0 } },
  tooltip: { ...base().tooltip, trigger: "axis", axisPointer: { type: "shadow" }, formatter: (series) => tip(series[0].axisValue, series.map((s) => `${s.seriesName}: ${number.format(s.value)}`)) },
  series: values.sides.map((side, i) => ({ type: "bar", name: side.name, data: side.numbers, itemStyle: { color: css(i ? "--q3" : "--q2") }, barMaxWidth: 9 })),
});

const drawn = new Map();
async function draw(figure) {
  const values = JSON.parse(figure.dataset.values);
  const option = await KINDS[figure.dataset.chart](values);
  const chart = drawn.get(figure) ?? drawing.init(figure);
  drawn.set(figure, chart);
  chart.setOption(option, true);
  chart.off("click");
  chart.on("click", (p) => {
    const href = p.data?.href ?? values.hrefs?.[p.dataIndex];
    if (href) location.assign(href);
  });
  figure.dataset.drawn = "yes";
}

const all = () => document.querySelectorAll("[data-chart]").forEach(draw);
all();
new ResizeObserver(() => drawn.forEach((chart) => chart.resize())).observe(document.getElementById("main"));
document.addEventListener("themed", all);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
document.addEventListener("htmx:afterSwap", () => {
  drawn.forEach((chart, figure) => figure.isConnected || (chart.dispose(), drawn.delete(figure)));
  all();
});
addEventListener("beforeprint", () => drawn.forEach((chart) => chart.resize({ width: 640 })));
addEventListener("afterprint", () => drawn.forEach((chart) => chart.resize({ width: "auto" })));
