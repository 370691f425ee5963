// A second click while a form is on its way sends nothing. The server guards itself with an idempotency key; this only spares a wait.
(() => {
  for (const form of document.querySelectorAll("form[data-once]")) {
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (sent) { event.preventDefault(); return; }
      sent = true;
      const words = form.dataset.sending;
      const label = event.submitter?.querySelector(".kern-label");
      if (words && label) label.textContent = words;
      event.submitter?.setAttribute("aria-disabled", "true");
    });
    // Coming back by the browser's back button: the form may be sent again.
    window.addEventListener("pageshow", (event) => { if (event.persisted) { sent = false; form.querySelectorAll("[aria-disabled]").forEach((one) => one.removeAttribute("aria-disabled")); } });
  }
})();
