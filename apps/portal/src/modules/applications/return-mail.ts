import type { Mail } from "#platform/mail";
import type { Language } from "./applicant.ts";

/** Content-free: neither the service nor anything that was filled in. `until` as people write it. */
export function returnMail(language: Language, given: { readonly to: string; readonly href: string; readonly until: string; readonly messageId: string }): Mail {
  const { to, href, until, messageId } = given;
  if (language === "en") {
    return { to, messageId, subject: "Your draft in the Kommunalportal", text: `Good day,

you have saved a draft. With this link and the code that was shown to you, you go on with it on any device until ${until}:

${href}

Without the code nobody can open the draft, not even we. If you did not ask for this e-mail, ignore it: nothing happens.
` };
  }
  return { to, messageId, subject: "Ihr Entwurf im Kommunalportal", text: `Guten Tag,

Sie haben einen Entwurf gespeichert. Mit diesem Link und dem Code, der Ihnen angezeigt wurde, machen Sie bis zum ${until} auf jedem Gerät weiter:

${href}

Ohne den Code kann niemand den Entwurf öffnen, auch wir nicht. Haben Sie diese E-Mail nicht angefordert, brauchen Sie nichts zu tun.
` };
}

/** The notice before a draft is deleted. */
export function expiringMail(language: Language, given: { readonly to: string; readonly href: string; readonly until: string; readonly messageId: string }): Mail {
  const { to, href, until, messageId } = given;
  if (language === "en") {
    return { to, messageId, subject: "A draft in the Kommunalportal will soon be deleted", text: `Good day,

a draft that you have not sent yet will be deleted after ${until}. To go on, open this link and enter your code:

${href}
` };
  }
  return { to, messageId, subject: "Ein Entwurf im Kommunalportal wird bald gelöscht", text: `Guten Tag,

ein Entwurf, den Sie noch nicht abgeschickt haben, wird nach dem ${until} gelöscht. Möchten Sie weitermachen, öffnen Sie diesen Link und geben Sie Ihren Code ein:

${href}
` };
}

/** To somebody who is invited. Who invites, and to what, is told by the person who passes on the code. */
export function invitationMail(language: Language, { to, href, messageId }: { readonly to: string; readonly href: string; readonly messageId: string }): Mail {
  if (language === "en") {
    return { to, messageId, subject: "You are asked to take part in an application", text: `Good day,

somebody asks you to take part in an application in the Kommunalportal. Open this link. You get the code for it from the person who invites you:

${href}

Do you not know of this? Then ignore this e-mail: nothing happens.
` };
  }
  return { to, messageId, subject: "Sie sollen bei einem Antrag mitwirken", text: `Guten Tag,

jemand bittet Sie, im Kommunalportal bei einem Antrag mitzuwirken. Öffnen Sie diesen Link. Den Code dazu bekommen Sie von der Person, die Sie einlädt:

${href}

Wissen Sie davon nichts? Dann brauchen Sie nichts zu tun.
` };
}
