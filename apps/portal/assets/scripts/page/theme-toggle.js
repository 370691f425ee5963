// Light or dark, kept on this device.
(() => {
  const root = document.documentElement;
  const isDark = () => {
    const chosen = root.getAttribute("data-kern-theme");
    return chosen === null ? matchMedia("(prefers-color-scheme: dark)").matches : chosen === "dark";
  };
  for (const toggle of document.querySelectorAll("[data-theme-toggle]")) {
    toggle.hidden = false;
    toggle.setAttribute("aria-pressed", String(isDark()));
    toggle.addEventListener("click", () => {
      const next = isDark() ? "light" : "dark";
      root.setAttribute("data-kern-theme", next);
      toggle.setAttribute("aria-pressed", String(next === "dark"));
      try { localStorage.setItem("portal-theme", next); } catch { /* it holds for this page only */ }
    });
  }
})();
