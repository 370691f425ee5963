import type { Accounts } from "#modules/accounts";
import type { Applications } from "#modules/applications";
import type { Forms, PublishedService } from "#modules/forms";
import type { Payments } from "#modules/payments";
import type { Clock } from "#platform/clock";
import type { Renderer } from "#platform/documents";
import type { Contact } from "#ui/contact-box";
import type { Addresses, Lang, Layout } from "../../frame/index.ts";

/** What the pages of a payment need of the house. */
export interface PaymentPages {
  readonly payments: Pick<Payments, "view" | "openFor" | "standing" | "startOnline" | "refresh" | "waysFor" | "changeWay" | "bankOf">;
  readonly accounts: Pick<Accounts, "visitor">;
  readonly applications: Pick<Applications, "submissionOf" | "reopenUnpaid">;
  readonly forms: Pick<Forms, "current">;
  readonly documents: Pick<Renderer, "render">;
  readonly clock: Clock;
  readonly addresses: Addresses;
  readonly layout: Layout;
  /** Who is called about this service in this town; undefined where the town names nobody. */
  readonly competentOffice: (tenant: string, service: PublishedService, lang: Lang) => Promise<Contact | undefined>;
}
