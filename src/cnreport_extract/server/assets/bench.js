/* What the workbench adds to its pages: the language is remembered, a file can be dropped. */
(function () {
  "use strict";
  const one = (id) => document.getElementById(id);
  const paste = one("paste");
  if (paste) {
    const drop = (event) => {
      event.preventDefault();
      paste.classList.toggle("over", event.type === "dragover");
      if (event.type !== "drop") return;
      if (event.dataTransfer.files.length) {
        one("file").files = event.dataTransfer.files;
        paste.requestSubmit();
      } else one("text").value = event.dataTransfer.getData("text/plain");
    };
    for (const type of ["dragover", "dragleave", "drop"]) paste.addEventListener(type, drop);
  }
  one("language").addEventListener("click", () => {
    document.cookie = "lang=" + (document.documentElement.lang === "en" ? "en" : "zh") + ";path=/;max-age=31536000;samesite=strict";
  });
})();
