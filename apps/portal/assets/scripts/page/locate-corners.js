// Adds a corner of an area where the device stands. Words and size are an equal way, so nothing hangs on it.
(() => {
  if (!("geolocation" in navigator)) return;
  for (const area of document.querySelectorAll("[data-area]")) {
    const button = area.querySelector("[data-locate]");
    const status = area.querySelector("[role=status]");
    const corners = area.querySelector("textarea");
    button.hidden = false;
    button.addEventListener("click", () => navigator.geolocation.getCurrentPosition(({ coords }) => {
      const all = [...corners.value.split(";").map((corner) => corner.trim()).filter((corner) => corner !== ""), `${coords.latitude.toFixed(6)} ${coords.longitude.toFixed(6)}`];
      corners.value = all.join("; ");
      corners.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "located" }));
      status.textContent = area.dataset.located.replace("{count}", String(all.length));
    }, () => { status.textContent = area.dataset.failed; }, { enableHighAccuracy: true, timeout: 10000 }));
  }
})();
