// Builds src/dragoman/web/static/vendor from the packages of package.json.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { build } from "esbuild";
import { feature } from "topojson-client";
import { filter, presimplify, quantile, simplify, filterWeight } from "topojson-simplify";
import iso from "i18n-iso-countries";

const require = createRequire(import.meta.url);
const target = new URL("../../src/dragoman/web/static/vendor/", import.meta.url);
mkdirSync(target, { recursive: true });

await build({
  entryPoints: ["charts.mjs"],
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "drawing",
  legalComments: "none",
  banner: { js: "/* Apache ECharts 5.6.0 (Apache-2.0), zrender (BSD-3-Clause), d3-geo and d3-array (ISC), tslib (0BSD) */" },
  outfile: new URL("charts.js", target).pathname,
});
copyFileSync(require.resolve("htmx.org/dist/htmx.min.js"), new URL("htmx.js", target));

// Natural Earth's countries (public domain), 1:50 million, thinned, two decimals, with Dragoman's country codes.
const OWN = { Kosovo: "KOS", "N. Cyprus": null, Somaliland: null };
const atlas = JSON.parse(readFileSync(require.resolve("world-atlas/countries-50m.json")));
const weighted = presimplify(atlas);
const thin = filter(simplify(weighted, quantile(weighted, 0.2)), filterWeight(weighted, 0.0008));
const rounded = (xs) => (typeof xs[0] === "number" ? xs.map((x) => Math.round(x * 100) / 100) : xs.map(rounded));
const distinct = (ring) => ring.filter((p, i) => i === 0 || p[0] !== ring[i - 1][0] || p[1] !== ring[i - 1][1]);
const rings = (polygon) => polygon.map((ring) => distinct(rounded(ring))).filter((ring) => ring.length > 3);
const features = feature(thin, thin.objects.countries).features.flatMap((country) => {
  if (!country.geometry || country.properties.name === "Antarctica") return [];
  const { type, coordinates } = country.geometry;
  const polygons = (type === "Polygon" ? [coordinates] : coordinates).map(rings).filter((p) => p.length > 0);
  const name = country.properties.name;
  const code = name in OWN ? OWN[name] : country.id ? iso.numericToAlpha3(country.id) : null;
  if (polygons.length === 0) return [];
  const geometry = { type: "MultiPolygon", coordinates: polygons };
  return [{ type: "Feature", properties: { name: code ?? name, title: name }, geometry }];
});
writeFileSync(new URL("world.json", target), JSON.stringify({ type: "FeatureCollection", features }));
