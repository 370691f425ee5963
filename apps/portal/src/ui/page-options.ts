import type { PageName } from "@kommunalportal/form-engine";
import type { Content } from "@kommunalportal/html";
import type { Crumb } from "./breadcrumb.ts";
import type { Contact } from "./contact-box.ts";
import type { Notice } from "./notice.ts";
import type { SessionView } from "./session-warning.ts";
import type { Lang } from "./text.ts";

export interface TenantView {
  readonly name: string;
  readonly slug: string;
  /** »Stadt«, »Gemeinde«, »Kreis«, »Land«: stands before the name. */
  readonly kind: string;
  /** Coat of arms or logo; absent: the first letter of the name. */
  readonly arms?: string;
  /** From `themeAsset(slug, theme).url`; absent: the colours of KERN. */
  readonly themeUrl?: string;
  readonly isDemo: boolean;
  /** Text of the Digitale Dachmarke; only for who is entitled to it, so off by default. */
  readonly officialMark?: string;
}

export interface UserView {
  readonly name: string;
  readonly csrf: string;
  readonly unread?: number;
  /** Default: `/abmelden`. */
  readonly signOutAction?: string;
}

export interface NavItem { readonly text: string; readonly href: string; readonly current?: boolean; readonly count?: number }

export interface LanguageForm {
  readonly id: string;
  /** Where the form is sent in each language; the field {@link languageButton} says that only the language changes. */
  readonly action: Readonly<Record<Lang, string>>;
  readonly value: string;
}

/** Name of the button that changes the language of a form. */
export const languageButton = "sprache" satisfies PageName;

export interface PageOptions {
  readonly lang: Lang;
  readonly tenant: TenantView;
  /** Without the name of the town; »Fehler: « is put before it by `hasErrors`. */
  readonly title: string;
  readonly main: Content;
  readonly hasErrors?: boolean;
  readonly description?: string;
  readonly breadcrumb?: readonly Crumb[];
  readonly nav?: readonly NavItem[];
  /** The pages of the area that is current in `nav`, in a second line. */
  readonly subNav?: { readonly label: string; readonly items: readonly NavItem[] };
  readonly user?: UserView;
  /** Where »Anmelden« leads; `false` hides it (staff have their own). Default `/anmelden`. */
  readonly signInHref?: string | false;
  readonly notices?: readonly Notice[];
  readonly session?: SessionView;
  /** Who to call; stands on every page at the same place (WCAG 3.2.6). */
  readonly help?: Contact;
  readonly canonical?: string;
  /** The same page in the other languages, for search engines; without it the switch leads to their start pages. */
  readonly hreflang?: Readonly<Partial<Record<Lang, string>>>;
  /** Where the switch of the language leads when that is more than {@link hreflang}: with the query, which says what was searched or where one wanted to go. */
  readonly switchHref?: Readonly<Record<Lang, string>>;
  /** A form whose words the switch of the language takes along: it sends them to the same page in the other language instead of leaving them behind. */
  readonly languageForm?: LanguageForm;
  readonly robots?: "noindex" | "noindex, nofollow";
  readonly jsonLd?: readonly object[];
  readonly printable?: boolean;
  /** Names of further scripts in the assets. */
  readonly scripts?: readonly string[];
  /** The denser layout of the staff's pages. */
  readonly staff?: { readonly searchAction?: string };
  /** Hidden on the start page, which has a large search of its own. */
  readonly search?: { readonly value?: string } | false;
  /** Main and aside fill the width instead of the reading column. */
  readonly wide?: boolean;
  /** Shown in a frame of another of our pages: the main part alone, without header, footer and landmarks of its own. */
  readonly framed?: boolean;
  /** Shown in a frame of another site's page: main part and a line that says whose form this is. The origins that may show it learn its height. */
  readonly embedded?: { readonly hosts: readonly string[] };
}
