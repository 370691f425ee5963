// Makes a long list searchable: an editable combobox (ARIA APG) in front of the select, which keeps the answer. Without this script the select is all there is.
(() => {
  const fold = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  for (const select of document.querySelectorAll("select[data-search]")) {
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const wrapper = select.parentElement;
    const options = [...select.options].filter(({ value }) => value !== "").map((option) => ({ value: option.value, text: option.text, folded: fold(option.text) }));
    const input = document.createElement("input");
    const list = document.createElement("ul");
    const status = document.createElement("p");
    const empty = select.options[0]?.value === "" ? select.options[0].text : "";
    const id = select.id;
    Object.assign(input, { type: "text", className: `kern-form-input__input portal-input--full${select.classList.contains("kern-form-input__select--error") ? " kern-form-input__input--error" : ""}`, autocomplete: "off", placeholder: "" });
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", `${id}:liste`], ["spellcheck", "false"]]) input.setAttribute(name, value);
    for (const name of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    Object.assign(list, { id: `${id}:liste`, className: "portal-suggestions", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", label?.textContent ?? "");
    status.className = "kern-sr-only";
    status.setAttribute("role", "status");
    // The combobox takes the id, so that label, error summary and fragments lead to it.
    select.id = `${id}:auswahl`;
    // Not the attribute hidden: what is hidden counts as not asked.
    select.classList.add("portal-replaced");
    input.id = id;
    wrapper.classList.add("portal-search-list");
    wrapper.append(input, list, status);
    const chosenText = () => options.find(({ value }) => value === select.value)?.text ?? "";
    let at = -1; let later;
    const items = () => [...list.children];
    const mark = (next) => {
      at = next;
      items().forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
      if (at < 0) input.removeAttribute("aria-activedescendant"); else { input.setAttribute("aria-activedescendant", items()[at].id); items()[at].scrollIntoView({ block: "nearest" }); }
    };
    const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); mark(-1); };
    const open = (typed) => {
      const wanted = fold(typed.trim());
      const found = options.filter(({ folded }) => folded.includes(wanted)).sort((a, b) => Number(b.folded.startsWith(wanted)) - Number(a.folded.startsWith(wanted))).slice(0, 50);
      list.replaceChildren(...found.map(({ value, text }, index) => {
        const item = document.createElement("li");
        item.id = `${id}:liste-${index}`;
        item.setAttribute("role", "option");
        item.textContent = text;
        item.dataset.value = value;
        return item;
      }));
      list.hidden = found.length === 0;
      input.setAttribute("aria-expanded", String(found.length > 0));
      mark(-1);
      clearTimeout(later);
      later = setTimeout(() => { status.textContent = select.dataset.results.replace("{count}", String(found.length)); }, 600);
    };
    const choose = (value) => {
      select.value = value;
      input.value = chosenText();
      close();
      select.dispatchEvent(new Event("change", { bubbles: true }));
    };
    input.value = chosenText();
    input.placeholder = empty;
    input.addEventListener("input", () => {
      const exact = options.find(({ folded }) => folded === fold(input.value.trim()));
      select.value = exact?.value ?? "";
      select.dispatchEvent(new Event("change", { bubbles: true }));
      open(input.value);
    });
    input.addEventListener("keydown", (event) => {
      const count = list.hidden ? 0 : list.children.length;
      if (event.key === "Escape" && count > 0) { event.preventDefault(); close(); }
      else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (count === 0) open(""); else mark(event.key === "ArrowDown" ? (at + 2) % (count + 1) - 1 : (at + count + 1) % (count + 1) - 1);
      } else if (event.key === "Enter" && at >= 0) { event.preventDefault(); choose(items()[at].dataset.value); }
    });
    input.addEventListener("click", () => { if (list.hidden) open(""); });
    list.addEventListener("mousedown", (event) => { const item = event.target.closest("[role=option]"); event.preventDefault(); if (item) choose(item.dataset.value); });
    // What is no entry of the list is no answer; the words stay, so that they can be mended, and the server asks again.
    input.addEventListener("blur", close);
  }
})();
