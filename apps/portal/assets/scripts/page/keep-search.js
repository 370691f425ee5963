// Changing the language leads to the same page in the other one: what stands in the search field goes along.
(() => {
  const input = document.querySelector("#suche");
  const switchers = document.querySelectorAll(".portal-languages a, .portal-languages button");
  if (!input || switchers.length === 0) return;
  const key = "suchtext";
  try {
    const kept = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    if (kept && input.value === "") input.value = kept;
  } catch { return; }
  const keep = () => { try { if (input.value !== input.defaultValue) sessionStorage.setItem(key, input.value); } catch { /* it is typed again */ } };
  switchers.forEach((one) => one.addEventListener("click", keep));
})();
