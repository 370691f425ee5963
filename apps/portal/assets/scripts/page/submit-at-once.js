// Sends a form that only hands over to another site; without this script its button does.
for (const form of document.querySelectorAll("form[data-submit-at-once]")) form.requestSubmit();
