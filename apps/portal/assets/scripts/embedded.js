// In a frame of another site's page: tells that page how high this one is, so that nobody scrolls in a frame. Only origins that the town has admitted are
// answered, and only after they asked; nothing but height and title is told. Links to other sites open a window of their own.
(() => {
  const { body } = document;
  const hosts = (body.dataset.embedHosts ?? "").split(" ").filter(Boolean);
  if (window.parent === window || hosts.length === 0) return;
  let asked;
  const tell = () => {
    if (asked === undefined) return;
    const height = Math.ceil(body.getBoundingClientRect().height);
    window.parent.postMessage({ kommunalportal: "size", height, title: document.title.slice(0, 200) }, asked);
  };
  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== window.parent || !hosts.includes(origin) || data?.kommunalportal !== "hello") return;
    asked = origin;
    tell();
  });
  new ResizeObserver(tell).observe(body);
  for (const link of document.querySelectorAll("a[href]")) {
    if (link.origin === location.origin || !/^https?:$/.test(link.protocol)) continue;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
})();
