// Only improves: without it the type catalog is plain tables. It filters and sorts their rows, and keeps the choice in the address, so
// that a view can be sent to others.
(function () {
  "use strict";
  var place = document.getElementById("filters");
  var sections = Array.from(document.querySelectorAll(".of-catalog"));
  if (!place || !sections.length) return;

  var COLUMNS = ["type", "summary", "schema", "version", "examples", "channel", "owner", "state"];
  var rows = [];
  sections.forEach(function (section) {
    var table = section.querySelector("table");
    Array.from(table.tBodies).forEach(function (body) {
      Array.from(body.rows).forEach(function (row) {
        var values = { catalog: [section.querySelector("h2").textContent] };
        COLUMNS.forEach(function (column, index) {
          var cell = row.cells[index];
          var parts = Array.from(cell.children).map(function (part) { return part.textContent.trim(); });
          values[column] = parts.length ? parts : [cell.textContent.trim()].filter(Boolean);
        });
        values.schema = values.schema.filter(function (name) { return name !== "none"; });
        rows.push({ row: row, body: body, values: values, text: row.textContent.toLowerCase() });
      });
    });
  });

  function element(name, attributes, text) {
    var made = document.createElement(name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text) made.textContent = text;
    return made;
  }

  // Each field of the form: its name in the address, its label, and which rows a choice leaves.
  var fields = [{ name: "text", label: "Name or word", input: element("input", { type: "search" }), fits: function (entry, choice) {
    return choice.toLowerCase().split(/\s+/).every(function (word) { return entry.text.includes(word); });
  } }];
  [["catalog", "Catalog"], ["owner", "Owner"], ["state", "State"], ["channel", "Channel"], ["version", "Version"]].forEach(function (pair) {
    var known = new Set();
    rows.forEach(function (entry) { entry.values[pair[0]].forEach(function (value) { known.add(value); }); });
    if (known.size < 2) return;
    fields.push({ name: pair[0], label: pair[1], input: choices(Array.from(known).sort()), fits: function (entry, choice) {
      return entry.values[pair[0]].includes(choice);
    } });
  });
  fields.push({ name: "schema", label: "Schema", input: choices(["with", "without"]), fits: function (entry, choice) {
    return (entry.values.schema.length > 0) === (choice === "with");
  } });
  fields.push({ name: "example", label: "Example", input: choices(["with", "without"]), fits: function (entry, choice) {
    return (entry.values.examples[0] !== "0") === (choice === "with");
  } });

  function choices(values) {
    var select = element("select", {});
    select.append(element("option", { value: "" }, "any"));
    values.forEach(function (value) { select.append(element("option", { value: value }, value)); });
    return select;
  }

  var form = element("form", { class: "filters scripted", role: "search", "aria-label": "Filter event types" });
  fields.forEach(function (field) {
    var label = element("label", {});
    label.append(element("span", {}, field.label), field.input);
    form.append(label);
    field.input.addEventListener("input", changed);
  });
  var reset = element("button", { type: "reset" }, "Reset");
  var said = element("p", { class: "note", role: "status" });
  form.append(reset, said);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { order = ""; setTimeout(changed); });
  place.append(form);

  // "owner" sorts up, "-owner" sorts down; empty is the order of names.
  var order = "";
  document.querySelectorAll("table.types thead th").forEach(function (head) {
    var column = COLUMNS[head.cellIndex];
    head.dataset.column = column;
    var button = element("button", { type: "button", class: "sort scripted", "aria-label": "Sort by " + head.textContent.toLowerCase() });
    button.addEventListener("click", function () {
      order = order === column ? "-" + column : order === "-" + column ? "" : column;
      changed();
    });
    head.append(button);
  });

  function sort() {
    var column = order.replace("-", "");
    var sign = order.charAt(0) === "-" ? -1 : 1;
    var sorted = rows.slice();
    if (column) {
      sorted.sort(function (a, b) {
        return sign * a.values[column].join(" ").localeCompare(b.values[column].join(" "), "en", { numeric: true });
      });
    }
    // Sorted rows stand in the first part of their table; in the order of names each is in its own.
    sorted.forEach(function (entry) {
      (column ? entry.body.parentElement.tBodies[0] : entry.body).append(entry.row);
    });
    document.querySelectorAll("table.types thead th").forEach(function (head) {
      if (head.dataset.column !== column) head.removeAttribute("aria-sort");
      else head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
    });
  }

  function show() {
    var asked = fields.filter(function (field) { return field.input.value.trim(); });
    var shown = 0;
    rows.forEach(function (entry) {
      var fits = asked.every(function (field) { return field.fits(entry, field.input.value.trim()); });
      entry.row.hidden = !fits;
      if (fits) shown += 1;
    });
    sections.forEach(function (section) {
      section.hidden = asked.length > 0 && !section.querySelector("tbody tr:not([hidden])");
    });
    said.textContent = shown + " of " + rows.length;
    sort();
  }

  function changed() {
    var choice = new URLSearchParams();
    fields.forEach(function (field) { if (field.input.value.trim()) choice.set(field.name, field.input.value.trim()); });
    if (order) choice.set("sort", order);
    var text = choice.toString();
    history.replaceState(null, "", text ? "#" + text : location.pathname + location.search);
    show();
  }

  // An address without a choice may be that of a place in the page.
  function read() {
    var text = location.hash.slice(1);
    var choice = new URLSearchParams(text.includes("=") ? text : "");
    fields.forEach(function (field) { field.input.value = choice.get(field.name) || ""; });
    order = COLUMNS.includes((choice.get("sort") || "").replace("-", "")) ? choice.get("sort") : "";
    show();
  }
  addEventListener("hashchange", read);
  read();
})();
