// Keys for the lists of the staff's pages; never while one is typing, never together with Ctrl, Alt or Meta (WCAG 2.1.4).
(() => {
  const rows = () => [...document.querySelectorAll("tr[data-row]")];
  const current = () => rows().findIndex((row) => row.contains(document.activeElement));
  const go = (step) => {
    const all = rows();
    if (all.length === 0) return;
    const at = current();
    const next = at === -1 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
    all[next].querySelector("a, button, input")?.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target instanceof Element && event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog")) return;
    const hint = document.querySelector("[data-shortcuts]");
    if (event.key === "/") { const search = document.getElementById("suche") ?? document.querySelector("input[type=search]"); if (search) { event.preventDefault(); search.focus(); } }
    else if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "o") rows()[current()]?.querySelector("a")?.click();
    else if (event.key === "?" && hint) { hint.open = !hint.open; hint.querySelector("summary").focus(); }
  });
})();
