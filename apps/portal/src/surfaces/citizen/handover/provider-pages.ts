import { html, raw } from "@kommunalportal/html";
import type { Configuration, ErrorOut, KoaContextWithOIDC } from "oidc-provider";
import { button, buttonGroup, linkButton } from "#ui/button";
import { notice } from "#ui/notice";
import type { Visit } from "../../frame/index.ts";
import type { HandoverPages } from "./handover-pages.ts";
import { say } from "./messages.ts";

type Logout = NonNullable<NonNullable<Configuration["features"]>["rpInitiatedLogout"]>;

/** The few pages that the provider shows by itself, in the look of the town. */
export interface ProviderPages {
  readonly logout: NonNullable<Logout["logoutSource"]>;
  readonly loggedOut: NonNullable<Logout["postLogoutSuccessSource"]>;
  readonly error: (ctx: KoaContextWithOIDC, out: ErrorOut, error: Error) => void;
  readonly endPortalSession: (ctx: KoaContextWithOIDC, next: () => Promise<void>) => Promise<void>;
}

export function createProviderPages(portal: HandoverPages, visitOf: (ctx: KoaContextWithOIDC) => Visit): ProviderPages {
  const show = (ctx: KoaContextWithOIDC, title: string, body: ReturnType<typeof html>): void => {
    ctx.type = "html";
    ctx.body = portal.layout(visitOf(ctx), { title, main: html`<h1 class="kern-heading-x-large">${title}</h1>${body}`, components: [] });
  };
  return {
    logout(ctx, form) {
      const words = say(visitOf(ctx).lang);
      show(ctx, words.logoutTitle, html`<p class="kern-body">${words.logoutText}</p>${raw(form)}${buttonGroup([button({ text: words.logoutYes, form: "op.logoutForm", name: "logout", value: "yes" }), button({ text: words.logoutNo, kind: "secondary", form: "op.logoutForm" })])}`);
    },
    loggedOut(ctx) {
      const visit = visitOf(ctx);
      const words = say(visit.lang);
      show(ctx, words.loggedOut, html`<p class="kern-body">${words.loggedOutText}</p><p>${linkButton({ text: words.home, href: visit.href("/"), kind: "secondary" })}</p>`);
    },
    error(ctx, out) {
      const visit = visitOf(ctx);
      const words = say(visit.lang);
      // The code helps the developer; the description may quote what was sent and stays out.
      show(ctx, words.failed, html`${notice(visit.lang, { kind: "warning", title: words.failedTitle, body: words.failedText })}<p class="kern-body">${words.code}: <code>${out.error}</code></p><p>${linkButton({ text: words.home, href: visit.href("/"), kind: "secondary" })}</p>`);
    },
    /** Whoever signs out there signs out here too, at every host, and what was handed over in that sign-in ends. */
    async endPortalSession(ctx, next) {
      await next();
      const oidc = ctx.oidc as KoaContextWithOIDC["oidc"] | undefined;
      if (oidc?.route !== "end_session_confirm" || ctx.status !== 303 || oidc.params?.["logout"] === undefined) return;
      const cookie = ctx.cookies.get("__Host-sitzung", { signed: false });
      const session = cookie === undefined ? undefined : await portal.accounts.citizen(cookie, visitOf(ctx).request.host);
      if (!session) return;
      await portal.accounts.signOut(session);
      if (session.loginId !== undefined) await portal.handover.endLogin(session.loginId);
    },
  };
}
