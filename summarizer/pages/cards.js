"use strict";
// What was found, as people read it: words for dates, figures, parties and claims.
const cards = (() => {
  const { make, draw, foreign, hidden, plural } = frame;
  const { clean } = article;

  const REALIS = { future: "planned", hypothetical: "hypothetical", negated: "denied", generic: "background" };
  const STANCES = { asserts: "says", claims: "claims", confirms: "confirms", denies: "denies", accuses: "accuses", rejects: "rejects" };
  const MATCHES = { folded: "but for quotes, dashes, spaces or case", elided: "with words left out", fuzzy: "in slightly other words" };
  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

  // ---- words ----

  const name = (party) => clean(party.name || party.text);
  const names = (parties) => [...new Set((parties || []).map(name))];
  const list = (words) => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`);

  /** `2026-03-12` as people say it; other EDTF as it stands. */
  function sayDate(edtf) {
    return edtf.split("/").map((one) => {
      const found = /^([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?$/.exec(one);
      return found ? [found[3] && Number(found[3]), MONTHS[Number(found[2]) - 1], found[1]].filter(Boolean).join(" ") : one;
    }).join(" – ");
  }

  function sayNumber(figure) {
    const { low, best, high, qualifier } = figure;
    const given = (value) => value !== null && value !== undefined;
    const say = (value) => value.toLocaleString("en");
    if (given(low) && given(high) && low !== high) return `${say(low)}–${say(high)}`;
    const value = [best, low, high].find(given);
    if (value === undefined) return clean(figure.text);
    const before = { at_least: "at least ", at_most: "at most ", about: "about ", vague: "some " }[qualifier] || "";
    return before + say(qualifier === "vague" && given(low) ? low : value);
  }

  function sayFigure(figure) {
    const what = [figure.measure === "other" ? "" : figure.measure, figure.group ? `(${clean(figure.group)})` : ""].filter(Boolean).join(" ");
    return `${sayNumber(figure)}${what ? ` ${what}` : ""}`;
  }

  function sayParties(event) {
    const [who, whom] = [names(event.actors), names(event.recipients)];
    const aim = whom.length ? list(whom) : event.target ? clean(event.target.text) : "";
    return { who: list(who), whom: aim };
  }

  // ---- cards ----

  function drawPoint(item, tools) {
    const { value } = item;
    return card(item, "point", tools, [
      make("p", { class: "said", id: `${item.id}-title`, dir: "auto" }, clean(value.text)),
      (value.claimants || []).length ? make("p", { class: "source" }, "According to ", foreign(list(names(value.claimants)))) : "",
      ...(value.flags || []).map((flag) => make("p", { class: "odd" }, "Check: ", foreign(clean(flag).replaceAll("_", " ")))),
      drawEvidence(item, tools),
    ]);
  }

  function drawEvent(item, tools) {
    const { value } = item;
    const { who, whom } = sayParties(value);
    const marks = [
      REALIS[value.realis] ? make("span", { class: "flag odd" }, REALIS[value.realis]) : "",
      value.certainty === "probable" || value.certainty === "possible" ? make("span", { class: "flag dull" }, value.certainty) : "",
      value.salience === "main" ? make("span", { class: "flag fine" }, "main") : "",
    ];
    return card(item, "event", tools, [
      make("h4", { class: "what", id: `${item.id}-title` },
        make("span", { class: "type" }, value.type), ...(value.modes || []).map((mode) => make("span", { class: "mode" }, mode.replaceAll("-", " "))), marks),
      make("p", { class: "who", dir: "auto" }, who ? foreign(who) : make("span", { class: "even" }, "not stated"), whom ? [make("span", { class: "arrow", "aria-label": "to" }, " → "), foreign(whom)] : ""),
      drawFacts(item, tools),
      drawEvidence(item, tools),
    ]);
  }

  function card(item, kind, tools, inside) {
    const state = { accepted: "accepted", edited: "edited", added: "added", deleted: "deleted" }[item.state];
    return make("article", { class: `card ${kind} is-${item.state}`, "data-item": item.id, "aria-labelledby": `${item.id}-key ${item.id}-title`, tabindex: "-1" },
      make("div", { class: "bar" },
        make("span", { class: "key", id: `${item.id}-key` }, hidden(kind === "point" ? "key point " : "event "), item.label),
        state ? make("span", { class: `state ${state}` }, state) : "",
        tools.drawButtons(item)),
      ...inside);
  }

  function drawFacts(item, tools) {
    const { value } = item;
    const fact = (title, ...words) => make("div", null, make("dt", null, title), make("dd", null, words));
    const { date, location, target } = value;
    const figures = (value.figures || []).map((figure, at) => make("li", { class: figure.subset_of === null || figure.subset_of === undefined ? "" : "part" },
      make("b", null, sayFigure(figure)), figure.status && figure.status !== "asserted" ? ` ${figure.status}` : "",
      (figure.claimants || []).length ? [" by ", foreign(list(names(figure.claimants)))] : "", hidden(`, figure ${at + 1}`)));
    const claims = (value.claims || []).map((claim) => make("li", null, foreign(name(claim.claimant)), ` ${STANCES[claim.stance] || claim.stance}`,
      claim.about && claim.about !== "event" ? ` (${claim.about.replace(/\[.*/, "").replace(/s$/, "")})` : ""));
    return make("dl", { class: "facts" },
      fact("When", drawDate(date)),
      location ? fact("Where", foreign([location.text, ...[location.admin1, location.country].filter((one) => one && !location.text.includes(one))].map(clean).join(", ")), location.basis === "inferred" ? make("span", { class: "even" }, " inferred") : "") : "",
      target && (value.recipients || []).length ? fact("Target", foreign(clean(target.text))) : "",
      target && target.described_by ? fact("So called by", foreign(name(target.described_by))) : "",
      figures.length ? fact("How many", make("ul", null, figures)) : "",
      claims.length ? fact("Who says so", make("ul", null, claims)) : "",
      (value.links || []).length ? fact("Linked", value.links.map((link, at) => [at ? "; " : "", `${link.type.replaceAll("_", " ")} `, tools.drawJump(link.target)]).flat()) : "");
  }

  function drawDate(date) {
    if (!date) return make("span", { class: "even" }, "not stated");
    if (!date.edtf) return [make("q", null, foreign(clean(date.expressed || ""))), make("span", { class: "odd" }, " not resolved")];
    return [make("time", null, sayDate(date.edtf)), date.expressed ? make("span", { class: "even" }, " “", foreign(clean(date.expressed)), "”") : ""];
  }

  function drawEvidence(item, tools) {
    const evidence = item.value.evidence || [];
    return make("ul", { class: "evidence", "aria-label": "Evidence" }, evidence.map((one) => {
      const more = [one.segment ? one.segment.replaceAll("_", " ") : "", MATCHES[one.match] ? `found ${MATCHES[one.match]}` : "", one.ambiguous ? "stands there more than once" : ""].filter(Boolean);
      const isSaid = one.quote === item.value.text; // the words stand right above
      return make("li", null, make("button", { class: isSaid ? "link small" : "quote", dir: "auto", "aria-label": `Show in the article: ${clean(one.quote)}`, click: () => tools.seek(item.id) }, isSaid ? "word for word" : clean(one.quote)),
        make("span", { class: "even" }, ` ${one.start}–${one.end}${more.length ? `, ${more.join(", ")}` : ""}`));
    }));
  }

  // ---- timeline ----

  /** Draws events by their resolved days; the distance between two days grows with its logarithm. */
  function drawTimeline(items, published, tools) {
    const dated = [];
    const others = [];
    for (const item of items) {
      const days = item.value.date && item.value.date.edtf ? gold.readEdtf(item.value.date.edtf) : null;
      if (days) dated.push({ item, days });
      else others.push(item);
    }
    const day = published ? gold.readEdtf(String(published).slice(0, 10)) : null;
    dated.sort((a, b) => a.days[0] - b.days[0] || a.days[1] - b.days[1]);
    const at = makeScale([...dated.flatMap((one) => one.days), ...(day || [])]);
    return [
      dated.length ? make("div", { class: "timeline" },
        drawAxis(at, dated, day),
        make("ol", null, dated.map(({ item, days }) => drawSpan(item, days, at, tools)))) : make("p", { class: "even" }, "No event has a date that resolves to days."),
      others.length ? make("p", { class: "undated" }, make("b", null, "Without a day: "),
        others.map((item, index) => [index ? ", " : "", tools.drawJump(item.value.id), item.value.date ? [" “", foreign(clean(item.value.date.expressed || "")), "”"] : ""]).flat(2)) : "",
    ];
  }

  function makeScale(all) {
    const days = [...new Set(all)].sort((a, b) => a - b);
    const places = new Map();
    let along = 0;
    days.forEach((day, at) => {
      along += at ? 1 + Math.log2(day - days[at - 1]) : 0;
      places.set(day, along);
    });
    return (day) => (along ? 3 + 94 * (places.get(day) / along) : 50);
  }

  function drawAxis(at, dated, published) {
    const ticks = [];
    let last = -Infinity;
    const label = (day) => sayDate(new Date(day * 864e5).toISOString().slice(0, 10));
    const days = [...new Set([...dated.flatMap((one) => one.days), ...(published || [])])].sort((a, b) => a - b);
    for (const day of days) {
      const isPublished = published && day === published[0];
      if (at(day) - last < 22 && !isPublished) continue;
      while (isPublished && ticks.length && at(day) - at(ticks[ticks.length - 1]) < 22) ticks.pop();
      ticks.push(day);
      last = at(day);
    }
    const texts = ticks.map((day) => draw("text", { x: `${at(day)}%`, y: 11, "text-anchor": at(day) < 12 ? "start" : at(day) > 88 ? "end" : "middle" }, label(day)));
    const lines = ticks.map((day) => draw("line", { x1: `${at(day)}%`, x2: `${at(day)}%`, y1: 15, y2: 20 }));
    return draw("svg", { class: "axis", height: 22, "aria-hidden": "true" }, texts, lines);
  }

  function drawSpan(item, [start, end], at, tools) {
    const words = `${item.label} ${item.value.type}, ${sayDate(item.value.date.edtf)}`;
    const [from, to] = [at(start), at(end)];
    const y = 9;
    const bar = start === end
      ? draw("circle", { cx: `${from}%`, cy: y, r: 5 })
      : draw("line", { class: "bar", x1: `${from}%`, x2: `${Math.max(to, from + 1)}%`, y1: y, y2: y });
    return make("li", null, make("button", { class: `span is-${item.value.realis || "actual"}`, "data-item": item.id, "aria-label": words, title: words, click: () => tools.jump(item.id), mouseenter: () => tools.light([item.id]), focus: () => tools.light([item.id]) },
      make("span", { class: "label" }, `${item.label} ${item.value.type.toLowerCase()}`),
      draw("svg", { height: 18, "aria-hidden": "true" }, draw("line", { class: "rail", x1: 0, x2: "100%", y1: y, y2: y }), bar)));
  }

  // ---- figures and claims side by side ----

  /** Groups the figures of events by what they count; two that cannot both be so are rivals. */
  function groupFigures(events) {
    const groups = [];
    for (const item of events) {
      const byMeasure = new Map();
      for (const figure of item.value.figures || []) {
        const isPart = figure.subset_of !== null && figure.subset_of !== undefined;
        const key = isPart || figure.measure === "other" ? `${figure.measure} ${clean(figure.group || "")}` : figure.measure;
        if (!byMeasure.has(key)) byMeasure.set(key, { item, measure: figure.measure, isPart, figures: [] });
        byMeasure.get(key).figures.push(figure);
      }
      groups.push(...[...byMeasure.values()].map((group) => ({ ...group, rivals: !group.isPart && group.measure !== "other" && areRivals(group.figures) })));
    }
    return groups;
  }

  const bounds = (figure) => [figure.low ?? figure.best ?? 0, figure.high ?? (figure.qualifier === "at_least" || figure.qualifier === "vague" ? Infinity : figure.best ?? Infinity)];

  /** Two figures are rivals when no number fits both, or two people claim different ones. */
  function areRivals(figures) {
    return figures.some((one, at) => figures.slice(0, at).some((other) => {
      const [a, b] = [bounds(one), bounds(other)];
      const differ = Math.max(a[0], b[0]) > Math.min(a[1], b[1]);
      const sources = [one, other].map((figure) => names(figure.claimants).join());
      return differ || (sources[0] !== sources[1] && sources.every(Boolean) && one.best !== other.best);
    }));
  }

  function drawFigures(events, tools) {
    const groups = groupFigures(events);
    if (!groups.length) return make("p", { class: "even" }, "No figures.");
    const most = Math.max(...groups.map((group) => group.figures.length));
    const cell = (figure) => make("td", null, make("b", null, sayNumber(figure)), figure.group ? [" ", foreign(clean(figure.group))] : "", make("span", { class: "by" },
      (figure.claimants || []).length ? foreign(list(names(figure.claimants))) : "the article itself", figure.status === "denied" || figure.status === "disputed" ? `, ${figure.status}` : ""));
    return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Figures side by side" }, make("table", { class: "rivals" },
      make("thead", null, make("tr", null, make("th", { scope: "col" }, "Event"), make("th", { scope: "col" }, "What"), make("th", { scope: "col", colspan: most }, "Who counts how many"))),
      make("tbody", null, groups.map((group) => make("tr", { class: group.rivals ? "is-rival" : "", "data-item": group.item.id },
        make("th", { scope: "row" }, tools.drawJump(group.item.value.id)),
        make("td", null, group.isPart ? "of these " : "", group.measure === "other" ? "counted" : group.measure, group.rivals ? make("span", { class: "flag" }, "differ") : ""),
        group.figures.map(cell), most > group.figures.length ? make("td", { colspan: most - group.figures.length }) : "")))));
  }

  function drawClaims(events, tools) {
    const rows = events.flatMap((item) => (item.value.claims || []).map((claim) => ({ item, claim })));
    if (!rows.length) return make("p", { class: "even" }, "The article says everything in its own voice.");
    return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Who says what" }, make("table", { class: "claims" },
      make("thead", null, make("tr", null, ["Who", "Does", "About", "In the words"].map((title) => make("th", { scope: "col" }, title)))),
      make("tbody", null, rows.map(({ item, claim }) => make("tr", { "data-item": item.id },
        make("th", { scope: "row" }, foreign(name(claim.claimant))),
        make("td", null, STANCES[claim.stance] || claim.stance),
        make("td", null, tools.drawJump(item.value.id), " ", describeAbout(claim.about, item.value)),
        make("td", { class: "cue" }, claim.cue ? foreign(clean(claim.cue)) : "", claim.modality === "quote" ? make("span", { class: "even" }, " word for word") : ""))))));
  }

  function describeAbout(about, event) {
    const found = /^figures\[([0-9]+)\]$/.exec(about || "event");
    if (found) {
      const figure = (event.figures || [])[Number(found[1])];
      return figure ? sayFigure(figure) : "figure";
    }
    return about && about !== "event" ? about : event.type.toLowerCase();
  }

  return { REALIS, names, list, name, sayDate, sayFigure, sayParties, drawPoint, drawEvent, drawTimeline, drawFigures, drawClaims, groupFigures, plural };
})();
