// Counts what is left in long texts; says it politely, not at every key.
(() => {
  for (const area of document.querySelectorAll("textarea[data-count]")) {
    const most = Number(area.dataset.count);
    const shown = document.createElement("p");
    shown.className = "portal-count-down";
    shown.setAttribute("aria-hidden", "true");
    const said = document.createElement("p");
    said.className = "kern-sr-only";
    said.setAttribute("role", "status");
    area.after(shown, said);
    let later;
    const update = () => {
      const left = most - [...area.value].length;
      const words = (left < 0 ? area.dataset.countOver : area.dataset.countLeft).replace("{count}", Math.abs(left).toLocaleString(document.documentElement.lang));
      shown.textContent = words;
      shown.classList.toggle("portal-count-down--over", left < 0);
      clearTimeout(later);
      later = setTimeout(() => { if (left < most / 5) said.textContent = words; }, 1000);
    };
    area.addEventListener("input", update);
    update();
  }
})();
