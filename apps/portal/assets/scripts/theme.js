// Runs before the page is painted, so that a chosen appearance does not flash. Without a choice the system decides.
(() => {
  let chosen = null;
  try { chosen = localStorage.getItem("portal-theme"); } catch { /* storage is switched off: the system decides */ }
  if (chosen === "light" || chosen === "dark") document.documentElement.setAttribute("data-kern-theme", chosen);
})();
