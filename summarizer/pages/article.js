"use strict";
// An article as it is shown: what steers the eye made visible, and every place known both ways.
const article = (() => {
  const { make, cutLines, calm, walk, scrollPane } = frame;
  const STEERING = "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\ufff9-\\ufffb]";
  const HALVES = "[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]";
  const ODD = new RegExp(`${STEERING}|${HALVES}`, "g");
  const WIDE = /[\ud800-\udbff][\udc00-\udfff]/;

  function picture(char) {
    const code = char.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  }

  /** Foreign words on one line, with nothing in them that turns the eye. */
  const clean = (words) => String(words).split(/\s+/).filter(Boolean).join(" ").replace(ODD, picture);
  const countPoints = (text) => (WIDE.test(text) ? [...text].length : text.length);

  // ---- places: code points of the raw text <-> units of what is shown ----

  /** Lays out the stretches of an article that are known: the whole of it, or its quotes. */
  function layOut(stretches) {
    const parts = [];
    let at = 0;
    for (const { start, text } of stretches) {
      const part = { start, text, at, ...map(text) };
      parts.push(part);
      at += part.shown.length + 1;
    }
    const shown = parts.map((part) => part.shown).join("\n");
    const findPart = (point) => parts.find((part) => point >= part.start && point <= part.start + part.points);
    return {
      shown,
      isWhole: stretches.length === 1 && stretches[0].start === 0 && stretches[0].isWhole === true,
      /** Returns where a code point of the article is shown; null where it is not. */
      place(point) {
        const part = findPart(point);
        return part ? part.at + part.toShown(point - part.start) : null;
      },
      /** Returns the code point that is shown at a place. */
      point(place) {
        const part = [...parts].reverse().find((one) => one.at <= place) || parts[0];
        return part.start + part.toPoint(place - part.at);
      },
      slice(start, end) {
        const part = findPart(start);
        return part ? part.text.slice(part.toUnit(start - part.start), part.toUnit(end - part.start)) : "";
      },
    };
  }

  function map(text) {
    ODD.lastIndex = 0;
    if (!ODD.test(text) && !WIDE.test(text)) {
      const same = (one) => Math.max(0, Math.min(one, text.length));
      return { shown: text, points: text.length, toShown: same, toPoint: same, toUnit: same };
    }
    const pieces = [];
    const [places, units] = [[], []];
    let [unit, place] = [0, 0];
    for (const char of text) {
      places.push(place);
      units.push(unit);
      unit += char.length;
      const piece = char === "\r" && text[unit] === "\n" ? "" : char.replace(ODD, picture);
      pieces.push(piece);
      place += piece.length;
    }
    places.push(place);
    units.push(unit);
    const last = places.length - 1;
    const at = (list) => (one) => list[Math.max(0, Math.min(one, last))];
    return { shown: pieces.join(""), points: last, toShown: at(places), toUnit: at(units), toPoint: (one) => search(places, one) };
  }

  /** Returns the last index whose value is not beyond the one given. */
  function search(sorted, value) {
    let [low, high] = [0, sorted.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (sorted[middle] <= value) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Returns stretches made of quotes, where the text itself is not at hand. */
  function joinQuotes(evidence) {
    const stretches = [];
    for (const { start, end, quote } of [...evidence].sort((a, b) => a.start - b.start || b.end - a.end)) {
      const last = stretches[stretches.length - 1];
      if (last && start <= last.end) {
        if (end > last.end) last.text += [...quote].slice(last.end - start).join("");
        last.end = Math.max(last.end, end);
      } else stretches.push({ start, end, text: quote });
    }
    return stretches.length ? stretches : [{ start: 0, end: 0, text: "" }];
  }

  // ---- the pane: marks that are tied to items beside it ----

  const KINDS = {
    point: "key points", event: "events", when: "when", where: "where", figure: "figures", claim: "who says so",
  };

  /**
   * Draws an article with its marks.
   *
   * `spans` have `key` of the item, `kind`, and `start`, `end` in what is shown; `segments` have
   * a kind and code points. `onPick` is told the keys of a mark that is pointed at or focused.
   */
  function drawPane({ layout, spans, segments, onPick }) {
    const board = { marks: [], kinds: new Set(Object.keys(KINDS)), active: new Set(), layout };
    board.pane = make("div", { class: "article", role: "group", "aria-label": "Article; arrow keys go from mark to mark", tabindex: "-1" });
    const limits = segments.map(([kind, start, end]) => ({ kind, start: layout.place(start), end: layout.place(end) }));
    let next = 0;
    for (const pieces of cutLines(layout.shown, spans)) {
      while (next < limits.length - 1 && limits[next].end <= pieces[0].at) next += 1;
      const kind = limits[next] ? limits[next].kind : "body";
      board.pane.append(make("p", { dir: "auto", class: `segment-${kind}` }, pieces.map((piece) => drawPiece(piece, board, onPick))));
    }
    if (!layout.isWhole) board.pane.classList.add("is-cut");
    board.pane.addEventListener("keydown", (event) => walk(event, board.marks, (mark) => visible(mark, board).length > 0));
    paint(board);
    return board;
  }

  function drawPiece(piece, board, onPick) {
    const element = make(piece.spans.length ? "mark" : "span", { "data-at": piece.at }, piece.text);
    if (!piece.spans.length) return element;
    const mark = { element, ...piece };
    const pick = (how) => () => {
      const keys = [...new Set(visible(mark, board).map((span) => span.key))];
      if (keys.length) onPick(keys, how);
    };
    element.addEventListener("mouseenter", pick("hover"));
    element.addEventListener("focus", pick("focus"));
    element.addEventListener("click", pick("click"));
    board.marks.push(mark);
    return element;
  }

  const visible = (mark, board) => mark.spans.filter((span) => board.kinds.has(span.kind) || board.active.has(span.key));

  function paint(board) {
    let stop = null;
    for (const mark of board.marks) {
      const seen = visible(mark, board);
      const names = [...new Set(seen.map((span) => `k-${span.kind}`))];
      if (seen.some((span) => board.active.has(span.key))) names.push("is-on");
      mark.element.className = names.join(" ");
      const begun = mark.begins.filter((span) => seen.includes(span) && (span.kind === "event" || span.kind === "point"));
      const label = [...new Set(begun.map((span) => span.label))].join(" ");
      if (label) mark.element.dataset.label = label;
      else delete mark.element.dataset.label;
      mark.element.setAttribute("aria-description", [...new Set(seen.map((span) => `${KINDS[span.kind]}, ${span.label}`))].join("; "));
      if (seen.length && (!stop || mark.element === document.activeElement)) stop = mark.element;
      mark.element.tabIndex = -1;
    }
    if (stop) stop.tabIndex = 0;
  }

  function light(board, keys) {
    board.active = new Set(keys);
    paint(board);
  }

  /** Scrolls to the words of an item: the article alone where it has its own scroll bar. */
  function seek(board, key, isWanted) {
    const target = board.marks.find((mark) => mark.spans.some((span) => span.key === key));
    if (!target) return;
    if (board.pane.scrollHeight > board.pane.clientHeight + 1) scrollPane(board.pane, target.element);
    else if (isWanted) target.element.scrollIntoView({ block: "center", behavior: calm() });
  }

  // ---- words that somebody selects ----

  /** Returns the words selected in the pane, as evidence; null where none are. */
  function readSelection(board) {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!board.pane.contains(range.commonAncestorContainer)) return null;
    const within = [...board.pane.querySelectorAll("[data-at]")].filter((one) => range.intersectsNode(one) && one.textContent);
    if (!within.length) return null;
    const [first, last] = [within[0], within[within.length - 1]];
    const [from, to] = [Number(first.dataset.at), Number(last.dataset.at)];
    const begin = first.contains(range.startContainer) ? from + range.startOffset : from;
    const finish = last.contains(range.endContainer) ? to + range.endOffset : to + last.textContent.length;
    return cite(board.layout, board.layout.point(begin), board.layout.point(finish));
  }

  /** Returns evidence between two code points, without the blanks around it; null for nothing. */
  function cite(layout, start, end) {
    const quote = layout.slice(start, end);
    const trimmed = quote.trim();
    if (!trimmed) return null;
    const lead = countPoints(quote.slice(0, quote.indexOf(trimmed)));
    return { quote: trimmed, start: start + lead, end: start + lead + countPoints(trimmed) };
  }

  /** Returns where words stand inside evidence; null where they do not. */
  function findInside(evidence, words) {
    if (!words) return null;
    for (const { quote, start } of evidence) {
      const at = quote.indexOf(words);
      if (at >= 0) {
        const begin = start + countPoints(quote.slice(0, at));
        return { quote: words, start: begin, end: begin + countPoints(words) };
      }
    }
    return null;
  }

  return { KINDS, clean, layOut, joinQuotes, drawPane, paint, light, seek, readSelection, findInside };
})();
