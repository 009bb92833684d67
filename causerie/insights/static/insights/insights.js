/** The figures' pages: the period is shown as soon as it is chosen; the report can be printed. */

const form = document.querySelector("[data-period]");

if (form instanceof HTMLFormElement) {
  const dates = form.querySelector(".dates");
  form.addEventListener("change", (event) => {
    const changed = event.target;
    if (!(changed instanceof HTMLSelectElement)) return;
    const chosen = form.elements.namedItem("period");
    const own = chosen instanceof HTMLSelectElement && chosen.value === "dates";
    if (dates instanceof HTMLElement) dates.hidden = !own;
    if (!own || changed.name !== "period") form.requestSubmit();
  });
}

document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
