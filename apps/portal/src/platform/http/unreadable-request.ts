import type { Socket } from "node:net";

interface Said { readonly status: string; readonly title: string; readonly text: string; readonly en: string }

const tooLong: Said = {
  status: "431 Request Header Fields Too Large", title: "Diese Adresse ist zu lang",
  text: "Die Adresse oder das, was Ihr Browser sich für diese Seite gemerkt hat, ist länger als erlaubt. Öffnen Sie die Startseite neu. Hilft das nicht, löschen Sie in Ihrem Browser die Cookies dieser Seite.",
  en: "The address, or what your browser has kept for this site, is longer than allowed. Open the start page again. If that does not help, delete this site's cookies in your browser.",
};
const tooSlow: Said = {
  status: "408 Request Timeout", title: "Die Verbindung war zu langsam",
  text: "Ihre Anfrage kam nicht vollständig an. Prüfen Sie Ihre Verbindung, und versuchen Sie es noch einmal.", en: "Your request did not arrive completely. Check your connection and try again.",
};
const unreadable: Said = {
  status: "400 Bad Request", title: "Diese Anfrage war nicht lesbar",
  text: "Ihr Browser hat etwas gesendet, das wir nicht lesen können. Versuchen Sie es noch einmal, oder öffnen Sie die Startseite.", en: "Your browser sent something that we cannot read. Try again, or open the start page.",
};

/** Answers what never became a request, so that nobody sees a line made for machines. There is no host, language or session here yet: a plain page for all. */
export function answerUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  if (socket.writable) {
    const { status, title, text, en } = error.code === "HPE_HEADER_OVERFLOW" ? tooLong : error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? tooSlow : unreadable;
    const page = `<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p><p lang="en">${en}</p><p><a href="/">Zur Startseite</a></p></body></html>`;
    socket.write(`HTTP/1.1 ${status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(page)}\r\nContent-Security-Policy: default-src 'none'\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n${page}`);
  }
  socket.destroy(error);
}
