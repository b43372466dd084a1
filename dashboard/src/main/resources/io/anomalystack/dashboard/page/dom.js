/* Elements of the page. Text from data is only ever text here, never markup. */

export const byId = id => document.getElementById(id);

/** An element with a text and a class, both optional. */
export function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) {
    made.textContent = text;
  }
  if (className) {
    made.className = className;
  }
  return made;
}

/** A button that gives up every filter: see filters.js. */
export function clearButton(text) {
  const made = element("button", text, "button");
  made.type = "button";
  made.dataset.clearFilters = "";
  return made;
}

/** Sets a text only where it changes, so that nothing is announced or drawn twice. */
export function setText(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

/** Said once by screen readers. */
export function announce(text) {
  setText(byId("announcement"), text);
}

/** A table with a caption for those who cannot see what is around it; numbers to the right. A cell is text or an element. */
export function fillTable(table, caption, columns, rows) {
  table.replaceChildren();
  table.append(element("caption", caption, "unseen"));
  const head = table.createTHead().insertRow();
  for (const column of columns) {
    const cell = element("th", column.title, column.number ? "number" : null);
    cell.scope = "col";
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    columns.forEach((column, i) => {
      const cell = element(i === 0 ? "th" : "td", null, column.number ? "number" : null);
      // For where there is no room for a head.
      cell.dataset.title = column.title;
      cell.append(column.cell(row));
      if (i === 0) {
        cell.scope = "row";
      }
      line.append(cell);
    });
  }
}
