// Presses the one button of the answer page. Without JavaScript the person does.
document.querySelector("form[data-answer]")?.requestSubmit();
