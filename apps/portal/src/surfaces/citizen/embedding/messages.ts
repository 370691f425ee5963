import type { Lang } from "../../frame/index.ts";

const de = {
  title: "Weiter in einem eigenen Fenster",
  text: "Dieser Schritt geht nur im Portal selbst, nicht innerhalb einer anderen Seite. So sehen Sie in der Adresszeile, bei wem Sie sich anmelden oder bezahlen.",
  keeps: "Was Sie schon eingegeben haben, kommt mit.",
  button: "In einem eigenen Fenster fortsetzen",
  lateTitle: "Diese Seite war zu lange offen",
  late: "Zu Ihrem Schutz gilt der Knopf eine halbe Stunde. Gehen Sie zurück in das Fenster mit dem Formular, laden Sie es neu, und drücken Sie den Knopf noch einmal. Ihre Angaben sind dort noch da.",
};
const en: typeof de = {
  title: "Continue in a window of its own",
  text: "This step works in the portal itself only, not inside another page. That way the address bar shows you with whom you sign in or pay.",
  keeps: "What you have entered comes along.",
  button: "Continue in a window of its own",
  lateTitle: "This page was open for too long",
  late: "For your protection the button is valid for half an hour. Go back to the window with the form, reload it and press the button again. Your answers are still there.",
};

export const wordsIn = (lang: Lang): typeof de => ({ de, en })[lang];
