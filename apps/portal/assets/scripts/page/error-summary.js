// The focus goes to the error summary; its links lead into the fields.
(() => {
  const summary = document.querySelector("[data-error-summary]");
  if (summary === null) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
    const target = link && document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
    if (!target) return;
    event.preventDefault();
    const label = target.closest("fieldset")?.querySelector("legend") ?? document.querySelector(`label[for="${CSS.escape(target.id)}"]`) ?? target;
    label.scrollIntoView();
    target.focus({ preventScroll: true });
  });
})();
