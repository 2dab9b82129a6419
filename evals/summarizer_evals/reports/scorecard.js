"use strict";
// Draws the scorecard from the JSON in the page. Words of articles come in as text nodes only.
(() => {
  const { make, draw, foreign, hidden, byId, plural, calm, cutLines, walk, scrollPane } = frame;
  const data = frame.data;
  const STEP = 60; // rows drawn at once; more follow when the end of the list comes in sight
  const SHOWN_OPTIONS = 7;
  const MINUS = "\u2212";

  const points = (value) => (value === null || value === undefined ? "–" : (100 * value).toFixed(1));

  function signed(delta) {
    if (delta === null || delta === undefined) return "–";
    const shown = Math.abs(100 * delta).toFixed(1);
    if (Number(shown) === 0) return "0.0";
    return (delta < 0 ? MINUS : "+") + shown;
  }

  /** A change with an arrow and a colour that say which way is good. */
  function change(delta, lowerIsBetter, shown) {
    const words = shown || signed(delta);
    if (!delta || words === "0.0") return make("span", { class: "even" }, words);
    const good = delta > 0 !== Boolean(lowerIsBetter);
    return make("span", { class: good ? "good" : "bad" }, words);
  }

  // ---- head ----

  const GLYPHS = {
    pass: "\u2713", regression: "\u2717", wrong_use: "!", inconclusive: "?", mismatch: "\u2260", budget: "$",
  };

  function drawHead() {
    const head = data.head;
    const [first, ...others] = head.reasons;
    const list = (title, lines) => lines.length
      ? make("div", { class: "aside" }, make("h3", null, title), make("ul", null, lines.map((one) => make("li", null, foreign(one)))))
      : null;
    byId("head").append(
      make("p", { class: "strap" }, "Scorecard", make("span", null, foreign(head.suite))),
      make("div", { class: `verdict is-${head.status}` },
        make("div", { class: "stamp" },
          make("span", { class: "glyph", "aria-hidden": "true" }, GLYPHS[head.status]),
          make("h1", null, head.title)),
        make("div", { class: "why" },
          make("p", { class: "first" }, foreign(first || head.meaning)),
          make("p", { class: "second" },
            make("span", null, `Exit code ${head.exit}`),
            make("span", null, `${head.scored} of ${plural(head.expected, "article")} measured`)))),
      make("p", { class: "lane" }, make("b", null, lane()), foreign(head.lane)),
      others.length || head.notes.length
        ? make("div", { class: "asides" }, list("Also", others), list("Worth knowing", head.notes)) : "",
    );
  }

  function lane() {
    const fact = data.head.facts.find(([name]) => name === "Lane");
    const name = fact ? fact[1] : "";
    return name.charAt(0).toUpperCase() + name.slice(1);
  }

  function drawFoot() {
    byId("foot").append(
      make("h2", null, "How this was made"),
      make("dl", { class: "facts" }, data.head.facts.map(([name, words]) =>
        make("div", null, make("dt", null, name), make("dd", null, foreign(words))))),
      data.head.command
        ? make("p", { class: "again" }, "Make it again: ", make("code", { dir: "ltr", tabindex: "0" }, data.head.command)) : "",
    );
  }

  // ---- metrics ----

  const VERDICTS = {
    "ok": ["\u2713", "quiet"], "better": ["\u25B2", "good"], "worse": ["\u25BC", "bad"], "below floor": ["\u25BC", "bad"],
    "above ceiling": ["\u25B2", "bad"], "not measured": ["?", "odd"], "-": ["", "quiet"],
  };

  function drawMetrics() {
    const use = (name) => data.metrics.filter((one) => one.use === name);
    const primary = use("primary");
    const section = byId("metrics");
    if (!data.metrics.length) return section.remove();
    section.append(
      make("div", { class: "heading" }, make("h2", null, "Metrics"),
        make("p", null, "In points of 100. Change with its 95 % interval, paired by article; the shaded side is further than the margin lets pass.")),
      primary.length ? drawTable(primary, "Primary metrics") : "",
      drawMore("Guards", use("guard"), "with a floor or a ceiling where the suite sets one"),
      drawMore("Reports", use("report"), "shown only"),
    );
  }

  /** A table that is built when it is opened. */
  function drawMore(title, lines, meaning) {
    if (!lines.length) return "";
    const bad = lines.filter((one) => VERDICTS[one.verdict][1] === "bad");
    const state = bad.length
      ? make("span", { class: "bad" }, `${bad.length} failed: ${bad.map((one) => one.title).join(", ")}`)
      : title === "Guards" ? "none failed" : "";
    const box = make("details", { class: "more", open: bad.length > 0 },
      make("summary", null, make("b", null, `${lines.length} ${title.toLowerCase()}`), ` ${meaning}${state ? "; " : ""}`, state));
    const fill = () => {
      if (box.open && !box.querySelector("table")) box.append(drawTable(lines, title));
    };
    box.addEventListener("toggle", fill);
    fill();
    return box;
  }

  function drawTable(lines, caption) {
    const reach = Math.max(0.01, ...lines.flatMap((one) => [
      one.delta, one.interval && one.interval.low, one.interval && one.interval.high, one.margin,
    ]).map((one) => Math.abs(one || 0))) * 1.12;
    const full = lines.some((one) => one.p !== null || one.margin !== null || one.detectable !== null);
    const head = ["Metric", "Baseline", "Now", "Change", "", ...(full ? ["p", "Margin", "Smallest drop seen"] : []), "Articles", "Verdict"];
    const column = (text, at) => make("th", { scope: "col", role: "columnheader", class: at ? "" : "name" },
      text || hidden("Change, drawn"));
    return make("table", { class: full ? "metrics full" : "metrics", role: "table" },
      make("caption", { class: "unseen" }, caption),
      make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, head.map(column))),
      make("tbody", { role: "rowgroup" }, lines.map((one) => drawMetric(one, reach, full))));
  }

  function drawMetric(line, reach, full) {
    const shown = line.shown;
    const cell = (name, label, ...inside) =>
      make("td", { role: "cell", class: name, "data-label": label }, ...inside);
    const [glyph, tone] = VERDICTS[line.verdict];
    const sure = !line.interval || line.interval.low > 0 || line.interval.high < 0;
    const needed = line.cases_needed ? `${plural(line.cases_needed, "article")} would show a drop as small as the margin` : null;
    return make("tr", { role: "row", class: `tone-${tone}` },
      make("th", { scope: "row", role: "rowheader", class: "name", title: line.signature || null },
        make("span", { class: "title" }, line.title), make("span", { class: "formula" }, line.formula)),
      cell("number", "Baseline", shown.baseline),
      cell("number now", "Now", shown.now, shown.alone ? hidden(`, alone between ${shown.alone}`) : ""),
      cell("number delta", "Change", sure ? change(line.delta, line.better === "lower", shown.delta) : shown.delta),
      cell("plot", "", line.delta === null ? "" : drawPlot(line, reach)),
      ...(full ? [cell("number small", "p", shown.p), cell("number small", "Margin", shown.margin),
        cell("number small", "Smallest drop seen", shown.detectable, needed ? make("span", { class: "needed", title: needed }, `${plural(line.cases_needed, "article")} needed`) : "")] : []),
      cell("number small", "Articles", line.scored === line.expected ? String(line.scored) : `${line.scored} of ${line.expected}`),
      cell("judged", "", make("span", { class: tone }, glyph ? make("span", { "aria-hidden": "true" }, glyph + "\u00A0") : "", line.verdict === "-" ? "" : line.verdict)));
  }

  /** Dot and whisker against nought and the margin. */
  function drawPlot(line, reach) {
    const [wide, high] = [240, 26];
    const at = (value) => Math.round((wide / 2) * (1 + value / reach) * 10) / 10;
    const mid = high / 2;
    const rule = (name, x) => draw("line", { class: name, x1: x, x2: x, y1: 2, y2: high - 2 });
    const lower = line.better === "lower";
    const edge = line.margin === null ? null : at(lower ? line.margin : -line.margin);
    const words = `${line.shown.delta}${line.shown.interval ? `, 95 % interval ${line.shown.interval}` : ""}${line.shown.margin ? `, margin ${line.shown.margin}` : ""}`;
    const whisker = line.interval && [Math.max(0, at(line.interval.low)), Math.min(wide, at(line.interval.high))];
    return draw("svg", { viewBox: `0 0 ${wide} ${high}`, class: "whisker", role: "img", "aria-label": words, preserveAspectRatio: "none" },
      draw("title", null, words),
      edge === null ? "" : draw("rect", { class: "beyond", x: lower ? edge : 0, width: Math.max(0, lower ? wide - edge : edge), y: 0, height: high }),
      draw("line", { class: "axis", x1: 0, x2: wide, y1: mid, y2: mid }),
      rule("nought", at(0)),
      edge === null ? "" : rule("margin", edge),
      whisker ? draw("line", { class: "span", x1: whisker[0], x2: whisker[1], y1: mid, y2: mid }) : "",
      draw("line", { class: "dot", x1: at(line.delta), x2: at(line.delta), y1: mid, y2: mid }));
  }

  // ---- slices ----

  function drawSlices() {
    const better = new Map(data.metrics.map((one) => [one.metric, one.better]));
    const loss = (one) => (better.get(one.metric) === "lower" ? -one.delta : one.delta);
    const moved = data.slices.filter((one) => one.delta && signed(one.delta) !== "0.0").sort((a, b) => loss(a) - loss(b));
    const section = byId("slices");
    if (!moved.length) return section.remove();
    const row = (one) => {
      const [group, ...rest] = one.slice.split("=");
      const value = rest.join("=");
      return make("tr", null,
        make("th", { scope: "row" }, make("span", { class: "group" }, foreign(group)), " ",
          make("button", { class: "link", title: "Show these cases", click: () => choose(`s.${group}`, value) }, foreign(value))),
        make("td", null, one.title),
        make("td", { class: "number small" }, String(one.cases)),
        make("td", { class: "number" }, points(one.baseline)),
        make("td", { class: "number" }, points(one.now)),
        make("td", { class: "number" }, change(one.delta, better.get(one.metric) === "lower")));
    };
    const body = make("tbody", null, moved.slice(0, 8).map(row));
    const rest = moved.slice(8);
    const more = make("button", { class: "plain", click: () => { body.append(...rest.map(row)); more.remove(); } }, `Show ${rest.length} more`);
    section.append(
      make("div", { class: "heading" }, make("h2", null, "Slices that moved"), make("p", null, "Groups of articles, the worst change first.")),
      make("table", { class: "slices" },
        make("thead", null, make("tr", null, ["Slice", "Metric", "Articles", "Baseline", "Now", "Change"].map((one) => make("th", { scope: "col" }, one)))), body),
      rest.length ? more : "");
  }

  function choose(group, value) {
    state.groups = new Map([[group, new Set([value])]]);
    state.query = "";
    refresh();
    byId("cases").scrollIntoView();
    byId("cases").focus({ preventScroll: true });
  }

  // ---- the index of cases ----

  const cases = data.cases.map((one, order) => {
    const kinds = new Set();
    let findings = 0;
    let violations = 0;
    for (const epoch of one.epochs) {
      epoch.findings.forEach((finding) => kinds.add(finding.kind));
      findings = Math.max(findings, epoch.findings.length);
      violations = Math.max(violations, epoch.violations.length);
    }
    return { data: one, order, kinds: [...kinds], findings, violations, blob: null };
  });

  function read(one) {
    if (one.blob === null) {
      const item = (row) => [row.gold, row.found].map((side) => (side ? side.text : "")).join(" ");
      const rows = one.data.epochs.flatMap((epoch) => [...epoch.events, ...epoch.points].map(item));
      one.blob = [one.data.id, one.data.title, one.data.cause, one.data.text, ...rows].join("\n").toLocaleLowerCase();
    }
    return one.blob;
  }

  const GROUPS = [
    { key: "status", title: "Status", order: ["failed", "inconclusive", "ok"], values: (one) => [one.data.status] },
    ...(data.hasBaseline ? [{
      key: "changed", title: "Against the baseline",
      order: ["new violation", "worse", "better", "reworded", "same", "not in baseline"], values: (one) => one.data.changed,
    }] : []),
    { key: "kind", title: "Error class", order: Object.keys(data.kinds), name: (value) => data.kinds[value], values: (one) => one.kinds },
    ...listSlices().map((name) => ({
      key: `s.${name}`, title: name, isSlice: true, values: (one) => (name in one.data.slices ? [one.data.slices[name]] : []),
    })),
  ];

  function listSlices() {
    const seen = new Map();
    for (const one of data.cases) {
      for (const [name, value] of Object.entries(one.slices)) {
        if (!seen.has(name)) seen.set(name, new Set());
        seen.get(name).add(value);
      }
    }
    const first = ["language", "length", "type", "source"];
    const rank = (name) => (first.includes(name) ? first.indexOf(name) : first.length);
    return [...seen.keys()].filter((name) => seen.get(name).size > 1)
      .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  }

  const nought = (value) => (value === null || value === undefined ? Infinity : value);
  const SORTS = {
    ...(data.hasBaseline ? { worst: ["Worst change", (a, b) => nought(a.data.delta ?? 0) - nought(b.data.delta ?? 0)] } : {}),
    lowest: [`Lowest ${data.primary.length ? data.primary[0][1].toLowerCase() : "value"}`, (a, b) => nought(lead(a)) - nought(lead(b))],
    violations: ["Most violations", (a, b) => b.violations - a.violations],
    findings: ["Most differences", (a, b) => b.findings - a.findings],
    name: ["Name", (a, b) => a.data.id.localeCompare(b.data.id)],
    slowest: ["Slowest", (a, b) => slowest(b) - slowest(a)],
  };
  const lead = (one) => (data.primary.length ? one.data.now[data.primary[0][0]] : null);
  const slowest = (one) => Math.max(0, ...one.data.epochs.map((epoch) => epoch.seconds));
  const DEFAULT_SORT = Object.keys(SORTS)[0];

  // ---- state: in the address, so that a view can be sent to somebody ----

  const state = { groups: new Map(), query: "", sort: DEFAULT_SORT, open: null, epoch: null, shown: [] };

  function readAddress() {
    const given = new URLSearchParams(location.hash.slice(1));
    state.groups = new Map();
    for (const group of GROUPS) {
      const values = given.getAll(group.key);
      if (values.length) state.groups.set(group.key, new Set(values));
    }
    state.query = given.get("q") || "";
    state.sort = given.get("sort") in SORTS ? given.get("sort") : DEFAULT_SORT;
    state.open = given.get("case");
    state.epoch = Number(given.get("epoch")) || null;
  }

  function writeAddress() {
    const told = new URLSearchParams();
    for (const [key, values] of state.groups) values.forEach((value) => told.append(key, value));
    if (state.query) told.set("q", state.query);
    if (state.sort !== DEFAULT_SORT) told.set("sort", state.sort);
    if (state.open) told.set("case", state.open);
    if (state.open && state.epoch) told.set("epoch", state.epoch);
    const hash = told.toString();
    try {
      history.replaceState(null, "", hash ? `#${hash}` : location.pathname);
    } catch {
      location.hash = hash;
    }
  }

  /** Asks each case once which filters keep it out; all counts follow from that. */
  function sift() {
    const words = state.query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const used = GROUPS.filter((group) => state.groups.has(group.key));
    for (const one of cases) {
      one.isFound = words.every((word) => read(one).includes(word));
      one.kept = used.filter((group) => !group.values(one).some((value) => state.groups.get(group.key).has(value))).map((group) => group.key);
    }
  }

  const passes = (one) => one.isFound && !one.kept.length;
  const passesBut = (one, key) => one.isFound && one.kept.every((other) => other === key);

  // ---- filters ----

  const parts = {};
  const expanded = new Set();

  function drawCases() {
    parts.search = make("input", { type: "search", id: "search", autocomplete: "off", spellcheck: "false", placeholder: "Words of article, gold or findings", input: () => { state.query = parts.search.value.trim(); refresh(); } });
    parts.sort = make("select", { id: "sort", change: () => { state.sort = parts.sort.value; refresh(); } },
      Object.entries(SORTS).map(([key, [title]]) => make("option", { value: key }, title)));
    parts.count = make("p", { class: "count", role: "status", "aria-live": "polite" });
    parts.clear = make("button", { class: "plain", click: clear }, "Clear filters");
    parts.filters = make("div", { class: "groups" });
    parts.list = make("ol", { class: "list" });
    parts.more = make("button", { class: "plain wide", click: () => drawRows(STEP) });
    parts.filterTitle = make("summary", null, "Filters");
    parts.side = make("details", { class: "side", open: matchMedia("(min-width: 62rem)").matches }, parts.filterTitle, parts.filters);
    byId("cases").append(
      make("div", { class: "heading" }, make("h2", { id: "cases-title" }, "Cases"),
        make("p", { class: "keys" }, make("kbd", null, "/"), " search ", make("kbd", null, "j"), " ", make("kbd", null, "k"), " next, previous ", make("kbd", null, "Enter"), " open ", make("kbd", null, "Esc"), " close")),
      make("div", { class: "tools" },
        make("label", { for: "search" }, make("span", null, "Search"), parts.search),
        make("label", { for: "sort" }, make("span", null, "Sort by"), parts.sort),
        parts.count, parts.clear),
      make("div", { class: "browse" }, parts.side, make("div", { class: "results" }, parts.list, parts.more)));
    new IntersectionObserver((seen) => {
      if (seen.some((one) => one.isIntersecting)) drawRows(STEP);
    }, { rootMargin: "400px" }).observe(parts.more);
  }

  function clear() {
    state.groups = new Map();
    state.query = "";
    refresh();
    parts.search.focus();
  }

  function drawFilters() {
    const focused = document.activeElement && document.activeElement.id;
    parts.filters.replaceChildren(...GROUPS.map((group, at) => drawGroup(group, at)).filter(Boolean));
    if (focused && focused.startsWith("f-") && byId(focused)) byId(focused).focus();
    const used = [...state.groups.values()].reduce((sum, one) => sum + one.size, 0);
    parts.filterTitle.textContent = used ? `Filters (${used} on)` : "Filters";
    parts.clear.hidden = !used && !state.query;
  }

  function drawGroup(group, at) {
    const wanted = state.groups.get(group.key) || new Set();
    // The order is that of the whole suite, so that nothing moves under the hand that filters.
    const whole = new Map();
    for (const one of cases) group.values(one).forEach((value) => whole.set(value, (whole.get(value) || 0) + 1));
    wanted.forEach((value) => whole.has(value) || whole.set(value, 0));
    const counts = new Map([...whole.keys()].map((value) => [value, 0]));
    for (const one of cases) {
      if (passesBut(one, group.key)) group.values(one).forEach((value) => counts.set(value, counts.get(value) + 1));
    }
    if (!counts.size) return null;
    const rank = (value) => (group.order ? group.order.indexOf(value) : 0);
    let values = [...counts.keys()].sort((a, b) => rank(a) - rank(b) || (group.order ? 0 : whole.get(b) - whole.get(a) || a.localeCompare(b)));
    const all = values.length;
    if (!expanded.has(group.key) && all > SHOWN_OPTIONS + 2 && !group.order) {
      values = values.filter((value, place) => place < SHOWN_OPTIONS || wanted.has(value));
    }
    const option = (value, place) => make("label", { class: counts.get(value) || wanted.has(value) ? "" : "none" },
      make("input", { type: "checkbox", id: `f-${at}-${place}`, name: group.key, value, checked: wanted.has(value), change: (event) => toggle(group.key, value, event.target.checked) }),
      make("span", { class: "option" }, foreign(group.name ? group.name(value) : value)),
      make("span", { class: "tally" }, counts.get(value).toLocaleString("en")));
    const more = values.length < all
      ? make("button", { class: "link", id: `f-${at}-more`, click: () => { expanded.add(group.key); drawFilters(); const first = byId(`f-${at}-${values.length}`); if (first) first.focus(); } }, `${all - values.length} more`) : "";
    return make("fieldset", { "data-group": group.key }, make("legend", null, foreign(group.title)), values.map(option), more);
  }

  function toggle(key, value, on) {
    const wanted = new Set(state.groups.get(key) || []);
    if (on) wanted.add(value);
    else wanted.delete(value);
    if (wanted.size) state.groups.set(key, wanted);
    else state.groups.delete(key);
    refresh();
  }

  // ---- rows ----

  function refresh() {
    const [, compare] = SORTS[state.sort];
    sift();
    state.shown = cases.filter(passes).sort((a, b) => compare(a, b) || a.order - b.order);
    if (document.activeElement !== parts.search || !state.query) parts.search.value = state.query;
    parts.sort.value = state.sort;
    parts.count.textContent = state.shown.length === cases.length
      ? plural(cases.length, "case") : `${state.shown.length.toLocaleString("en")} of ${plural(cases.length, "case")}`;
    if (state.open && !state.shown.some((one) => one.data.id === state.open)) state.open = state.epoch = null;
    drawFilters();
    parts.list.replaceChildren();
    drawRows(STEP);
    writeAddress();
  }

  function drawRows(most) {
    const done = parts.list.children.length;
    const next = state.shown.slice(done, done + most);
    parts.list.append(...next.map(drawRow));
    const left = state.shown.length - parts.list.children.length;
    parts.more.hidden = left <= 0;
    parts.more.textContent = `Show more (${left.toLocaleString("en")} left)`;
    if (!state.shown.length) parts.list.append(make("li", { class: "empty" }, "No case fits these filters. ", make("button", { class: "link", click: clear }, "Clear them")));
  }

  function drawRow(one) {
    const { id, title, status, changed, delta, cause, slices } = one.data;
    const fresh = changed.includes("new violation");
    const button = make("button", { class: "open", "aria-expanded": "false", click: () => flip(id) }, foreign(title));
    const first = one.data.epochs[0];
    const said = status !== "ok" && first && first.reason ? first.reason : cause || (one.findings ? plural(one.findings, "difference") + " from gold" : first ? "As gold has it" : "No output in this run");
    const row = make("li", { class: `case status-${status}`, "data-case": id },
      make("div", { class: "row" },
        make("div", { class: "story" }, make("h3", null, button),
          make("p", { class: "cause" },
            fresh ? [make("strong", { class: "flag" }, "new violation"), " "] : "",
            status !== "ok" ? [make("strong", { class: status === "failed" ? "flag" : "flag odd" }, status), " "] : "",
            foreign(said)),
          make("p", { class: "meta" }, make("span", { class: "id" }, foreign(id)), ["language", "type"].map((name) => (slices[name] ? make("span", null, foreign(slices[name])) : "")))),
        make("div", { class: "scores" },
          data.hasBaseline ? make("span", { class: "big" }, delta === null ? make("span", { class: "even" }, changed[0]) : change(delta), hidden(" change,")) : "",
          data.primary.slice(0, 2).map(([metric, name]) => make("span", { class: "small" }, `${name.split(",")[0]} ${points(one.data.now[metric])}`)))));
    if (state.open === id) unfold(row, one);
    return row;
  }

  function flip(id) {
    const was = state.open;
    const close = parts.list.querySelector(".case.is-open");
    if (close) fold(close);
    state.open = was === id ? null : id;
    state.epoch = null;
    const row = findRow(id);
    if (state.open && row) {
      unfold(row, cases.find((one) => one.data.id === id));
      const top = row.getBoundingClientRect().top;
      if (top < 0 || top > innerHeight * 0.6) row.scrollIntoView({ block: "start" });
    }
    writeAddress();
  }

  const findRow = (id) => [...parts.list.children].find((one) => one.dataset.case === id);

  function fold(row) {
    row.classList.remove("is-open");
    row.querySelector(".open").setAttribute("aria-expanded", "false");
    row.querySelector(".detail").remove();
  }

  function unfold(row, one) {
    row.classList.add("is-open");
    row.querySelector(".open").setAttribute("aria-expanded", "true");
    row.append(drawDetail(one.data));
  }

  // ---- one case ----

  const STATES = {
    matched: ["", ""], missed: ["missed", "bad"], merged: ["told as one with another", "bad"], spurious: ["one too many", "bad"],
    hallucinated: ["made up", "bad"], split: ["told twice", "bad"], background: ["background told as an event", "bad"],
    contradiction: ["says otherwise", "bad"], unsupported: ["gold does not bear it out", "bad"],
    told: ["told inside another point", "good"], optional: ["optional", "quiet"], acceptable: ["not asked for, not wrong", "quiet"],
  };

  function drawDetail(one) {
    const box = make("div", { class: "detail" });
    const show = () => {
      const epoch = one.epochs.find((each) => each.epoch === state.epoch) || one.epochs[0];
      box.replaceChildren(...drawEpoch(one, epoch, (number) => { state.epoch = number; show(); writeAddress(); const again = box.querySelector("[data-epochs] select"); if (again) again.focus(); }));
    };
    show();
    return box;
  }

  function drawEpoch(one, epoch, select) {
    if (!epoch) return [make("p", { class: "notice" }, "This case has no output in this run: it was not reached.")];
    const board = makeBoard(one, epoch);
    const facts = [...one.facts, `${plural(one.words, "word")}`, epoch.seconds ? `${epoch.seconds} s` : "", epoch.cost, epoch.tokens ? `${epoch.tokens.toLocaleString("en")} tokens` : ""];
    return [
      make("div", { class: "about" },
        make("p", { class: "facts" }, facts.filter(Boolean).map((text) => make("span", null, foreign(text)))),
        one.epochs.length > 1 ? make("label", { class: "epochs", "data-epochs": true }, "Epoch ",
          make("select", { change: (event) => select(Number(event.target.value)) },
            one.epochs.map((each) => make("option", { value: each.epoch, selected: each === epoch }, `${each.epoch} of ${one.epochs.length}${each.status === "ok" ? "" : `, ${each.status}`}`)))) : ""),
      epoch.reason ? make("p", { class: "notice" }, make("b", null, `${epoch.status}: `), foreign(epoch.reason)) : "",
      drawViolations(one, epoch),
      drawOwnScores(one),
      make("div", { class: "desk" }, board.article,
        make("div", { class: "columns" }, drawChanges(epoch),
          drawItems("Events", epoch.events, board), drawItems("Key points", epoch.points, board),
          drawFindings(epoch, board), drawNotes(one, epoch))),
    ].filter(Boolean);
  }

  function drawViolations(one, epoch) {
    if (!epoch.violations.length && !one.gone.length) return "";
    const line = (mark, tone, words) => make("li", null, mark ? [make("strong", { class: `flag ${tone}` }, mark), " "] : "", foreign(words));
    return make("section", { class: "violations" }, make("h4", null, "Violations"),
      make("ul", null,
        epoch.violations.map((each) => line(each.mark, each.mark === "new" ? "" : "dull", each.words)),
        one.gone.map((words) => line("gone", "fine", words))));
  }

  function drawOwnScores(one) {
    const lines = data.primary.filter(([metric]) => typeof one.now[metric] === "number" || typeof one.before[metric] === "number");
    if (!lines.length) return "";
    return make("dl", { class: "own" }, lines.map(([metric, title]) => {
      const [now, before] = [one.now[metric], one.before[metric]];
      const known = typeof now === "number" && typeof before === "number";
      return make("div", null, make("dt", null, title),
        make("dd", null, make("b", null, points(now)), known && signed(now - before) !== "0.0" ? [" ", change(now - before), hidden(`, before ${points(before)}`)] : ""));
    }));
  }

  // The board ties the marks in the article to the items beside it.

  function makeBoard(one, epoch) {
    const board = { items: new Map(), segments: [], layer: "events", active: new Set() };
    const spans = [];
    const collect = (rows, layer) => rows.forEach((row) => ["gold", "found"].forEach((side) => {
      if (row[side]) row[side].spans.forEach(([start, end]) => spans.push({ key: row[side].id, side, layer, start, end }));
    }));
    collect(epoch.events, "events");
    collect(epoch.points, "points");
    epoch.background.forEach((item) => item.spans.forEach(([start, end]) => spans.push({ key: item.id, side: "background", layer: "events", start, end })));
    if (!epoch.events.length && epoch.points.length) board.layer = "points";
    board.pane = make("div", { class: "article", role: "group", "aria-label": "Article; arrow keys go from mark to mark", tabindex: "-1" });
    if (one.ownTitle) board.pane.append(make("p", { class: "headline", dir: "auto" }, one.ownTitle));
    cutLines(one.text, spans).forEach((paragraph) => board.pane.append(drawParagraph(paragraph, board)));
    const first = board.pane.querySelector("p:not(.headline)");
    if (first && !one.ownTitle && first.textContent.length < 140) first.classList.add("headline");
    const layers = [["events", "Events"], ["points", "Key points"], ["both", "Both"]];
    const name = `layer-${epoch.epoch}`;
    board.article = make("div", { class: "source" },
      make("div", { class: "legend" },
        make("fieldset", { class: "layers" }, make("legend", { class: "unseen" }, "Marks"), layers.map(([key, title]) =>
          make("label", null, make("input", { type: "radio", name, value: key, checked: key === board.layer, change: () => { board.layer = key; paint(board); } }), make("span", null, title)))),
        make("p", null, make("span", { class: "seg is-gold" }, "gold"), make("span", { class: "seg is-found" }, "found"), make("span", { class: "seg is-gold is-found" }, "both"),
          epoch.background.length ? make("span", { class: "seg is-background" }, "background") : "")),
      board.pane);
    board.pane.addEventListener("keydown", (event) => walk(event, board.segments, (segment) => visible(segment, board).length > 0));
    board.pane.addEventListener("mouseleave", () => light(board, []));
    paint(board);
    return board;
  }

  function drawParagraph(pieces, board) {
    return make("p", { dir: "auto" }, pieces.map((piece) => {
      if (!piece.spans.length) return piece.text;
      const element = make("mark", { class: "seg", tabindex: "-1" }, piece.text);
      const segment = { element, spans: piece.spans, begins: piece.begins };
      const keys = () => visible(segment, board).map((span) => span.key);
      element.addEventListener("mouseenter", () => light(board, keys()));
      element.addEventListener("focus", () => { light(board, keys()); reveal(board, keys()); });
      element.addEventListener("click", () => element.focus());
      board.segments.push(segment);
      return element;
    }));
  }

  function visible(segment, board) {
    return segment.spans.filter((span) => board.layer === "both" || span.layer === board.layer || board.active.has(span.key));
  }

  function paint(board) {
    let stop = null;
    for (const segment of board.segments) {
      const seen = visible(segment, board);
      const has = (side, only) => seen.some((span) => span.side === side && (!only || board.active.has(span.key)));
      const { element } = segment;
      element.className = "seg";
      for (const side of ["gold", "found", "background"]) {
        element.classList.toggle(`is-${side}`, has(side));
        element.classList.toggle(`on-${side}`, has(side, true));
      }
      const label = [...new Set(segment.begins.filter((span) => seen.includes(span)).map((span) => span.key))].join(" ");
      if (label) element.dataset.label = label;
      else delete element.dataset.label;
      element.setAttribute("aria-description", [...new Set(seen.map((span) => `${span.side} ${span.key}`))].join(", "));
      if (seen.length && (!stop || element === document.activeElement)) stop = element;
      element.tabIndex = -1;
    }
    if (stop) stop.tabIndex = 0;
  }

  function light(board, keys) {
    board.active = new Set(keys);
    for (const [key, elements] of board.items) elements.forEach((one) => one.classList.toggle("is-active", board.active.has(key)));
    paint(board);
  }

  /** Scrolls the article, and nothing else, to the words of an item. */
  function seek(board, keys) {
    const target = board.segments.find((segment) => segment.spans.some((span) => keys.includes(span.key)));
    if (!target) return;
    scrollPane(board.pane, target.element);
  }

  /** Brings the items of a mark into sight. */
  function reveal(board, keys) {
    const first = keys.map((key) => board.items.get(key)).find(Boolean);
    if (first) first[0].scrollIntoView({ block: "nearest", behavior: calm() });
  }

  function tie(board, key, element, keys) {
    if (!board.items.has(key)) board.items.set(key, []);
    board.items.get(key).push(element);
    const on = () => { light(board, keys || [key]); seek(board, keys || [key]); };
    element.addEventListener("mouseenter", on);
    element.addEventListener("focus", on);
    element.addEventListener("click", on);
    element.addEventListener("mouseleave", () => { if (document.activeElement !== element) light(board, []); });
    element.addEventListener("blur", () => light(board, []));
  }

  function drawItems(title, rows, board) {
    if (!rows.length) return make("section", { class: "items" }, make("h4", null, title), make("p", { class: "even" }, "None in gold, none found."));
    return make("section", { class: "items" },
      make("div", { class: "pairhead" }, make("h4", null, title), make("span", { class: "which" }, "Gold"), make("span", { class: "which" }, "Found")),
      rows.map((row) => drawPair(row, board)));
  }

  function drawPair(row, board) {
    const [words, tone] = STATES[row.state];
    const side = (name, item) => {
      if (!item) return make("p", { class: `none ${tone}` }, name === "gold" ? "not in gold" : row.state === "told" ? words : "not found");
      const button = make("button", { class: `item ${name}` }, make("span", { class: "key" }, item.id), make("span", { class: "text", dir: "auto" }, item.text));
      tie(board, item.id, button);
      return button;
    };
    const remarks = [
      words && row.state !== "told" ? make("strong", { class: tone }, words) : "",
      row.must ? make("span", { class: "must" }, "must be found") : "",
      row.note ? foreign(row.note) : "",
      row.similarity !== null ? make("span", { class: "like" }, `${Math.round(100 * row.similarity)} % alike`) : "",
    ].filter(Boolean);
    return make("article", { class: `pair state-${row.state}` },
      make("div", { class: "two" }, side("gold", row.gold), side("found", row.found)),
      remarks.length ? make("p", { class: "remarks" }, remarks) : "",
      row.slots.length ? drawSlots(row.slots) : "");
  }

  function drawSlots(slots) {
    const grade = (value) => (value >= 0.999 ? ["\u25CF", "agrees", "good"] : value > 0 ? ["\u25D0", `agrees ${Math.round(100 * value)} %`, "part"] : ["\u25CB", "differs", "bad"]);
    return make("table", { class: "slots" },
      make("colgroup", null, ["slot", "value", "grade", "value"].map((name) => make("col", { class: name }))),
      make("thead", { class: "unseen" }, make("tr", null, ["Slot", "Gold", "Agreement", "Found"].map((one) => make("th", { scope: "col" }, one)))),
      make("tbody", null, slots.map(([slot, gold, found, value]) => {
        const [glyph, meaning, tone] = grade(value);
        const cell = (text) => make("td", { class: text ? "" : "empty", dir: "auto" }, text || "–");
        return make("tr", { class: `grade-${tone}` }, make("th", { scope: "row" }, slot.replace("_", " ")), cell(gold),
          make("td", { class: "grade", title: meaning }, make("span", { "aria-hidden": "true" }, glyph), hidden(meaning)), cell(found));
      })));
  }

  function drawChanges(epoch) {
    if (!data.hasBaseline || !epoch.changes.length) return "";
    const pieces = (list, tag) => (typeof list === "string" ? list : list.map(([differs, text]) => (differs ? make(tag, null, text) : text)));
    const line = (kind, sign, meaning, words) => make("li", { class: kind }, make("span", { class: "sign", "aria-hidden": "true" }, sign), hidden(`${meaning}: `), make("span", { dir: "auto" }, words));
    const rowsOf = (one) => {
      if (one.kind === "same") return [line("same", "\u00A0", "unchanged", one.now)];
      return [
        one.kind !== "added" ? line("removed", MINUS, "before", pieces(one.before, "del")) : null,
        one.kind !== "removed" ? line("added", "+", "now", pieces(one.now, "ins")) : null,
      ].filter(Boolean);
    };
    const same = epoch.changes.every((one) => one.kind === "same");
    const at = (section) => epoch.changes.filter((one) => one.section === section).flatMap(rowsOf);
    const list = (title, rows) => (rows.length ? [make("h5", null, title), make("ul", { class: "diff" }, rows)] : []);
    return make("section", { class: "changes" }, make("h4", null, "Old against new"),
      make("p", { class: "even" }, same ? "Word for word what the baseline has." : `${plural(epoch.changes.filter((one) => one.kind !== "same").length, "line")} changed since the baseline.`),
      same ? [] : [...list("Key points", at("key point")), ...list("Events", at("event"))]);
  }

  function drawFindings(epoch, board) {
    if (!epoch.findings.length) return "";
    const groups = new Map();
    epoch.findings.forEach((one) => groups.set(one.kind, [...(groups.get(one.kind) || []), one]));
    const button = (one) => {
      const element = make("button", { class: "finding" }, make("span", { class: "key" }, one.items.join(" ")), foreign(one.words));
      tie(board, `finding ${one.items.join(" ")}`, element, one.items);
      return make("li", null, element);
    };
    return make("section", { class: "findings" }, make("h4", null, `Differences from gold, ${epoch.findings.length}`),
      make("ul", null, [...groups.values()].flat().map(button)));
  }

  function drawNotes(one, epoch) {
    if (!one.notes && !epoch.warnings.length) return "";
    return make("section", { class: "notes" }, make("h4", null, "Notes"),
      one.notes ? make("p", null, "Annotator: ", foreign(one.notes)) : "",
      epoch.warnings.length ? make("ul", null, epoch.warnings.map((text) => make("li", null, "Warning: ", foreign(text)))) : "");
  }

  // ---- keys ----

  function steer(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input[type=search], select, textarea");
    if (event.key === "Escape") {
      if (event.target === parts.search && state.query) { state.query = ""; return refresh(); }
      const id = state.open;
      if (id) { flip(id); findRow(id).querySelector(".open").focus(); }
      return;
    }
    if (typing) return;
    if (event.key === "/") { event.preventDefault(); parts.search.focus(); }
    if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  }

  function step(by) {
    const rows = [...parts.list.querySelectorAll(".case")];
    const held = document.activeElement.closest(".case") || (state.open && findRow(state.open));
    const at = held ? rows.indexOf(held) + by : 0;
    if (at >= rows.length) drawRows(STEP);
    const next = parts.list.querySelectorAll(".case")[Math.max(0, at)];
    if (next) { next.querySelector(".open").focus({ preventScroll: true }); next.scrollIntoView({ block: "nearest" }); }
  }

  /** Draws what the address asks for, down to the case it names. */
  function follow() {
    if (location.hash === "#cases") return;
    readAddress();
    const wanted = state.open;
    refresh();
    if (!wanted || !state.open) return;
    while (!findRow(wanted) && parts.list.children.length < state.shown.length) drawRows(STEP);
    findRow(wanted).scrollIntoView({ block: "start" });
  }

  drawHead();
  drawMetrics();
  drawSlices();
  drawCases();
  drawFoot();
  document.addEventListener("keydown", steer);
  addEventListener("hashchange", follow);
  readAddress();
  follow();
  if (!parts.list.children.length) refresh();
})();
