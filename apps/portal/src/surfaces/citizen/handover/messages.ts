import type { Lang } from "../../frame/index.ts";

const words = {
  de: {
    title: "Angaben übergeben", lead: (name: string, publisher: string) => `Sie wechseln zu »${name}«. Diesen Dienst betreibt ${publisher}, nicht Ihre Kommune.`,
    values: "Das wird übergeben", none: "Es werden keine Angaben über Sie übergeben, nur ein Kennzeichen, an dem allein dieser Dienst Sie wiedererkennt.",
    absent: "liegt nicht vor und wird nicht übergeben", why: "Wofür", level: "Vertrauensniveau Ihrer Anmeldung", optional: "Freiwillig", optionalText: "Diese Angaben braucht der Dienst nicht unbedingt. Übergeben wird nur, was Sie ankreuzen.",
    also: "Außerdem bekommt der Dienst ein Kennzeichen, das nur er kennt. Er kann Sie damit wiedererkennen, aber nicht mit Angaben anderer Dienste verbinden.",
    keeps: "Was der Dienst aufbewahrt", privacy: "Datenschutzerklärung des Dienstes", act: "Für höchstens eine Stunde kann der Dienst in Ihrem Namen einen Antrag stellen, den Sie dort absenden.",
    withdraw: "Die Einwilligung können Sie jederzeit unter »Mein Konto« widerrufen. Dort sehen Sie auch, wann der Dienst Ihre Angaben abgerufen hat.",
    go: "Angaben übergeben und weiter", cancel: "Abbrechen", levelBasis: "Basis", levelSubstantiell: "substantiell", levelHoch: "hoch",
    expired: "Diese Übergabe ist abgelaufen", expiredText: "Sie wurde schon beendet, oder sie hat zu lange gedauert. Beginnen Sie bitte beim Dienst von vorn. Es wurde nichts übergeben.",
    failed: "Die Übergabe ist nicht möglich", failedTitle: "Der Dienst hat die Übergabe falsch begonnen, oder sie ist abgelaufen.", failedText: "Es wurde nichts übergeben. Gehen Sie zurück zum Dienst und beginnen Sie noch einmal. Hilft das nicht, wenden Sie sich an den Dienst und nennen Sie die Kennung.", code: "Kennung",
    logoutTitle: "Auch im Portal abmelden?", logoutText: "Sie haben sich beim Dienst abgemeldet. Im Portal sind Sie noch angemeldet.", logoutYes: "Ja, überall abmelden", logoutNo: "Nein, angemeldet bleiben", loggedOut: "Sie sind abgemeldet", loggedOutText: "Die Anmeldung am Portal ist beendet.", home: "Zur Startseite",
  },
  en: {
    title: "Hand over your details", lead: (name: string, publisher: string) => `You are going on to “${name}”. This service is run by ${publisher}, not by your municipality.`,
    values: "This is handed over", none: "Nothing about you is handed over, only a key by which this service alone recognises you.",
    absent: "is not known and is not handed over", why: "What for", level: "Trust level of your sign-in", optional: "Voluntary", optionalText: "The service does not need these details. Only what you tick is handed over.",
    also: "The service also gets a key that only it knows. It can recognise you by it, but cannot connect you with details of other services.",
    keeps: "What the service keeps", privacy: "Privacy statement of the service", act: "For at most one hour the service can submit an application in your name that you send there.",
    withdraw: "You can withdraw your consent at any time under “My account”. There you also see when the service fetched your details.",
    go: "Hand over and go on", cancel: "Cancel", levelBasis: "basic", levelSubstantiell: "substantial", levelHoch: "high",
    expired: "This hand-over has expired", expiredText: "It was ended already or took too long. Please begin again at the service. Nothing was handed over.",
    failed: "The hand-over is not possible", failedTitle: "The service began the hand-over in a wrong way, or it has expired.", failedText: "Nothing was handed over. Go back to the service and begin again. If that does not help, contact the service and name the code.", code: "Code",
    logoutTitle: "Sign out of the portal too?", logoutText: "You signed out of the service. You are still signed in to the portal.", logoutYes: "Yes, sign out everywhere", logoutNo: "No, stay signed in", loggedOut: "You are signed out", loggedOutText: "Your sign-in to the portal has ended.", home: "To the start page",
  },
} as const;

export function say(lang: Lang): (typeof words)["de"] | (typeof words)["en"] {
  return words[lang];
}
