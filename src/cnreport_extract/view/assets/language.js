/* The labels of a page in two languages: a button changes between them, and tells the rest of the page by the event "spoken". */
(function () {
  "use strict";
  const root = document.documentElement;
  const button = document.getElementById("language");
  const labels = JSON.parse(document.getElementById("data").textContent).labels;
  const all = (selector) => document.querySelectorAll(selector);
  button.addEventListener("click", () => {
    const language = root.lang === "en" ? "zh" : "en";
    const say = (key) => labels[language][key] || key;
    root.lang = language === "en" ? "en" : "zh-Hans";
    button.lang = language === "en" ? "zh-Hans" : "en";
    for (const item of all("[data-l]")) item.textContent = say(item.dataset.l);
    for (const item of all("[data-la]")) item.setAttribute("aria-label", say(item.dataset.la));
    for (const item of all("[data-lp]")) item.setAttribute("placeholder", say(item.dataset.lp));
    document.dispatchEvent(new Event("spoken"));
  });
})();
