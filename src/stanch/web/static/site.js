// A slider sets the day beside it and shows what that day looked like. Without this script the field for the day does the same.
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
