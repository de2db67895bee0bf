// The corridor chart: is the roll-out inside, above or below its schedule? Loaded only on pages that have a chart.
//
//   <figure class="hn-chart-box">
//     <div class="hn-chart" data-chart="corridor" data-source="corridor-1"></div>
//     … the same figures as a table, in <details>: it is all there is when scripts are off …
//   </figure>
//   {{ corridor|json_script:"corridor-1" }}
//
// The contract (built by a selector, written with json_script):
//   {
//     "years":  [2021, 2022, …],            points on the axis: years, or texts such as "06/2023"
//     "from":   [115, …],                   lower edge of the schedule, same length; null where there is none
//     "to":     [150, …],                   upper edge
//     "actual": [150, 278, 381, null, …],   what was done; null where the period has not come
//     "target": [126, 243, …],              optional: the line that was promised
//     "total":  579,                        optional: top of the axis, labelled "100 %"
//     "unit":   "xã",                       for the description
//     "labels": {"actual": "thực hiện", "corridor": "lộ trình", "target": "chỉ tiêu", "total": "100 %"},
//     "description": "…"                    the finding as a sentence in the page's language, read to screen readers
//   }
import * as echarts from "echarts/core";
import { LineChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

echarts.use([LineChart, GridComponent, SVGRenderer]);

const style = getComputedStyle(document.documentElement);
const colour = (name) => style.getPropertyValue(`--hn-${name}`).trim();
const vietnamese = document.documentElement.lang !== "en";
const written = (n) => new Intl.NumberFormat(vietnamese ? "vi-VN" : "en-GB").format(n);
const known = (value) => value !== null && value !== undefined;

function described(data) {
  if (data.description) return data.description;
  const said = data.years.map((year, i) => (known(data.actual[i])
    ? `${year}: ${data.labels.actual} ${written(data.actual[i])}, ${data.labels.corridor} ${written(data.from[i])}–${written(data.to[i])} ${data.unit}`
    : `${year}: ${data.labels.corridor} ${written(data.from[i])}–${written(data.to[i])} ${data.unit}`));
  return `${vietnamese ? "Biểu đồ đường. " : "Line chart. "}${said.join("; ")}.`;
}

function corridor(box) {
  const data = JSON.parse(document.getElementById(box.dataset.source).textContent);
  const labels = { actual: "", corridor: "", target: "", total: "", ...data.labels };
  const text = { fontFamily: getComputedStyle(box).fontFamily, fontSize: 12 };
  const top = data.total ?? Math.max(...data.to.filter(known), ...data.actual.filter(known));
  const lastDone = data.actual.findLastIndex?.(known) ?? data.actual.map(known).lastIndexOf(true);
  const middle = Math.min(Math.max(data.years.length - 2, 0), lastDone + 1);

  const above = Math.max(...data.actual.filter(known)) > top * .8 ? 46 : 30;

  const chart = echarts.init(box, null, { renderer: "svg" });
  const band = { type: "line", stack: "corridor", symbol: "none", silent: true, lineStyle: { opacity: 0 }, z: 1 };
  const series = [
    { ...band, data: data.from.map((n) => n ?? "-") },
    {
      ...band,
      areaStyle: { color: colour("green-band"), opacity: 1 },
      data: data.to.map((n, i) => (known(n) && known(data.from[i]) ? n - data.from[i] : "-")),
    },
    {
      type: "line", z: 4, silent: true, symbol: "circle", symbolSize: 7, connectNulls: false,
      lineStyle: { width: 2.25, color: colour("green") }, itemStyle: { color: colour("green"), borderColor: "#fff", borderWidth: 1.5 },
      data: data.actual.map((n, i) => ({
        value: n ?? "-",
        label: {
          show: known(n), position: "top", distance: 7, align: i === 0 ? "left" : "center",
          formatter: () => (i === lastDone && labels.actual ? `{n|${written(n)}}\n{w|${labels.actual}}` : `{n|${written(n)}}`),
          rich: {
            n: { ...text, fontWeight: 600, fontSize: 13, color: colour("green"), lineHeight: 17 },
            w: { ...text, fontWeight: 600, fontSize: 11.5, color: colour("green"), lineHeight: 15 },
          },
        },
      })),
    },
  ];
  if (labels.corridor && known(data.from[middle])) {
    // The band's own words, in its middle, on a line that shows nothing else.
    series.push({
      type: "line", z: 2, silent: true, symbol: "circle", symbolSize: 1, lineStyle: { opacity: 0 }, itemStyle: { color: "transparent" },
      data: data.years.map((_year, i) => (i === middle ? (data.from[i] + data.to[i]) / 2 : "-")),
      label: { show: true, position: "inside", color: colour("muted"), ...text, formatter: () => labels.corridor },
    });
  }
  if (data.target?.some(known)) {
    const last = data.target.map(known).lastIndexOf(true);
    series.push({
      type: "line", z: 3, silent: true, symbol: "none",
      lineStyle: { width: 1.5, type: [4, 4], color: colour("amber") },
      data: data.target.map((n) => n ?? "-"),
      endLabel: { show: Boolean(labels.target), formatter: () => labels.target, color: colour("amber"), ...text, distance: 6 },
    });
    if (last < 0) series.pop();
  }
  chart.setOption({
    animation: false,
    textStyle: text,
    grid: { left: 4, right: labels.total || labels.target ? 50 : 14, top: above, bottom: 4, containLabel: true },
    xAxis: {
      type: "category", boundaryGap: false, data: data.years.map(String),
      axisLine: { lineStyle: { color: colour("line-strong") } }, axisTick: { show: false },
      axisLabel: { color: colour("muted"), ...text, margin: 10, hideOverlap: true },
    },
    yAxis: {
      type: "value", min: 0, max: top, splitNumber: 3,
      axisLabel: { color: colour("muted"), ...text, formatter: (n) => written(n), showMaxLabel: true, hideOverlap: true },
      splitLine: { lineStyle: { color: colour("line") } },
    },
    series,
  });
  if (data.total && labels.total) {
    const mark = document.createElement("span");
    mark.className = "hn-chart__total";
    mark.textContent = labels.total;
    mark.style.top = `${above - 9}px`;
    mark.setAttribute("aria-hidden", "true");
    box.append(mark);
  }
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", described({ ...data, labels }));
  new ResizeObserver(() => chart.resize()).observe(box);
}

const draw = () => document.querySelectorAll('[data-chart="corridor"]').forEach(corridor);
// Widths of labels are right only once the letters are there.
document.fonts?.ready ? document.fonts.ready.then(draw) : draw();
