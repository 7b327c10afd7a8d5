// Copies the text of a report as the office made it, and counts its characters while it is changed.
"use strict";

async function copyText(button) {
  const field = document.getElementById(button.dataset.copyText);
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(field.value.trim());
  } else {
    // An address without TLS has no clipboard interface.
    field.select();
    document.execCommand("copy");
  }
  button.textContent = button.dataset.done;
}

for (const button of document.querySelectorAll("[data-copy-text]")) {
  button.hidden = false;
  button.addEventListener("click", () => copyText(button));
}
for (const count of document.querySelectorAll("[data-length-of]")) {
  const field = document.getElementById(count.dataset.lengthOf);
  field.addEventListener("input", () => {
    count.textContent = field.value.length;
    // What was changed by hand is looked over when it is kept, and copied from there.
    for (const button of document.querySelectorAll("[data-copy-text]")) button.hidden = true;
    for (const note of document.querySelectorAll("[data-when-changed]")) note.hidden = false;
  });
}

// Paper has no folds: the heads of the log are printed whole.
window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details.heads")) part.open = true;
});
