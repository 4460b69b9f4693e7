// Everything here is a shortcut: without this script the same forms send and the same links lead.
"use strict";

// A form that names a part of the page swaps that part alone, and the address says what is shown.
async function swap(form) {
  const url = `${form.action.split("?")[0]}?${new URLSearchParams(new FormData(form))}`;
  const answer = await fetch(url, { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [here, there] = [document, page].map((held) => held.getElementById(form.dataset.swaps));
  if (!answer.ok || !there) return location.assign(url);
  here.replaceWith(there);
  history.replaceState({ swaps: true }, "");
  history.pushState({ swaps: true }, "", url);
}
for (const form of document.querySelectorAll("form[data-swaps]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    swap(form).catch(() => form.submit());
  });
}
addEventListener("popstate", (event) => event.state?.swaps && location.reload());

// A slider sets the day beside it and shows what that day looked like; without this script the field for the day does the same.
for (const slider of document.querySelectorAll("input[data-sets]")) {
  const day = document.getElementById(slider.dataset.sets);
  const shown = slider.parentElement.querySelector("output");
  slider.parentElement.hidden = false;
  slider.addEventListener("input", () => {
    const today = new Date().toISOString().slice(0, 10);
    const end = `${slider.value}-12-31`;
    day.value = end < today ? end : today;
    if (shown) shown.textContent = slider.value;
  });
  slider.addEventListener("change", () => slider.form.requestSubmit());
}
