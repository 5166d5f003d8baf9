"use strict";
const search = document.getElementById("search");
const found = document.getElementById("found");
const rows = [...document.querySelectorAll("tbody tr")].map((row) => ({ row, text: row.textContent.toLowerCase() }));

// Every word must stand somewhere in the row.
const narrow = () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const { row, text } of rows) {
    row.hidden = !words.every((word) => text.includes(word));
    shown += row.hidden ? 0 : 1;
  }
  for (const section of document.querySelectorAll("section[data-table]")) {
    section.hidden = words.length > 0 && !section.querySelector("tbody tr:not([hidden])");
  }
  found.textContent = words.length ? `${shown} of ${rows.length} rows` : "";
};

const key = (row, at) => row.children[at].dataset.value ?? row.children[at].textContent.trim().toLowerCase();
const order = (head) => {
  const body = head.closest("table").tBodies[0];
  const at = [...head.parentNode.children].indexOf(head);
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const compare = (a, b) => key(a, at).localeCompare(key(b, at), undefined, { numeric: true });
  const sorted = [...body.rows].sort((a, b) => (down ? compare(b, a) : compare(a, b)));
  body.append(...sorted);
};

search.addEventListener("input", narrow);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== search) {
    event.preventDefault();
    search.focus();
  } else if (event.key === "Escape" && document.activeElement === search) {
    search.value = "";
    narrow();
  }
});
for (const button of document.querySelectorAll("thead button")) {
  button.addEventListener("click", () => order(button.closest("th")));
}
document.querySelector(".bar label").hidden = false;
narrow();
