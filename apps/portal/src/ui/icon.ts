import { html, type Html } from "@kommunalportal/html";

/** The KERN icons that are part of our stylesheet; kern-css.ts keeps exactly these. */
export const iconNames = [
  "account-circle", "add", "arrow-back", "arrow-down", "arrow-forward", "arrow-up", "autorenew", "brightness-medium", "calendar-today", "check", "checklist", "chevron-left", "chevron-right",
  "close", "content-copy", "danger", "delete", "download", "draft", "drive-folder-upload", "easy-language", "edit", "help", "home", "info", "language",
  "logout", "mail", "open-in-new", "search", "sign-language", "success", "visibility", "warning",
] as const;

export type IconName = (typeof iconNames)[number];

/** An ornament: the words beside it carry the meaning. */
export function icon(name: IconName, size?: "small" | "large" | "x-large"): Html {
  return html`<span class="kern-icon kern-icon--${name}${size === undefined ? "" : ` kern-icon--${size}`}" aria-hidden="true"></span>`;
}
