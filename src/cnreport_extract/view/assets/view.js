/* The page works without this script; with it, rows and words light each other up, rows are filtered and sorted, charts are drawn. */
(function () {
  "use strict";
  const PAGE = 300;
  const one = (id) => document.getElementById(id);
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const data = JSON.parse(one("data").textContent);
  const table = one("table");
  const rows = all("tbody.fact", table);
  const rowOf = new Map(rows.map((row) => [row.dataset.n, row]));
  const state = { current: null, sort: null, down: false, room: PAGE, shown: rows };
  document.documentElement.classList.add("js");

  /* Words in the text by what they are to a fact: n3 its number, e3 entity, m3 metric, d3 period, r3 said again, s… a sentence. */
  const words = new Map();
  for (const word of all(".texts [data-r]"))
    for (const role of word.dataset.r.split(" ")) {
      if (!words.has(role)) words.set(role, []);
      words.get(role).push(word);
    }
  const wordsOf = (role) => words.get(role) || [];

  const language = () => (document.documentElement.lang === "en" ? "en" : "zh");
  const say = (key) => data.labels[language()][key] || key;
  document.addEventListener("spoken", () => {
    if (charts) draw();
    count();
  });

  /* One fact is current: its row is open and its words are lit. */
  function light(number, on) {
    const row = rowOf.get(number);
    for (const [role, name] of [["n", "n"], ["e", "e"], ["m", "m"], ["d", "d"], ["r", "n"]])
      for (const word of wordsOf(role + number)) {
        word.classList.toggle("on", on);
        word.classList.toggle(name, on);
      }
    for (const word of wordsOf(row.dataset.s)) word.classList.toggle("in", on);
    row.classList.toggle("current", on);
    row.querySelector("td.value button").setAttribute("aria-expanded", String(on));
    for (const point of all('[data-fact="' + number + '"]')) point.classList.toggle("ct-current", on);
  }
  function near(item) {
    if (item) item.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  function choose(number, from) {
    if (state.current !== null) light(state.current, false);
    state.current = number;
    if (number === null) return;
    const row = rowOf.get(number);
    if (row.hidden) reveal(row);
    light(number, true);
    if (from !== "text") near(wordsOf("n" + number)[0]);
    if (from !== "row") near(row);
  }
  function reveal(row) {
    if (!state.shown.includes(row)) {
      one("form").reset();
      filter();
    }
    state.room = Math.max(state.room, state.shown.indexOf(row) + 1);
    show();
  }
  table.addEventListener("click", (event) => {
    const row = event.target.closest("tbody.fact");
    if (!row || event.target.closest("tr.more, a, input, select, textarea, form")) return;
    const own = state.current === row.dataset.n;
    if (own && String(window.getSelection())) return;
    choose(own ? null : row.dataset.n, "row");
  });
  for (const link of all("[data-to]"))
    link.addEventListener("click", (event) => {
      event.preventDefault();
      choose(link.dataset.to, "link");
    });
  for (const link of all(".jump"))
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const word = wordsOf("n" + state.current)[0];
      near(word);
      if (word) word.focus({ preventScroll: true });
    });

  /* From a word to its fact: a number has one; another word leads to its facts in turn. */
  function factsOf(word) {
    const roles = word.dataset.r.split(" ");
    const number = roles.filter((role) => role[0] === "n").concat(roles.filter((role) => role[0] === "r"));
    const wanted = number.length ? number : roles.filter((role) => "emd".includes(role[0]));
    return wanted.map((role) => role.slice(1));
  }
  document.querySelector(".texts").addEventListener("click", (event) => {
    const word = event.target.closest("[data-r]");
    const found = word ? factsOf(word) : [];
    if (!found.length || String(window.getSelection())) return;
    event.preventDefault();
    choose(found[(found.indexOf(state.current) + 1) % found.length], "text");
  });

  /* Keys: up and down walk through the rows that are shown, escape lets go. */
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return choose(null);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || state.current === null) return;
    const next = state.shown[state.shown.indexOf(rowOf.get(state.current)) + step];
    if (!next) return;
    event.preventDefault();
    choose(next.dataset.n, "key");
    next.querySelector("td.value button").focus({ preventScroll: true });
  });

  /* Filters, order and the part that is shown */
  const picked = (id) => (one(id) ? one(id).value : "");
  const written = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  function filter() {
    const text = picked("search").trim().toLowerCase();
    const least = Number(picked("least"));
    const [entity, metric, aspect, from] = ["entity", "metric", "aspect", "document"].map(picked);
    const fits = (row) =>
      (!entity || row.dataset.e === entity) && (!metric || row.dataset.m === metric) && (!aspect || row.dataset.a === aspect) &&
      (!from || row.dataset.d === from) && Number(row.dataset.c) >= least && (!text || written.get(row).includes(text));
    state.shown = ordered(rows.filter(fits));
    state.room = PAGE;
    one("least-shown").textContent = least.toFixed(2);
    const kept = new Set(state.shown);
    for (const row of rows) for (const word of wordsOf("n" + row.dataset.n)) word.classList.toggle("off", !kept.has(row));
    if (state.current !== null && !kept.has(rowOf.get(state.current))) choose(null);
    show();
  }
  const collator = new Intl.Collator("zh-Hans");
  function ordered(found) {
    const key = state.sort;
    const sign = state.down ? -1 : 1;
    if (!key) return found.sort((a, b) => a.dataset.n - b.dataset.n);
    const cell = { e: "td.entity", m: "td.metric" }[key];
    const keyed = found.map((row) => [row, cell ? row.querySelector(cell).textContent : row.dataset[key]]);
    const compare = cell || key === "t" ? (a, b) => collator.compare(a, b) : (a, b) => a - b;
    return keyed.sort((a, b) => sign * compare(a[1], b[1]) || a[0].dataset.n - b[0].dataset.n).map((pair) => pair[0]);
  }
  function show() {
    const now = state.shown.slice(0, state.room);
    const kept = new Set(now);
    for (const row of rows) row.hidden = !kept.has(row);
    if (now.some((row, place) => table.tBodies[place] !== row)) table.append(...now, ...rows.filter((row) => !kept.has(row)));
    one("nothing").hidden = now.length > 0;
    one("more").hidden = state.shown.length <= state.room;
    count();
  }
  function count() {
    one("count").textContent = say("shown") + " " + state.shown.length + " / " + rows.length;
  }
  one("more").addEventListener("click", () => {
    state.room += PAGE;
    show();
  });
  one("form").addEventListener("input", filter);
  one("form").addEventListener("submit", (event) => event.preventDefault());
  one("form").addEventListener("reset", () => setTimeout(filter));
  for (const button of all("th button"))
    button.addEventListener("click", () => {
      const key = button.dataset.sort;
      const again = state.sort === key;
      if (again && state.down) state.sort = null;
      else state.sort = key;
      state.down = again && !state.down;
      for (const head of all("th")) head.setAttribute("aria-sort", "none");
      if (state.sort) button.closest("th").setAttribute("aria-sort", state.down ? "descending" : "ascending");
      state.shown = ordered(state.shown);
      show();
    });

  /* Charts */
  const charts = one("charts");
  const draw = () => cnreportCharts(one("strip"), data.charts, say, language(), (fact) => choose(String(fact), "chart"));
  if (charts) {
    charts.addEventListener("toggle", () => charts.open && draw());
    if (window.innerWidth > 640) charts.open = true;
  }
  if (window.innerWidth > 640) one("filters").open = true;

  show();
  const asked = /^#[ft](\d+)$/.exec(location.hash);
  if (asked && rowOf.has(asked[1])) choose(asked[1], "link");
})();
