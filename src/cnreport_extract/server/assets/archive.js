/* Charts of an archive: a point leads to the document that it stands in. */
(function () {
  "use strict";
  const strip = document.getElementById("strip");
  if (!strip) return;
  const data = JSON.parse(document.getElementById("data").textContent);
  function draw() {
    const language = document.documentElement.lang === "en" ? "en" : "zh";
    cnreportCharts(strip, data.charts, (key) => data.labels[language][key] || key, language, (fact) => location.assign(data.places[fact]));
  }
  document.addEventListener("spoken", draw);
  draw();
})();
