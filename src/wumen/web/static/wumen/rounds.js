// Shows beside the floor's one tap which rooms are excepted, as they are chosen; nothing depends on it.
"use strict";

function show(form) {
  const named = form.querySelector("[data-named]");
  const chosen = [...form.elements].filter((one) => one.type === "radio" && one.checked && one.value);
  for (const door of form.parentElement.querySelectorAll(".door")) {
    door.classList.toggle("is-excepted", chosen.some((one) => door.contains(one)));
  }
  const said = chosen.map((one) => one.name.replace("reason-", "") + " " + one.parentElement.textContent.trim());
  named.textContent = named.dataset.words + said.join(" · ");
  named.hidden = said.length === 0;
}

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form && form.matches(".all-normal")) show(form);
});

document.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.form || !input.form.matches(".all-normal") || !input.name.startsWith("words-")) return;
  const other = input.closest("fieldset").querySelector("[value=other]");
  other.checked = input.value.trim() !== "";
  if (other.checked) show(input.form);
});
