// Warns before the session ends and extends it without leaving the page, on which something may be written. Without this script the draft is kept all the same.
(() => {
  const box = document.querySelector("[data-session]");
  const dialog = box?.querySelector("dialog");
  if (!box || !dialog || typeof dialog.showModal !== "function") return;
  const line = box.querySelector("p");
  const text = dialog.querySelector("[data-session-text]");
  const extend = dialog.querySelector("[data-session-extend]");
  const close = dialog.querySelector("[formmethod=dialog]");
  const warning = Number(box.dataset.warnMinutes) * 60000;
  // By how much the clock of this device is slow, compared with the server's as the page was made.
  const slow = Date.parse(box.dataset.now) - Date.now();
  const left = () => end - Date.now() - slow;
  const timeOf = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Europe/Berlin" });
  let end = Date.parse(box.dataset.expires);
  let last = box.dataset.last !== undefined;
  let timers = [];
  // Whoever has read that it cannot last longer reads it once, not on each page of the last minutes.
  const read = (set) => { try { if (set) sessionStorage.setItem("sitzungsende", String(end)); return sessionStorage.getItem("sitzungsende") === String(end); } catch { return false; } };
  const say = (words) => { text.textContent = words.replace("{time}", timeOf.format(end)); };
  const warn = () => {
    if (dialog.open || (last && read(false))) return;
    say(last ? box.dataset.lastText : box.dataset.text);
    extend.hidden = last;
    dialog.showModal();
    toButton();
  };
  // The button that had the focus, or would get it, may be gone: without another one a keyboard and a screen reader stand outside the dialog.
  const toButton = () => { if (extend.hidden) close.focus(); };
  const finish = () => {
    line.textContent = box.dataset.ended;
    line.setAttribute("role", "alert");
    dialog.querySelector("h2").textContent = box.getAttribute("aria-label");
    say(box.dataset.ended);
    extend.hidden = true;
    if (!dialog.open) dialog.showModal();
    toButton();
  };
  const plan = () => {
    timers.forEach(clearTimeout);
    const after = (wait, act) => setTimeout(act, Math.max(0, Math.min(wait, 2147483647)));
    timers = [after(left() - warning, warn), after(left(), finish)];
  };
  const moveTo = (moved) => {
    end = moved;
    line.textContent = line.textContent.replace(/\d{1,2}:\d{2}/, timeOf.format(end));
    if (dialog.open && left() > warning) dialog.close();
    plan();
  };
  // Pages of the same session in other tabs hear of the new end; a device that slept counts anew.
  const others = typeof BroadcastChannel === "function" ? new BroadcastChannel("sitzung") : undefined;
  others?.addEventListener("message", ({ data }) => { if (typeof data === "number" && data > end) moveTo(data); });
  others?.postMessage(end);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && left() > 0) plan(); });
  plan();
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    if (event.submitter?.getAttribute("formmethod") === "dialog") { if (last) read(true); return; }
    event.preventDefault();
    const form = event.currentTarget;
    try {
      const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { accept: "application/json" } });
      const moved = Date.parse(response.headers.get("session-expires") ?? "");
      if (!response.ok || Number.isNaN(moved)) throw new Error("not extended");
      last = moved + 1000 - Date.now() - slow <= warning;
      moveTo(moved);
      others?.postMessage(moved);
      if (!last) return dialog.close();
      say(box.dataset.lastText);
      extend.hidden = true;
      toButton();
    } catch { say(box.dataset.failed); }
  });
})();
