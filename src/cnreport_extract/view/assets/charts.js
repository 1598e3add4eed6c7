/* Small charts: lines over time, bars across entities. `pick` is called with the fact of a point that is clicked. */
function cnreportCharts(strip, charts, say, language, pick) {
  "use strict";
  const compact = new Intl.NumberFormat(language === "zh" ? "zh-Hans" : "en", { notation: "compact" });
  function node(name, text) {
    const made = document.createElement(name);
    made.textContent = text || "";
    return made;
  }
  function figure(chart) {
    const made = node("figure");
    const caption = node("figcaption");
    const about = " " + [chart.about, chart.unit, say(chart.kind === "time" ? "over-time" : "across")].filter(Boolean).join(" · ");
    caption.append(node("b", chart.metric), node("span", about));
    const plot = node("div");
    plot.className = "plot " + (chart.kind === "time" ? "line" : "bars");
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", chart.metric + about + ": " + chart.points.map((point) => point.label + " " + point.amount).join(", "));
    made.append(caption, plot);
    return [made, plot];
  }
  function drawn(plot, chart) {
    const values = chart.points.map((point) => point.value);
    const labels = chart.points.map((point) => (chart.kind === "time" ? point.label.split(" … ").pop() : point.label)); /* periods are equally long */
    const longest = Math.max(...labels.map((label) => label.length));
    const apart = Math.ceil(labels.length / Math.max(2, Math.floor(34 / (longest + 2)))); /* about 34 digits have room beside each other */
    if (chart.kind === "time")
      return new Chartist.LineChart(plot, { labels, series: [values] }, {
        fullWidth: true, lineSmooth: false, chartPadding: { top: 20, right: 30, bottom: 2, left: 4 },
        axisX: { showGrid: false, labelInterpolationFnc: (label, place) => (place % apart ? null : label) },
        axisY: { offset: 46, labelInterpolationFnc: (value) => compact.format(value) },
      });
    plot.style.height = 1.5 * values.length + 0.8 + "rem";
    return new Chartist.BarChart(plot, { labels, series: [values] }, {
      horizontalBars: true, reverseData: true, chartPadding: { top: 0, right: 64, bottom: 0, left: 0 },
      low: Math.min(0, ...values), axisX: { showGrid: false, offset: 4 }, axisY: { offset: 108, showGrid: false },
    });
  }
  strip.replaceChildren();
  for (const chart of charts) {
    const [made, plot] = figure(chart);
    strip.append(made);
    drawn(plot, chart).on("draw", (event) => {
      if (event.type !== "point" && event.type !== "bar") return;
      const bar = event.type === "bar"; /* bars are drawn from the foot up */
      const point = chart.points[bar ? chart.points.length - 1 - event.index : event.index];
      const element = event.element.getNode();
      element.dataset.fact = point.fact;
      element.addEventListener("click", () => pick(point.fact));
      const place = bar ? { x: event.x2 + 6, y: event.y2 + 4 } : { x: event.x, y: event.y - 9, "text-anchor": event.index ? "middle" : "start" };
      if (bar || chart.points.length <= 6) event.group.elem("text", place, "amount").text(point.amount);
    });
  }
}
