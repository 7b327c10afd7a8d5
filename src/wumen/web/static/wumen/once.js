// Sends a form once: whoever clicks again because nothing seems to happen yet would note the same thing twice.
"use strict";

// A download leaves its page as it is, and may be wanted again.
const AGAIN_MS = 10_000;

const mayGo = (form) => form.removeAttribute("aria-busy");

document.addEventListener("submit", (event) => {
  const form = event.target;
  // Asking twice harms nobody; and what goes by htmx has an order of its own.
  if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
  if (form.hasAttribute("aria-busy")) return event.preventDefault();
  form.setAttribute("aria-busy", "true");
  setTimeout(mayGo, AGAIN_MS, form);
});

// What says something else now is no second time.
document.addEventListener("input", (event) => event.target.form && mayGo(event.target.form));

// A page that comes back as it was left.
window.addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(mayGo));
