// Search suggestions as an ARIA combobox; Enter without a choice searches as before.
(() => {
  for (const form of document.querySelectorAll("form[data-suggest]")) {
    const input = form.querySelector("input[type=search]");
    if (!input) continue;
    const list = document.createElement("ul");
    list.id = `${input.id}-vorschlaege`;
    list.className = "portal-suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", form.querySelector("label")?.textContent ?? "");
    list.hidden = true;
    const status = document.createElement("p");
    status.className = "kern-sr-only";
    status.setAttribute("role", "status");
    form.append(list, status);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);
    let later; let request; let chosen = -1;
    const options = () => [...list.children];
    const close = () => { list.hidden = true; chosen = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
    const choose = (at) => {
      chosen = at;
      options().forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
      if (at === -1) input.removeAttribute("aria-activedescendant"); else input.setAttribute("aria-activedescendant", options()[at].id);
    };
    const show = (items) => {
      list.replaceChildren(...items.slice(0, 8).map(({ text, href }, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.textContent = text;
        option.dataset.href = href;
        return option;
      }));
      choose(-1);
      list.hidden = items.length === 0;
      input.setAttribute("aria-expanded", String(items.length > 0));
      status.textContent = form.dataset.suggestStatus.replace("{count}", String(Math.min(8, items.length)));
    };
    input.addEventListener("input", () => {
      clearTimeout(later);
      request?.abort();
      if (input.value.trim().length < 2) { close(); return; }
      later = setTimeout(async () => {
        request = new AbortController();
        try {
          const url = new URL(form.dataset.suggest, location.origin);
          url.searchParams.set("q", input.value.trim());
          const response = await fetch(url, { signal: request.signal, headers: { accept: "application/json" } });
          if (response.ok && document.activeElement === input) show(await response.json());
        } catch { close(); }
      }, 150);
    });
    input.addEventListener("keydown", (event) => {
      const count = list.hidden ? 0 : list.children.length;
      if (event.key === "Escape") close();
      else if (count > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        choose(event.key === "ArrowDown" ? (chosen + 2) % (count + 1) - 1 : (chosen + count + 1) % (count + 1) - 1);
      } else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); location.assign(options()[chosen].dataset.href); }
    });
    list.addEventListener("mousedown", (event) => { const option = event.target.closest("[role=option]"); if (option) { event.preventDefault(); location.assign(option.dataset.href); } });
    input.addEventListener("blur", close);
  }
})();
