// Offers the device's position for a place; the words stay the answer, the coordinates help to find it.
(() => {
  if (!("geolocation" in navigator)) return;
  for (const place of document.querySelectorAll("[data-place]")) {
    const button = place.querySelector("[data-locate]");
    const status = place.querySelector("[role=status]");
    const [words, lat, lon] = place.querySelectorAll("input");
    if (!button || !status || !lat || !lon) continue;
    button.hidden = false;
    button.addEventListener("click", () => navigator.geolocation.getCurrentPosition(({ coords }) => {
      lat.value = coords.latitude.toFixed(6);
      lon.value = coords.longitude.toFixed(6);
      if (words.value.trim() === "") words.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`;
      status.textContent = place.dataset.located;
    }, () => { status.textContent = place.dataset.failed; }, { enableHighAccuracy: true, timeout: 10000 }));
  }
})();
