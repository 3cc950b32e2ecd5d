// The parts of ECharts and d3-geo that the dashboard draws with, as one global: `drawing`.
import { use, init, registerMap } from "echarts/core";
import { BarChart, LineChart, HeatmapChart, GraphChart, ScatterChart, MapChart } from "echarts/charts";
import {
  AriaComponent,
  DataZoomComponent,
  GeoComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";
import { geoNaturalEarth1 } from "d3-geo";

use([
  BarChart, LineChart, HeatmapChart, GraphChart, ScatterChart, MapChart, AriaComponent, DataZoomComponent, GeoComponent,
  GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent, CanvasRenderer,
]);

export { geoNaturalEarth1, init, registerMap };
