/* Accept, correct, reject or add facts: each word about a fact is sent to the server, which keeps it beside the original. */
(function () {
  "use strict";
  const one = (id) => document.getElementById(id);
  const data = JSON.parse(one("data").textContent);
  const say = (key) => data.labels[document.documentElement.lang === "en" ? "en" : "zh"][key] || key;
  const said = { accept: "accepted", correct: "corrected", reject: "rejected", add: "added" };
  const editor = one("editor");
  const form = one("correction");
  const alert = form.querySelector(".alert");
  const missed = one("missed");
  const list = one("added");
  let asked = null; /* what the editor is open for: {n} a fact, or {span} of a missed one */

  function told(fact) {
    const value = fact.value + (fact.value_max ? " - " + fact.value_max : "") + (fact.unit === "%" ? "%" : " " + fact.unit);
    const date = fact.date ? [fact.date.start, fact.date.end].filter(Boolean).join(" … ") : "";
    return [fact.entity, fact.metric, (fact.qualifier === "=" ? "" : fact.qualifier + " ") + value, date].filter(Boolean).join(" · ");
  }
  function show(n, review) {
    const box = document.querySelector('.review[data-n="' + n + '"]');
    const row = box.closest("tbody");
    const verdict = review && review.verdict !== "withdraw" ? review.verdict : "";
    row.classList.toggle("rejected", verdict === "reject");
    row.classList.toggle("corrected", verdict === "correct");
    for (const button of box.querySelectorAll("[data-verdict]")) {
      const own = button.dataset.verdict;
      if (own === "withdraw") button.hidden = !verdict;
      else button.setAttribute("aria-pressed", String(own === verdict));
    }
    for (const old of row.querySelectorAll(".badge")) old.remove();
    box.querySelector(".said").textContent = verdict === "correct" ? say("corrected") + ": " + told(review.corrected) : "";
    if (!verdict) return;
    const badge = document.createElement("span");
    badge.className = "badge " + verdict;
    badge.dataset.l = said[verdict];
    badge.textContent = say(said[verdict]);
    row.querySelector("td.metric").append(" ", badge);
  }
  async function send(verdict, about) {
    const body = { ...data.document, verdict, ...about };
    const answer = await fetch("/reviews", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    const kept = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(typeof kept.detail === "string" ? kept.detail : JSON.stringify(kept.detail || answer.status));
    return kept;
  }
  async function judge(n, verdict) {
    try {
      const kept = await send(verdict, { fact: data.facts[n] });
      data.reviews[n] = kept;
      show(n, kept);
    } catch (error) {
      document.querySelector('.review[data-n="' + n + '"] .said').textContent = say("failed") + error.message;
    }
  }
  function excerpt(n) {
    const quote = document.querySelector("#x" + n + " blockquote").cloneNode(true);
    quote.querySelector(".jump").remove();
    return quote.textContent;
  }
  function open(target, fact, quoted) {
    asked = target;
    form.reset();
    alert.hidden = true;
    const title = one("editor-title").firstElementChild;
    title.dataset.l = target.span ? "add" : "correct";
    title.textContent = say(title.dataset.l);
    form.querySelector(".quoted").textContent = quoted;
    const flat = { qualifier: "=", aspect: "level", ...fact, date_start: fact.date && fact.date.start, date_end: fact.date && fact.date.end };
    for (const field of form.elements) if (field.name) field.value = flat[field.name] || "";
    editor.showModal();
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".review [data-verdict]");
    if (!button) return;
    const n = button.closest(".review").dataset.n;
    if (button.dataset.verdict === "correct") open({ n }, (data.reviews[n] || {}).corrected || data.facts[n], excerpt(n));
    else judge(n, button.dataset.verdict);
  });
  one("cancel").addEventListener("click", () => editor.close());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = Array.from(new FormData(form), ([name, value]) => [name, value.trim()]);
    const correction = Object.fromEntries(given.map(([name, value]) => [name, value === "" && name !== "unit" ? null : value]));
    const own = asked.span === undefined;
    try {
      const kept = await send(own ? "correct" : "add", { ...(own ? { fact: data.facts[asked.n] } : { span: asked.span }), correction });
      if (own) {
        data.reviews[asked.n] = kept;
        show(asked.n, kept);
      } else note(kept.corrected);
      editor.close();
    } catch (error) {
      alert.textContent = say("failed") + error.message;
      alert.hidden = false;
    }
  });

  /* Words that are selected in the text can become a fact that was missed. Offsets count characters, not UTF-16 units. */
  function stretch() {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const owner = (node) => (node.nodeType === 1 ? node : node.parentElement).closest("[data-at]");
    const paragraph = owner(range.startContainer);
    if (!paragraph || paragraph !== owner(range.endContainer)) return null;
    const before = range.cloneRange();
    before.selectNodeContents(paragraph);
    before.setEnd(range.startContainer, range.startOffset);
    const length = (text) => Array.from(text).length;
    const start = Number(paragraph.dataset.at) + length(before.toString());
    return { span: [start, start + length(range.toString())], text: range.toString(), at: range.getBoundingClientRect() };
  }
  document.addEventListener("selectionchange", () => {
    const found = stretch();
    missed.hidden = !found;
    if (!found) return;
    missed.style.left = Math.max(8, Math.min(found.at.left, window.innerWidth - 190)) + "px";
    missed.style.top = Math.min(found.at.bottom + 6, window.innerHeight - 48) + "px";
  });
  missed.addEventListener("pointerdown", (event) => event.preventDefault());
  missed.addEventListener("click", () => {
    const found = stretch();
    if (!found) return;
    missed.hidden = true;
    const number = /-?[0-9][0-9,]*(\.[0-9]+)?/.exec(found.text.normalize("NFKC"));
    open({ span: found.span }, { value: number ? number[0].replaceAll(",", "") : "" }, found.text);
  });
  function note(fact) {
    const item = document.createElement("li");
    item.dir = "auto";
    item.textContent = told(fact);
    list.append(item);
    list.parentNode.hidden = false;
  }
  for (const [n, review] of Object.entries(data.reviews)) show(n, review);
  for (const fact of data.added) note(fact);
  const start = new URLSearchParams(location.search).get("fact");
  const place = start === null ? -1 : data.facts.findIndex((fact) => String(fact.span[0]) === start);
  if (place >= 0) document.querySelector("#f" + place + " button").click();
})();
