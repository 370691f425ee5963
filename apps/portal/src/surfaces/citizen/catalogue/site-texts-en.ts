import type { SiteTextName } from "./site-texts.ts";
import { siteTextsDe } from "./site-texts-de.ts";

export const siteTextsEn: Readonly<Record<SiteTextName, string>> = {
  imprint: `## Provider

Whoever runs this installation is responsible for this portal. The operator enters the details required by section 5 of the German Digital Services Act (name, address, legal representative, e-mail, telephone) before opening.

## Content of the towns, municipalities and districts

The respective administration is responsible for the pages of a town, municipality or district. Texts marked “sample text” are general descriptions that the local administration has not checked.

## Software

Kommunalportal is free software under the European Union Public Licence 1.2 (EUPL-1.2).`,
  privacy: `## The most important things first

You can read all information without telling us anything about yourself. There is no tracking, no advertising and no third-party service.

## Which data arises when you read?

The server processes your IP address for the duration of the connection so that the page reaches you. The log holds time, kind of page and duration, not your address and not what you type. Legal basis: Article 6 (1) (e) GDPR with section 3 DSG NRW.

## Which cookies are there?

- while you fill in a form: a cookie that leads your draft back to you
- when you sign in: a cookie for the duration of your session

Both are necessary for the service (section 25 (2) TDDDG). Your browser itself remembers whether you prefer light or dark.

## What happens to an application?

Each service has its own privacy notice before the start: what for, on which basis, who receives the data and how long it is kept. What you enter is stored encrypted.

## Your rights

You may ask for access, correction, erasure and restriction, and object to the processing (Articles 15 to 21 GDPR). You may complain to the State Commissioner for Data Protection and Freedom of Information North Rhine-Westphalia.`,
  accessibility: `## Scope

This statement applies to this portal. It is based on section 10e of the Disability Equality Act of North Rhine-Westphalia (BGG NRW) and section 4 of its ordinance (BITVNRW).

## Compliance status

The portal is built to EN 301 549 V3.2.1 and the Web Content Accessibility Guidelines (WCAG) 2.2, level AA. It is partially compliant.

## What is not accessible yet

- The film in German Sign Language is not available everywhere. Until then you find the content in easy German.
- Files that an authority uploads may contain barriers. Every decision is therefore also available as a page.
- Texts of some services are available in German only.

## How this statement was made

By self-assessment: every page is checked automatically with every change, important journeys also by keyboard, on a narrow screen and without JavaScript.

## Feedback and contact

Did you find a barrier? Write to us with the form “Report a barrier”. You need not sign in. If you give an e-mail address, you receive an answer within six weeks at the latest.

## Enforcement

If the answer does not satisfy you, you may turn to the ombuds office for accessible information technology of the Land North Rhine-Westphalia (section 10d BGG NRW). The procedure is free of charge.`,
  easyLanguage: siteTextsDe.easyLanguage,
};
