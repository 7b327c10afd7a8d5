// Copies the text of an element at a tap; without a script the text is selected by hand.
"use strict";

function select(element) {
  if (element.select) {
    element.select();
    return;
  }
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

async function copy(button) {
  const element = document.getElementById(button.dataset.copy);
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(element.textContent.trim());
  } else {
    // An address without TLS has no clipboard interface, and what is folded cannot be selected.
    element.closest("details")?.setAttribute("open", "");
    select(element);
    document.execCommand("copy");
  }
  button.textContent = button.dataset.done;
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
