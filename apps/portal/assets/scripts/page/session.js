// Warns before the session ends and extends it without leaving the page. Without this script the draft is kept all the same.
(() => {
  const box = document.querySelector("[data-session]");
  const dialog = box?.querySelector("dialog");
  if (!box || !dialog || typeof dialog.showModal !== "function") return;
  const line = box.querySelector("p");
  // By how much the clock of this device is slow, compared with the server's as the page was made.
  const slow = Date.parse(box.dataset.now) - Date.now();
  let timers = [];
  const plan = (end) => {
    timers.forEach(clearTimeout);
    const left = end - Date.now() - slow;
    const warn = Number(box.dataset.warnMinutes) * 60000;
    timers = [
      setTimeout(() => { if (!dialog.open) dialog.showModal(); }, Math.max(0, Math.min(left - warn, 2147483647))),
      setTimeout(() => { if (dialog.open) dialog.close(); line.textContent = box.dataset.ended; line.setAttribute("role", "alert"); }, Math.max(0, Math.min(left, 2147483647))),
    ];
  };
  plan(Date.parse(box.dataset.expires));
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    try {
      const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { accept: "application/json" } });
      const end = Date.parse(response.headers.get("session-expires") ?? "");
      if (!response.ok || Number.isNaN(end)) throw new Error("not extended");
      const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" });
      line.textContent = line.textContent.replace(/\d{1,2}:\d{2}/, time.format(end));
      dialog.close();
      plan(end);
    } catch { form.submit(); }
  });
})();
