// Puts one form of this portal into the page where the script tag stands. Documented in docs/embedding.md.
//   <script src="https://<town>/einbetten.js" data-dienst="hund-anmelden" data-titel="Hund anmelden" data-impressum="https://…" data-datenschutz="https://…"></script>
// No cookie of the host's page is read or set, nothing of the page around the form is looked at, no style is changed. The link to the form stays until the
// form itself has answered: whoever is not admitted by the town, or has no frames, still gets there.
(() => {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) { console.error("Kommunalportal: Das Skript braucht ein gewöhnliches script-Element, kein type=\"module\"."); return; }
  const portal = new URL(script.src).origin;
  const { dienst = "", titel = "", sprache = "de", impressum = "", datenschutz = "", barrierefreiheit = "" } = script.dataset;
  const complain = (words) => { console.error(`Kommunalportal: ${words}`); };
  if (!/^[a-z0-9-]{1,60}$/.test(dienst)) { complain("data-dienst nennt keinen Dienst, zum Beispiel data-dienst=\"hund-anmelden\"."); return; }
  const lang = sprache === "en" ? "en" : "de";
  const prefix = lang === "en" ? "/en" : "";
  const words = {
    de: { name: "Online-Dienst", open: "in eigenem Fenster öffnen", legal: "Rechtliches zu dieser Seite", imprint: "Impressum", privacy: "Datenschutz", access: "Barrierefreiheit" },
    en: { name: "Online service", open: "open in a window of its own", legal: "Legal information on this page", imprint: "Legal notice", privacy: "Privacy", access: "Accessibility" },
  }[lang];
  const secure = (given) => {
    try { const url = new URL(given); return url.protocol === "https:" && url.username === "" && url.password === "" && given.length <= 500 ? url.href : undefined; } catch { return undefined; }
  };
  const name = titel.trim().slice(0, 200) || words.name;

  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const link = (href, text) => make("a", { href, target: "_blank", rel: "noopener" }, text);
  const box = make("div", { class: "kommunalportal", lang }, make("p", {}, link(`${portal}${prefix}/antrag/${dienst}`, `${name}: ${words.open}`)));
  script.after(box);

  // Who shows a form to people says who they are and what becomes of their data (§ 5 DDG, Art. 13 DSGVO): without both there is only the link.
  const legal = [[words.imprint, impressum, true], [words.privacy, datenschutz, true], [words.access, barrierefreiheit, false]].map(([text, given, needed]) => ({ text, given, needed, href: secure(given) }));
  const wrong = legal.filter(({ needed, given, href }) => href === undefined && (needed || given !== ""));
  if (wrong.length > 0) { complain(`Das Formular wird nicht eingebettet, nur verlinkt. Diese Angaben fehlen oder sind keine https-Adressen: ${wrong.map(({ text }) => text).join(", ")}.`); return; }

  const frame = make("iframe", {
    src: `${portal}${prefix}/eingebettet/antrag/${dienst}`, title: name, width: "100%", height: "600", frameborder: "0", allow: "geolocation", referrerpolicy: "no-referrer",
    sandbox: "allow-forms allow-scripts allow-same-origin allow-downloads allow-popups allow-popups-to-escape-sandbox",
  });
  box.append(frame, make("nav", { "aria-label": words.legal }, make("ul", {}, ...legal.filter(({ href }) => href !== undefined).map(({ text, href }) => make("li", {}, link(href, text))))));

  let answered = false;
  let pages = 0;
  let waiting;
  frame.addEventListener("load", () => {
    pages += 1;
    frame.contentWindow?.postMessage({ kommunalportal: "hello" }, portal);
    // A new page of the form begins at its top, also for who has scrolled down the last one.
    if (pages > 1 && frame.getBoundingClientRect().top < 0) frame.scrollIntoView({ block: "start" });
    clearTimeout(waiting);
    if (!answered) waiting = setTimeout(() => { if (!answered) { frame.remove(); complain(`Das Formular antwortet nicht. Vielleicht hat die Kommune ${location.origin} noch nicht zugelassen.`); } }, 10000);
  });
  window.addEventListener("message", ({ source, origin, data }) => {
    if (origin !== portal || source !== frame.contentWindow || data?.kommunalportal !== "size" || !Number.isFinite(data.height)) return;
    answered = true;
    clearTimeout(waiting);
    frame.height = String(Math.min(Math.max(Math.ceil(data.height), 100), 30000));
    if (titel === "" && typeof data.title === "string") frame.title = data.title.slice(0, 200);
  });
})();
