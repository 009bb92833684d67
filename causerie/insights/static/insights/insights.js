/** The figures' pages: the period is shown as soon as it is chosen; parts that could not be read can be asked for again; the report can be
 * printed. */

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

/** Shows in a part of the page whether it is on its way or could not be read.
 * @param {Element} panel
 * @param {boolean} failed */
function tell(panel, failed) {
  const [wait, failure] = [panel.querySelector(".panel-wait"), panel.querySelector(".panel-failed")];
  if (wait instanceof HTMLElement) wait.hidden = failed;
  if (failure instanceof HTMLElement) failure.hidden = !failed;
}

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    if (event.target instanceof Element && event.target.matches("[data-panel]")) tell(event.target, true);
  });
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("[data-retry]") : null;
  const panel = link?.closest("[data-panel]");
  if (!panel) return;
  event.preventDefault();
  tell(panel, false);
  panel.dispatchEvent(new Event("retry"));
});
