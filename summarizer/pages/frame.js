"use strict";
// What the pages share: elements from words, never from markup, and an article cut into pieces.
const frame = (() => {
  const data = JSON.parse(document.getElementById("data").textContent);

  /** Makes an element; `props` are attributes, and listeners where the value is a function. */
  function make(tag, props, ...children) {
    return dress(document.createElement(tag), props, children);
  }

  function draw(tag, props, ...children) {
    return dress(document.createElementNS("http://www.w3.org/2000/svg", tag), props, children);
  }

  function dress(element, props, children) {
    for (const [name, value] of Object.entries(props || {})) {
      if (typeof value === "function") element.addEventListener(name, value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) {
        element.setAttribute(name, value);
      }
    }
    element.append(...children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== ""));
    return element;
  }

  /** Foreign words inside a line of ours: their direction ends with them. */
  const foreign = (text) => make("bdi", null, text);
  const hidden = (text) => make("span", { class: "unseen" }, text);
  const byId = (id) => document.getElementById(id);
  const plural = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many || one + "s"}`;
  const calm = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

  /** Cuts a text into lines, and lines where a span begins or ends. */
  function cutLines(text, spans) {
    const cuts = new Set([0, text.length]);
    spans.forEach((span) => cuts.add(span.start).add(span.end));
    const lines = [];
    let from = 0;
    for (const line of text.split("\n")) {
      if (line.trim()) lines.push([from, from + line.length]);
      from += line.length + 1;
    }
    lines.forEach(([start, end]) => cuts.add(start).add(end));
    const edges = [...cuts].sort((a, b) => a - b);
    const starts = [...spans].sort((a, b) => a.start - b.start);
    let [next, edge] = [0, 0];
    let running = [];
    return lines.map(([start, end]) => {
      while (edges[edge] < start) edge += 1;
      const pieces = [];
      for (; edges[edge] < end; edge += 1) {
        const [a, b] = [edges[edge], edges[edge + 1]];
        while (next < starts.length && starts[next].start <= a) running.push(starts[next++]);
        running = running.filter((span) => span.end > a);
        pieces.push({ at: a, text: text.slice(a, b), spans: running.slice(), begins: running.filter((span) => span.start === a) });
      }
      return pieces;
    });
  }

  /** Arrow keys go from one mark that is seen to the next: a text is one stop of the Tab key. */
  function walk(event, marks, isSeen) {
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const at = marks.findIndex((mark) => mark.element === event.target);
    if (at < 0 || !(event.key in steps) || event.shiftKey) return;
    event.preventDefault();
    for (let next = at + steps[event.key]; next >= 0 && next < marks.length; next += steps[event.key]) {
      if (isSeen(marks[next])) return marks[next].element.focus();
    }
  }

  /** Scrolls a pane, and nothing else, until an element in it is in sight. */
  function scrollPane(pane, element) {
    const [frame, mark] = [pane.getBoundingClientRect(), element.getBoundingClientRect()];
    if (mark.top >= frame.top + 8 && mark.bottom <= frame.bottom - 8) return;
    pane.scrollTo({ top: pane.scrollTop + mark.top - frame.top - frame.height / 3, behavior: calm() });
  }

  return { data, make, draw, foreign, hidden, byId, plural, calm, cutLines, walk, scrollPane };
})();
