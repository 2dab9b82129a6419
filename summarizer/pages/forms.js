"use strict";
// Forms in which somebody corrects a key point or an event; a field is described once, in SHAPES.
const forms = (() => {
  const { make, hidden } = frame;
  const { clean } = article;
  const codes = frame.data.codes;

  const words = (name, title, more) => ({ name, title, kind: "words", ...more });
  const line = (name, title, more) => ({ name, title, kind: "line", ...more });
  const choice = (name, title, values, more) => ({ name, title, kind: "choice", values, ...more });
  const many = (name, title, values) => ({ name, title, kind: "many", values });
  const records = (name, title, one, fields, fresh) => ({ name, title, kind: "records", one, fields, fresh });
  const record = (name, title, fields, main) => ({ name, title, kind: "record", fields, main });

  const PARTY = [
    words("text", "Words of the article"), words("name", "Name"), choice("kind", "Kind", codes.party_kinds, { fallback: "unknown" }), line("role", "Office"),
    line("organisation", "Organisation"), line("country", "Country", { hint: "ISO 3166-1 alpha-3", pattern: "[A-Z]{3}", upper: true }), choice("sector", "Sector", codes.sectors, { none: true }),
  ];
  const SHAPES = {
    point: [
      { name: "text", title: "Key point", kind: "long" },
      choice("weight", "Weight", ["3", "2", "1"], { number: true, fallback: "2", say: { 3: "3, the story is not told without it", 2: "2", 1: "1, good to know" } }),
      { name: "evidence", title: "Evidence", kind: "evidence" },
    ],
    event: [
      choice("type", "Type", codes.types), choice("realis", "Did it happen", codes.realis, { say: { actual: "actual: it did", future: "future: planned", hypothetical: "hypothetical", negated: "negated: it did not", generic: "generic: background" } }),
      choice("salience", "Weight in the story", codes.saliences), choice("certainty", "Certainty", codes.certainties, { fallback: "unknown" }),
      many("modes", "Modes", (value) => codes.modes[value.type] || []), many("contexts", "Contexts", () => codes.contexts),
      words("trigger", "Words that name it"),
      records("actors", "Who", "actor", PARTY, { text: "", kind: "unknown" }), records("recipients", "To whom", "recipient", PARTY, { text: "", kind: "unknown" }),
      record("target", "Target", [words("text", "What was aimed at")], "text"),
      record("location", "Where", [words("text", "Words of the article"), line("place", "Place"), line("admin1", "Province"), line("country", "Country", { hint: "ISO 3166-1 alpha-3", pattern: "[A-Z]{3}", upper: true }),
        choice("precision", "How exactly", codes.precisions, { fallback: "unknown" }), choice("basis", "Basis", codes.place_bases, { fallback: "explicit" })], "text"),
      record("date", "When", [words("expressed", "Phrase of the article"), line("edtf", "Date", { hint: "2026-03-12, 2026-03, 2026, or two with a / between" }),
        choice("basis", "Basis", codes.date_bases, { fallback: "relative" })], "expressed"),
      records("figures", "How many", "figure", [
        words("text", "Words of the article"), choice("measure", "Counts", codes.measures), choice("qualifier", "Exactness", codes.qualifiers), line("low", "Low", { number: true }), line("best", "Best", { number: true }),
        line("high", "High", { number: true }), line("group", "Of whom"), line("subset_of", "Part of figure", { number: true, hint: "counted from 0" }), choice("status", "Status", codes.figure_statuses),
        { name: "claimants", title: "Who says so", kind: "claimants" },
      ], { text: "", measure: "killed", qualifier: "exact", status: "asserted", claimants: [], evidence: [] }),
      records("claims", "Who says it", "claim", [
        { name: "claimant", title: "Claimant", kind: "claimant" }, words("cue", "Words that mark it"), choice("stance", "Stance", codes.stances), line("about", "About", { hint: "event, actor, target, location, date or figures[0]", pattern: "event|actor|target|location|date|figures\\[[0-9]+\\]" }),
      ], { claimant: { text: "", kind: "unknown" }, cue: "", stance: "claims", about: "event", evidence: [] }),
      { name: "evidence", title: "Evidence", kind: "evidence" },
    ],
  };

  let count = 0;

  /**
   * Draws a form for an item. `selected` returns the evidence that is selected in the article, if
   * any; `done` is called with the new value, or with null when nothing is to be changed.
   */
  function draw(item, { kind, selected, check, done }) {
    const value = structuredClone(item.value);
    const form = make("form", { class: "edit", novalidate: true, "aria-label": `Edit ${item.label}` });
    const troubles = make("ul", { class: "troubles", role: "alert" });
    const parts = drawFields(SHAPES[kind], value, { selected, root: value, redraw: () => redraw() });
    function redraw() {
      const again = drawFields(SHAPES[kind], value, { selected, root: value, redraw });
      form.querySelector(".fields").replaceChildren(...again);
    }
    const finish = (event) => {
      event.preventDefault();
      settle(value, kind);
      const found = [...check(value)];
      troubles.replaceChildren(...found.map(([field, what]) => make("li", null, make("b", null, `${sayField(field)}: `), what)));
      if (found.length) return mark(form, found);
      done(value);
    };
    form.append(make("div", { class: "fields" }, parts), troubles, make("div", { class: "buttons" },
      make("button", { type: "submit", class: "plain strong" }, "Keep"), make("button", { type: "button", class: "plain", click: () => done(null) }, "Cancel")));
    form.addEventListener("submit", finish);
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.stopPropagation(); done(null); }
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) finish(event);
    });
    return form;
  }

  const sayField = (field) => field.replaceAll("_", " ").replace(/\[([0-9]+)\]/g, (_, at) => ` ${Number(at) + 1}`).replace(/\./g, ", ");

  function mark(form, found) {
    form.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
    for (const [field] of found) {
      const input = form.querySelector(`[data-field="${CSS.escape(field)}"]`);
      if (input) input.setAttribute("aria-invalid", "true");
    }
    const first = form.querySelector("[aria-invalid]");
    if (first) first.focus();
  }

  // ---- fields ----

  function drawFields(fields, value, tools, path = "") {
    return fields.map((field) => DRAW[field.kind](field, value, tools, path ? `${path}.${field.name}` : field.name));
  }

  function label(field, path, input, more) {
    const id = `field-${(count += 1)}`;
    input.id = id;
    input.dataset.field = path;
    const hint = field.hint ? make("span", { class: "hint", id: `${id}-hint` }, field.hint) : "";
    if (field.hint) input.setAttribute("aria-describedby", `${id}-hint`);
    return make("div", { class: `field is-${field.kind} at-${field.name}` }, make("label", { for: id }, field.title), input, more || "", hint);
  }

  const shown = (value) => (value === null || value === undefined ? "" : String(value));

  function store(field, value, written) {
    const text = written.trim();
    if (!text) value[field.name] = field.kind === "long" ? "" : null;
    else value[field.name] = field.number ? Number(text) : field.upper ? text.toUpperCase() : written.trim();
  }

  const DRAW = {
    line(field, value, tools, path) {
      const input = make("input", { type: "text", value: shown(value[field.name]), autocomplete: "off", spellcheck: "false", inputmode: field.number ? "numeric" : null, dir: "auto", input: (event) => store(field, value, event.target.value) });
      return label(field, path, input);
    },
    words(field, value, tools, path) {
      const input = make("input", { type: "text", value: shown(value[field.name]), autocomplete: "off", spellcheck: "false", dir: "auto", input: (event) => store(field, value, event.target.value) });
      const take = make("button", { type: "button", class: "take", title: "Take the words selected in the article", "aria-label": `${field.title}: take the words selected in the article`, click: () => {
        const evidence = tools.selected();
        if (!evidence) return input.focus();
        input.value = value[field.name] = evidence.quote;
      } }, "\u2190 selected");
      return label(field, path, input, take);
    },
    long(field, value, tools, path) {
      const input = make("textarea", { rows: 3, dir: "auto", input: (event) => store(field, value, event.target.value) });
      input.value = shown(value[field.name]);
      return label(field, path, input);
    },
    choice(field, value, tools, path) {
      const now = shown(value[field.name]) || field.fallback || "";
      const values = field.none ? ["", ...field.values] : field.values;
      const input = make("select", { change: (event) => {
        store(field, value, event.target.value);
        if (field.name === "type") tools.redraw();
      } }, values.map((one) => make("option", { value: one, selected: one === now }, (field.say && field.say[one]) || one.replaceAll("_", " ") || "–")));
      return label(field, path, input);
    },
    many(field, value, tools, path) {
      const now = new Set(value[field.name] || []);
      const all = [...new Set([...field.values(tools.root), ...now])];
      if (!all.length) return "";
      const boxes = all.map((one) => make("label", null, make("input", { type: "checkbox", value: one, checked: now.has(one), "data-field": path, change: (event) => {
        if (event.target.checked) now.add(one);
        else now.delete(one);
        value[field.name] = all.filter((each) => now.has(each));
      } }), ` ${one.replaceAll("-", " ").replaceAll("_", " ")}`));
      return make("details", { class: "field many", open: now.size > 0 && all.length < 12 }, make("summary", null, field.title, now.size ? `: ${[...now].join(", ")}` : ""), make("div", { class: "boxes", role: "group", "aria-label": field.title }, boxes));
    },
    record(field, value, tools, path) {
      value[field.name] ??= {};
      return make("fieldset", { class: "record" }, make("legend", null, field.title), make("div", { class: "grid" }, drawFields(field.fields, value[field.name], tools, path)));
    },
    records(field, value, tools, path) {
      value[field.name] = [...(value[field.name] || [])].map((one) => ({ ...one }));
      const entries = value[field.name];
      const remove = (at) => { entries.splice(at, 1); tools.redraw(); };
      const add = () => {
        const fresh = structuredClone(field.fresh);
        const evidence = tools.selected();
        if (evidence && "text" in fresh) fresh.text = evidence.quote;
        entries.push(fresh);
        tools.redraw();
      };
      return make("fieldset", { class: "records" }, make("legend", null, field.title),
        entries.map((one, at) => make("div", { class: "entry" },
          make("div", { class: "grid" }, drawFields(field.fields, one, tools, `${path}[${at}]`)),
          make("button", { type: "button", class: "link", click: () => remove(at) }, "Remove", hidden(` ${field.one} ${at + 1}`)))),
        make("button", { type: "button", class: "plain", click: add }, `Add ${/^[aeiou]/.test(field.one) ? "an" : "a"} ${field.one}`));
    },
    claimant(field, value, tools, path) {
      value.claimant = { ...(value.claimant || { text: "", kind: "unknown" }) };
      return DRAW.words({ ...field, name: "text" }, value.claimant, tools, `${path}.text`);
    },
    claimants(field, value, tools, path) {
      const before = value.claimants || [];
      const input = make("input", { type: "text", value: before.map((one) => one.text).join("; "), autocomplete: "off", dir: "auto", input: (event) => {
        const texts = event.target.value.split(";").map((one) => one.trim()).filter(Boolean);
        value.claimants = texts.map((text) => before.find((one) => one.text === text) || { text, kind: "unknown" });
      } });
      return label({ ...field, hint: "words of the article; several with ; between" }, path, input);
    },
    evidence(field, value, tools, path) {
      const box = make("fieldset", { class: "field evidence-field" });
      const fill = () => {
        const rows = (value.evidence || []).map((one, at) => make("li", null, make("q", { dir: "auto" }, clean(one.quote)),
          make("button", { type: "button", class: "link", click: () => { value.evidence = value.evidence.filter((each) => each !== one); fill(); } }, "Remove", hidden(` evidence ${at + 1}`))));
        box.replaceChildren(make("legend", null, field.title), make("ul", null, rows),
          make("button", { type: "button", class: "plain", "data-field": path, click: () => {
            const evidence = tools.selected();
            if (!evidence) { note.textContent = "Select words in the article first."; return; }
            value.evidence = [...(value.evidence || []), evidence];
            fill();
          } }, "Add the selected words"), note);
      };
      const note = make("span", { class: "hint", role: "status" });
      fill();
      return box;
    },
  };

  // ---- what follows from what was written ----

  /** Leaves out what is empty, and derives what follows: granularity, evidence of new figures. */
  function settle(value, kind) {
    if (kind !== "event") return;
    for (const side of ["actors", "recipients"]) value[side] = (value[side] || []).filter((one) => one.text);
    if (value.target && !value.target.text) value.target = null;
    if (value.location && !value.location.text) value.location = null;
    const { date } = value;
    if (date && !date.expressed && !date.edtf) value.date = null;
    else if (date) {
      date.granularity = gold.findGranularity(date.edtf);
      date.basis ||= "relative";
      if (!date.edtf) date.edtf = null;
    }
    value.figures = (value.figures || []).filter((one) => one.text);
    value.claims = (value.claims || []).filter((one) => one.claimant && one.claimant.text);
    for (const one of [...value.figures, ...value.claims]) {
      const words = one.text || one.cue || one.claimant.text;
      if (!(one.evidence || []).length) one.evidence = [(value.evidence || []).find((each) => each.quote.includes(words)) || (value.evidence || [])[0]].filter(Boolean);
    }
    if (value.modes) value.modes = value.modes.filter((mode) => (codes.modes[value.type] || []).includes(mode));
  }

  return { draw };
})();
