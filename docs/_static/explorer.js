// The explorer: draws what is chosen from the numbers in the page; what is chosen stands in the address.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("explorer-data").textContent);
  const COURSE = ["year", "estimate", "low", "high", "observed", "n_docs", "n_places", "enough"];
  const LEVELS = ["provincial", "national", "gap"];
  const CHOICES = ["item", "level", "place", "era", "lang"];
  const BLUE = "#1f5f8b", RED = "#a8321f", GREY = "#5c5c5c", LIGHT = "#e4e4e4";
  const byId = (id) => document.getElementById(id);

  // What is chosen, and its words

  const allowed = {
    item: data.items.map((item) => item.en),
    level: LEVELS,
    place: ["", ...data.places.map((place) => place.en)],
    era: ["all", ...data.eras.map((era) => era.name)],
    lang: ["en", "zh"],
  };
  const first = { ...Object.fromEntries(CHOICES.map((name) => [name, allowed[name][0]])), era: data.eras.at(-1).name };
  let chosen = {};

  const word = (name, values = {}) =>
    (data.words[chosen.lang][name] ?? name).replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const named = (thing) => (chosen.lang === "zh" ? thing.zh : thing.en ?? thing.name);
  const heading = (one) => (one.kind === "term" && chosen.lang === "en" && one.en !== one.zh ? `${one.en} ${one.zh}` : named(one));
  const item = () => data.items.find((one) => one.en === chosen.item);
  const place = () => data.places.find((one) => one.en === chosen.place);
  const placeName = (zh) => named(data.places.find((one) => one.zh === zh));
  const level = () => (item().kind === "term" ? "provincial" : chosen.level);
  const eraName = () => (chosen.era === "all" ? word("all") : named(data.eras.find((era) => era.name === chosen.era)));

  function readAddress() {
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const name of CHOICES) {
      const value = asked.get(name);
      chosen[name] = allowed[name].includes(value) ? value : first[name];
    }
  }

  // Some browsers let no script rewrite the address of a page that is opened from a folder.
  function writeAddress() {
    const hash = `#${new URLSearchParams(chosen)}`;
    try {
      history.replaceState(null, "", hash);
    } catch {
      location.hash = hash;
    }
  }

  // Drawing

  function mark(name, attributes, text) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  const room = (id) => Math.max(280, byId(id).clientWidth);

  function canvas(id, height, title) {
    const width = room(id);
    const svg = mark("svg", {
      xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`, role: "img",
      "aria-label": title, "font-size": 12,
      "font-family": "Chinese, system-ui, 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', " +
        "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', sans-serif",
    });
    svg.append(mark("rect", { width, height, fill: "#fff" }));
    byId(id).replaceChildren(svg);
    return { svg, width, add: (...rest) => svg.appendChild(mark(...rest)) };
  }

  function ticks(low, high, most) {
    const rough = (high - low) / most;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough);
    const from = Math.ceil(low / step - 1e-9);
    const to = Math.floor(high / step + 1e-9);
    return Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toPrecision(6)));
  }

  const scale = (low, high, from, to) => (value) => from + ((value - low) / (high - low)) * (to - from);
  const diamond = (x, y, r) => `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`;

  // Runs of years one after the other: no line leads over years without a document.
  function runs(rows) {
    const parts = [];
    for (const row of rows) {
      const last = parts.at(-1)?.at(-1);
      if (last && row.year === last.year + 1) parts.at(-1).push(row);
      else parts.push([row]);
    }
    return parts;
  }

  function course() {
    return (item().courses[level()] ?? []).map((row) => Object.fromEntries(row.map((value, i) => [COURSE[i], value])));
  }

  // The reports of the chosen province; a gap of one report is none.
  const shownDocuments = () =>
    place() && level() !== "gap" ? item().documents.filter(([zh]) => zh === place().zh) : [];

  // A name in two lines, as alike in length as its words allow.
  function halve(name) {
    const words = name.split(" ");
    const ways = words.slice(1).map((_, i) => [words.slice(0, i + 1).join(" "), words.slice(i + 1).join(" ")]);
    const longest = (way) => Math.max(...way.map((line) => line.length));
    return ways.sort((one, other) => longest(one) - longest(other))[0] ?? [name];
  }

  function drawCourse() {
    const rows = course();
    const own = shownDocuments();
    const term = item().kind === "term";
    const title = word("course", { item: heading(item()), level: word(level()) });
    byId("course-title").textContent = title;
    const height = 360, left = 44, top = 58, bottom = height - (term ? 46 : 30);
    const { width, add } = canvas("course", height, title);
    const years = rows.map((row) => row.year);
    const x = scale(Math.min(...years) - 1, Math.max(...years) + 1, left, width - 10);
    const values = rows.flatMap((row) => [row.estimate, row.low, row.high, row.observed]);
    if (!term) values.push(...own.map((row) => row[2]));
    const seen = values.filter((value) => value !== null);
    const [low, high] = [Math.min(0, ...seen), Math.max(5, ...seen)];
    const y = scale(low, high, bottom, top);

    data.eras.forEach((era, i) => {
      const from = x(Math.max(era.first_year, years[0]) - 0.5), to = x(Math.min(era.last_year, years.at(-1)) + 0.5);
      if (to <= from) return;
      const picked = era.name === chosen.era;
      const fill = picked ? "#fbe9c6" : i % 2 ? "#fff" : "#f4f4f4";
      const band = add("rect", { x: from, y: top, width: to - from, height: bottom - top, fill });
      band.append(mark("title", {}, named(era)));
      // A name has two lines where its era is narrow; one that is still too long is left to the list of eras.
      const room = (text) => (chosen.lang === "zh" ? 12.5 : 6.2) * text.length;
      const lines = picked || width < 600 || room(named(era)) < to - from ? [named(era)] : halve(named(era));
      const widest = Math.max(...lines.map(room));
      if (!picked && widest >= to - from) return;
      const middle = Math.min(Math.max((from + to) / 2, left + widest / 2), width - 4 - widest / 2);
      lines.reverse().forEach((line, up) => {
        add("text", { x: middle, y: (picked ? top - 6 : top - 22) - 12 * up, "text-anchor": "middle", fill: picked ? "#000" : GREY }, line);
      });
    });
    add("text", { x: 4, y: 14, fill: GREY }, word(term ? "spread" : level() === "gap" ? "points" : "priority"));
    for (const value of ticks(low, high, 6)) {
      add("line", { x1: left, x2: width - 10, y1: y(value), y2: y(value), stroke: value ? LIGHT : "#777" });
      add("text", { x: left - 6, y: y(value) + 4, "text-anchor": "end", fill: GREY }, value);
    }
    for (const year of ticks(years[0], years.at(-1), width / 70)) {
      add("text", { x: x(year), y: height - 10, "text-anchor": "middle", fill: GREY }, year);
    }
    for (const run of runs(rows.filter((row) => row.enough))) {
      const there = run.map((row) => `${x(row.year)},${y(row.high)}`);
      const back = run.map((row) => `${x(row.year)},${y(row.low)}`).reverse();
      const style = { fill: BLUE, "fill-opacity": 0.2, stroke: BLUE, "stroke-opacity": 0.35, "stroke-width": run.length > 1 ? 0.5 : 2 };
      add("polygon", { points: [...there, ...back].join(" "), ...style });
      const line = run.map((row) => `${x(row.year)},${y(row.estimate)}`).join(" ");
      add("polyline", { points: line, fill: "none", stroke: BLUE, "stroke-width": 2.2 });
      if (run.length === 1) add("circle", { cx: x(run[0].year), cy: y(run[0].estimate), r: 2.2, fill: BLUE });
    }
    for (const row of rows) {
      if (row.enough && level() !== "national") continue;
      const look = row.enough ? { fill: BLUE } : { fill: "#fff", stroke: BLUE, "stroke-width": 1.2 };
      add("circle", { cx: x(row.year), cy: y(row.observed), r: 2.8, ...look });
    }
    for (const [, year, value] of own) {
      const look = term && !value ? { fill: "#fff", stroke: RED } : { fill: RED, stroke: RED };
      add("path", { d: diamond(x(year), term ? bottom + 12 : y(value), 4), ...look });
    }
    byId("course-about").textContent = aboutCourse(own, term);
    fillTable("course-table", courseTable());
  }

  function aboutCourse(own, term) {
    const said = [word(`about ${term ? "term" : level()}`)];
    if (item().kind === "topic") said.unshift(word("about topic"));
    if (place() && level() === "gap") said.push(word("no gap place"));
    else if (place()) {
      said.push(word(term ? "about use" : "about place", { place: named(place()) }));
      const used = own.filter((row) => row[2]).map((row) => row[1]);
      if (term) said.push(used.length ? word("first", { year: used[0], last: used.at(-1) }) : word("never"));
    }
    return said.join(chosen.lang === "zh" ? "" : " ");
  }

  const ranked = () => item().ranks[chosen.era].filter((row) => row[1] !== null).sort((a, b) => b[1] - a[1]);
  const rank = (rows, mean) => rows.findIndex((row) => row[1] === mean) + 1; // the same for the same mean

  function drawRanks() {
    const term = item().kind === "term";
    const rows = ranked();
    const title = word("ranks", { item: heading(item()), era: eraName() });
    byId("ranks-title").textContent = title;
    const era = data.eras.find((one) => one.name === chosen.era) ?? { first_year: -Infinity, last_year: Infinity };
    const single = item().documents.filter(([, year]) => !term && year >= era.first_year && year <= era.last_year);
    const own = new Map(rows.map(([zh]) => [zh, single.filter((row) => row[0] === zh).map((row) => row[2])]));
    const step = 20, top = 44, left = chosen.lang === "zh" ? 78 : 118;
    const { width, add } = canvas("ranks", top + Math.max(1, rows.length) * step + 8, title);
    const right = width - 40, foot = top + rows.length * step;
    const seen = [...rows.map((row) => row[1]), ...[...own.values()].flat()];
    const [low, high] = [Math.min(0, ...seen), Math.max(5, ...seen)];
    const x = scale(low, high, left + 8, right - 8);
    if (rows.length) {
      add("text", { x: 4, y: 14, fill: GREY }, word(term ? "reports with" : "priority"));
      add("text", { x: width - 8, y: top - 6, "text-anchor": "end", fill: GREY, "font-style": "italic" }, "n");
      for (const value of ticks(low, high, width / 110)) {
        add("line", { x1: x(value), x2: x(value), y1: top, y2: foot, stroke: value ? LIGHT : "#777" });
        add("text", { x: x(value), y: top - 6, "text-anchor": "middle", fill: GREY }, value);
      }
    } else add("text", { x: 4, y: top, fill: "#222" }, word("nothing"));
    rows.forEach(([zh, mean, n], i) => {
      const at = top + (i + 0.5) * step;
      const picked = place()?.zh === zh;
      if (picked) add("rect", { x: 0, y: at - step / 2, width, height: step, fill: "#fbe9c6" });
      const bold = picked ? { "font-weight": 700 } : {};
      add("text", { x: 22, y: at + 4, "text-anchor": "end", fill: GREY }, rank(rows, mean));
      add("text", { x: 28, y: at + 4, fill: "#222", ...bold }, placeName(zh));
      for (const value of own.get(zh)) add("circle", { cx: x(value), cy: at, r: 2.4, fill: BLUE, "fill-opacity": 0.35 });
      add("circle", { cx: x(mean), cy: at, r: 5, fill: picked ? RED : BLUE });
      add("text", { x: width - 8, y: at + 4, "text-anchor": "end", fill: GREY }, n);
    });
    const kept = new Set(rows.map((row) => row[0]));
    const few = data.places.filter((one) => !kept.has(one.zh)).map(named);
    const said = [word(term ? "about ranks term" : "about ranks")];
    if (few.length) said.push(word("few", { places: few.join(chosen.lang === "zh" ? "、" : ", ") }));
    byId("ranks-about").textContent = said.join(chosen.lang === "zh" ? "" : " ");
    fillTable("ranks-table", ranksTable());
  }

  // The provinces as tiles, from the north-west

  const RAMP = [[232, 241, 248], [96, 157, 200], [13, 52, 82]];
  const shade = (part) => {
    const [from, to] = part < 0.5 ? RAMP : RAMP.slice(1);
    return from.map((c, i) => Math.round(c + (part < 0.5 ? part : part - 0.5) * 2 * (to[i] - c)));
  };
  const light = (rgb) => rgb.map((c) => (c <= 10 ? c / 3294 : ((c / 255 + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const inkOn = (rgb) => (light(rgb) > 0.179 ? "#000" : "#fff"); // either has a contrast of 4.5 or more

  function tiles() {
    const found = new Map(item().ranks[chosen.era].map(([zh, mean, n]) => [zh, { mean, n }]));
    return data.places.map((one) => ({ ...one, mean: null, n: 0, ...found.get(one.zh) }))
      .sort((a, b) => a.tile[0] - b.tile[0] || a.tile[1] - b.tile[1]);
  }

  // A name that is too long for its tile goes on two lines, cut between words or syllables.
  function lines(name, most) {
    if (name.length <= most) return [name];
    if (name.includes(" ")) return name.split(/(?<= )/);
    const cut = name.match(/^.*(?=[^aeiou]h?[aeiou]+(n|ng)?$)/)[0];
    return [cut, name.slice(cut.length)];
  }

  function drawMap() {
    const all = tiles();
    const title = word("map", { item: heading(item()), era: eraName() });
    byId("map-title").textContent = title;
    const size = Math.min(76, Math.floor(room("map") / 7)), top = 4;
    const { svg, add } = canvas("map", top + size * Math.max(...all.map((one) => one.tile[0])) + 4, title);
    svg.setAttribute("role", "group");
    const hatch = mark("pattern", { id: "map-few", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    hatch.append(mark("rect", { width: 6, height: 6, fill: "#fff" }), mark("rect", { width: 1.5, height: 6, fill: "#c4c4c4" }));
    add("defs", {}).append(hatch);
    const high = Math.max(5, ...all.map((one) => one.mean ?? 0));
    const edges = ticks(0, high, 7).filter((value) => value > 0 && value < high);
    const fills = Array.from({ length: edges.length + 1 }, (_, i) => shade(i / edges.length));
    drawLegend(add, edges, fills, size);
    const start = all.find((one) => one.en === chosen.place) ?? all[0];
    for (const one of all) {
      const fill = one.mean === null ? null : fills[edges.filter((edge) => edge <= one.mean).length];
      const tile = svg.appendChild(drawTile(one, fill, size, top));
      tile.setAttribute("tabindex", one === start ? 0 : -1);
      tile.addEventListener("click", () => pick(one));
      tile.addEventListener("keydown", (event) => press(event, one, all));
    }
    byId("map-about").textContent = word("about map");
    fillTable("map-table", mapTable());
  }

  // In the corner where no province lies: classes with the numbers between them.
  function drawLegend(add, edges, fills, size) {
    const each = Math.min(40, (size * 6 - 16) / fills.length);
    add("text", { x: 4, y: 14, fill: GREY }, word(item().kind === "term" ? "reports with" : "priority"));
    fills.forEach((rgb, i) => add("rect", { x: 4 + i * each, y: 20, width: each, height: 12, fill: `rgb(${rgb})`, stroke: "#777", "stroke-width": 0.5 }));
    edges.forEach((edge, i) => add("text", { x: 4 + (i + 1) * each, y: 45, "text-anchor": "middle", fill: GREY }, edge));
    add("rect", { x: 4, y: 56, width: 18, height: 12, fill: "url(#map-few)", stroke: "#777", "stroke-width": 0.5 });
    add("text", { x: 27, y: 66, fill: GREY }, word("fewer"));
  }

  function drawTile(one, rgb, size, top) {
    const [row, column] = one.tile, picked = one.en === chosen.place;
    const x = (column - 1) * size + 1.5, y = top + (row - 1) * size + 1.5, side = size - 3;
    const label = word(rgb ? "tile" : "tile few", { place: named(one), mean: rgb && digit(one.mean), n: one.n });
    const tile = mark("g", { role: "button", "aria-label": label, "aria-pressed": picked, "data-place": one.en, cursor: "pointer" });
    const add = (...rest) => tile.appendChild(mark(...rest));
    add("title", {}, label);
    add("rect", { x, y, width: side, height: side, rx: 2, fill: rgb ? `rgb(${rgb})` : "url(#map-few)", stroke: "#777", "stroke-width": 0.8 });
    if (picked) {
      add("rect", { x: x + 1, y: y + 1, width: side - 2, height: side - 2, fill: "none", stroke: RED, "stroke-width": 4 });
      add("rect", { x: x + 3.5, y: y + 3.5, width: side - 7, height: side - 7, fill: "none", stroke: "#fff", "stroke-width": 1 });
    }
    const small = size < 64;
    const look = { x: x + side / 2, "text-anchor": "middle", fill: rgb ? inkOn(rgb) : "#000" };
    const words = lines(named(one), small ? 7 : 8);
    const height = small ? 11 : 13, middle = y + side / 2 + (rgb ? 0 : 7);
    words.forEach((part, i) => add("text", { ...look, y: middle - (words.length - 1 - i) * height + (words.length > 1 ? -1 : -2), "font-size": small ? 10 : 11.5 }, part));
    tile.append(" "); // what is seen reads as its name does
    if (rgb) add("text", { ...look, y: middle + height + 3, "font-size": small ? 11 : 13, "font-weight": 700 }, digit(one.mean));
    return tile;
  }

  // A tile that is chosen already is chosen no more.
  function pick(one) {
    chosen.place = chosen.place === one.en ? "" : one.en;
    writeAddress();
    show();
    focusOn(one);
  }

  function focusOn(one) {
    for (const tile of byId("map").querySelectorAll("[role=button]")) {
      const found = tile.dataset.place === one.en;
      tile.setAttribute("tabindex", found ? 0 : -1);
      if (found) tile.focus();
    }
  }

  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  // Arrow keys go to the nearest tile on that side.
  function press(event, one, all) {
    if (event.key === "Enter" || event.key === " ") pick(one);
    else if (STEPS[event.key]) {
      const [down, right] = STEPS[event.key];
      const way = (other) => [other.tile[0] - one.tile[0], other.tile[1] - one.tile[1]];
      const far = (other) => way(other).reduce((sum, part, i) => sum + Math.abs(part) * (STEPS[event.key][i] ? 1 : 2), 0);
      const ahead = all.filter((other) => way(other)[0] * down + way(other)[1] * right > 0);
      if (ahead.length) focusOn(ahead.reduce((best, other) => (far(other) < far(best) ? other : best)));
    } else return;
    event.preventDefault();
  }

  function mapTable() {
    const rows = tiles().map((one) => [named(one), digit(one.mean), one.n, ...one.tile]);
    return [["place", "mean", "n_docs", "row", "column"].map((name) => word(name)), ...rows];
  }

  // A province beside the centre, all provinces and its neighbours

  const PROFILE = ["place", "neighbours", "provinces", "centre"];

  function profile() {
    return data.items.filter((one) => one.kind === "domain").map((one) => {
      const [, mean, n, near, nNear] = one.ranks[chosen.era].find((row) => row[0] === place().zh) ?? [null, null, 0, null, 0];
      const levels = Object.fromEntries(one.levels[chosen.era].map(([level, ...rest]) => [level, rest]));
      const [all, nAll] = levels.provincial ?? [null, 0], [centre, nCentre] = levels.national ?? [null, 0];
      return { one, means: [mean, near, all, centre], ns: [n, nNear, nAll, nCentre] };
    });
  }

  function drawProfile() {
    byId("profile-section").hidden = !place();
    if (!place()) return;
    const rows = profile();
    const title = word("profile", { place: named(place()), era: eraName() });
    byId("profile-title").textContent = title;
    const step = 26, top = 30, narrow = room("profile") < 520, left = narrow ? 8 : chosen.lang === "zh" ? 175 : 280;
    const each = narrow ? step + 14 : step;
    const { width, add } = canvas("profile", top + rows.length * each + 8, title);
    const seen = rows.flatMap((row) => row.means).filter((value) => value !== null);
    const x = scale(Math.min(0, ...seen), Math.max(5, ...seen), left + 8, width - 14);
    for (const value of ticks(Math.min(0, ...seen), Math.max(5, ...seen), width / 110)) {
      add("line", { x1: x(value), x2: x(value), y1: top, y2: top + rows.length * each, stroke: value ? LIGHT : "#777" });
      add("text", { x: x(value), y: top - 6, "text-anchor": "middle", fill: GREY }, value);
    }
    rows.forEach(({ one, means: [mean, near, all, centre] }, i) => {
      const at = top + (i + 0.5) * each + (narrow ? 6 : 0);
      const picked = one === item() ? { "font-weight": 700 } : {};
      if (narrow) add("text", { x: 4, y: at - 10, fill: "#222", ...picked }, heading(one));
      else add("text", { x: left - 4, y: at + 4, "text-anchor": "end", fill: "#222", ...picked }, heading(one));
      if (all !== null) add("line", { x1: x(all), x2: x(all), y1: at - 9, y2: at + 9, stroke: GREY, "stroke-width": 3 });
      if (centre !== null) add("path", { d: diamond(x(centre), at, 6), fill: "#fff", stroke: "#b35a00", "stroke-width": 2 });
      if (near !== null) add("circle", { cx: x(near), cy: at, r: 5, fill: "none", stroke: BLUE, "stroke-width": 2 });
      if (mean !== null) add("circle", { cx: x(mean), cy: at, r: 5, fill: RED });
    });
    byId("profile-about").textContent = word("about profile", { place: named(place()) });
    fillTable("profile-table", profileTable());
    byId("uses-title").textContent = word("uses", { place: named(place()) });
    fillTable("uses-table", usesTable());
    Object.assign(byId("place-page"), { href: pageOf(place()), textContent: word("page", { place: named(place()) }) });
  }

  const pageOf = (one) => `provinces/${one.en.toLowerCase().replaceAll(" ", "-")}${chosen.lang === "zh" ? "-zh" : ""}.html`;

  function profileTable() {
    const names = PROFILE.map((name) => (name === "place" ? named(place()) : word(name)));
    const rows = profile().map(({ one, means, ns }) => [heading(one), ...means.map((mean) => digit(mean)), ...ns]);
    return [[word("item"), ...names, ...names.map((name) => `n ${name}`)], ...rows];
  }

  // The year in which a place first used a term, or nothing.
  const firstUse = (one, zh) => Math.min(...one.documents.filter((row) => row[2] && (!zh || row[0] === zh)).map((row) => row[1]));

  // How many provinces used a term before a place, and how many ever: those of one year share a rank.
  function rankOfUse(one, zh) {
    const own = firstUse(one, zh);
    const years = data.places.map((other) => firstUse(one, other.zh)).filter(Number.isFinite);
    return Number.isFinite(own) ? word("of", { rank: years.filter((year) => year < own).length + 1, n: years.length }) : "";
  }

  function usesTable() {
    const year = (value) => (Number.isFinite(value) && value !== null ? value : "");
    const rows = data.items.filter((one) => one.kind === "term")
      .map((one) => [heading(one), year(firstUse(one, place().zh)), rankOfUse(one, place().zh), year(firstUse(one)), year(one.centre)]);
    return [[word("item"), named(place()), word("rank"), word("any province"), word("centre")], ...rows];
  }

  // Who takes up words early, and whether chance gives as much

  const byName = (zh) => (data.places.some((one) => one.zh === zh) ? placeName(zh) : word("centre"));
  const told = (verdict) => verdict !== "cannot tell";

  function drawLeaders() {
    const rows = data.leaders;
    const title = word("leaders", { n: data.n_entered });
    byId("leaders-title").textContent = title;
    const step = 20, top = 44, left = chosen.lang === "zh" ? 70 : 110, foot = top + rows.length * step;
    const { width, add } = canvas("leaders", foot + 8, title);
    const ends = [...rows.flatMap((row) => row.slice(1, 4)), 1].filter((value) => value !== null);
    const [low, high] = [Math.min(...ends, 0.5), Math.max(...ends, 1.5)];
    const x = scale(low, high, left + 8, width - 12);
    add("text", { x: 4, y: 14, fill: GREY }, word("ratio"));
    for (const value of ticks(low, high, width / 90)) {
      add("line", { x1: x(value), x2: x(value), y1: top, y2: foot, stroke: value === 1 ? "#777" : LIGHT });
      add("text", { x: x(value), y: top - 6, "text-anchor": "middle", fill: GREY }, value);
    }
    rows.forEach(([zh, ratio, from, to, , , verdict], i) => {
      const at = top + (i + 0.5) * step, picked = place()?.zh === zh, colour = picked ? RED : BLUE;
      if (picked) add("rect", { x: 0, y: at - step / 2, width, height: step, fill: "#fbe9c6" });
      add("text", { x: 4, y: at + 4, fill: "#222", ...(picked ? { "font-weight": 700 } : {}) }, byName(zh));
      if (from !== null) add("line", { x1: x(from), x2: x(to), y1: at, y2: at, stroke: colour, "stroke-width": 1.5 });
      if (ratio !== null) add("circle", { cx: x(ratio), cy: at, r: 4.5, fill: told(verdict) ? colour : "#fff", stroke: colour, "stroke-width": 1.5 });
    });
    const sides = ["early", "late"].map((side) => rows.filter((row) => row[6] === side).map((row) => byName(row[0])));
    const comma = chosen.lang === "zh" ? "、" : ", ";
    const [early, late] = sides.map((side) => side.join(comma) || word("nobody"));
    byId("leaders-about").textContent = word("about leaders", { n: data.n_entered, early, late });
    fillTable("leaders-table", leadersTable());
  }

  function leadersTable() {
    const head = ["place", "ratio short", "low", "high", "p", "q", "verdict", "adoptions", "expected"].map((name) => word(name));
    const rows = data.leaders.map(([zh, ratio, low, high, p, q, verdict, n, expected]) => [
      byName(zh), ...[ratio, low, high].map((value) => digit(value, 2)), ...[p, q].map((value) => digit(value, 3)),
      word(verdict), n, digit(expected)]);
    return [head, ...rows];
  }

  // Where it is written

  function evidence() {
    const where = level() === "national" ? "全国" : place()?.zh;
    return item().evidence.filter((row) => !where || row[0] === where).slice(0, 10);
  }

  function evidenceTable() {
    const rows = evidence().map(([zh, year, id, head, share, url]) =>
      [zh === "全国" ? word("national") : placeName(zh), year, id, head ?? "", digit(share), url ?? ""]);
    return [["place", "year", "passage", "heading", "probability", "address"].map((name) => word(name)), ...rows];
  }

  function showEvidence() {
    byId("evidence-title").textContent = word("evidence", { item: heading(item()) });
    const term = item().kind === "term";
    byId("evidence-about").textContent = word(evidence().length ? `about evidence${term ? " term" : ""}` : "no evidence");
    fillTable("evidence-table", evidenceTable());
    for (const cell of byId("evidence-table").querySelectorAll("td:last-child")) {
      if (!/^https?:/.test(cell.textContent)) continue;
      const link = Object.assign(document.createElement("a"), { href: cell.textContent, textContent: word("source"), rel: "noreferrer" });
      cell.replaceChildren(link);
    }
  }

  // Numbers: a table in the page, and files

  const digit = (value, digits = 1) => (value === null ? "" : value.toFixed(digits));

  function courseTable() {
    const own = shownDocuments();
    const values = (year) => own.filter((row) => row[1] === year).map((row) => digit(row[2])).join("; ");
    const rows = course().map((row) => [row.year, ...["estimate", "low", "high", "observed"].map((name) => digit(row[name])),
      row.n_docs, row.n_places, word(row.enough ? "yes" : "no"), ...(own.length ? [values(row.year)] : [])]);
    return [[...COURSE.map((name) => word(name)), ...(own.length ? [named(place())] : [])], ...rows];
  }

  function ranksTable() {
    const few = item().ranks[chosen.era].filter((row) => row[1] === null);
    const own = ranked();
    const rows = [...own, ...few].map(([zh, mean, n]) => [mean === null ? "" : rank(own, mean), placeName(zh), digit(mean), n]);
    return [["rank", "place", "mean", "n_docs"].map((name) => word(name)), ...rows];
  }

  function fillTable(id, [head, ...rows]) {
    const line = (cells, tag) => {
      const row = document.createElement("tr");
      row.append(...cells.map((text) => Object.assign(document.createElement(tag), { textContent: text })));
      return row;
    };
    const parts = ["thead", "tbody"].map((tag) => document.createElement(tag));
    parts[0].append(line(head, "th"));
    parts[1].append(...rows.map((row) => line(row, "td")));
    byId(id).replaceChildren(...parts);
  }

  function save(name, text, type) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // Excel takes a CSV for Chinese only after this mark.
  const csv = (rows) => `\ufeff${rows.map((row) => row.map((cell) => (/[",]/.test(cell) ? `"${String(cell).replaceAll('"', '""')}"` : cell)).join(",")).join("\r\n")}\r\n`;

  function offer(id, table, detail) {
    const name = () => [id, item().en, detail(), chosen.place].filter(Boolean).join("_").replace(/[^\p{L}\p{N}_]+/gu, "-");
    byId(`${id}-csv`).onclick = () => save(`${name()}.csv`, csv(table()), "text/csv;charset=utf-8");
    const svg = byId(`${id}-svg`);
    if (svg) svg.onclick = () => save(`${name()}.svg`, byId(id).innerHTML, "image/svg+xml");
  }

  // Controls

  function option(value, text) {
    return Object.assign(document.createElement("option"), { value, textContent: text });
  }

  function fillControls() {
    for (const element of document.querySelectorAll("#explore [data-word]")) element.textContent = word(element.dataset.word);
    const group = (kind) => {
      const element = Object.assign(document.createElement("optgroup"), { label: word(`${kind}s`) });
      element.append(...data.items.filter((one) => one.kind === kind).map((one) => option(one.en, heading(one))));
      return element;
    };
    byId("item").replaceChildren(group("domain"), group("topic"), group("term"));
    byId("level").replaceChildren(...LEVELS.map((name) => option(name, word(name))));
    byId("place").replaceChildren(option("", word("none")), ...data.places.map((one) => option(one.en, named(one))));
    byId("era").replaceChildren(option("all", word("all")),
      ...data.eras.map((era) => option(era.name, `${named(era)} ${era.first_year}–${era.last_year}`)));
    for (const name of CHOICES) byId(name).value = chosen[name];
    byId("level").value = level();
    byId("level").disabled = item().kind === "term";
    byId("explore").lang = chosen.lang;
  }

  function show() {
    fillControls();
    drawCourse();
    drawMap();
    drawRanks();
    drawProfile();
    drawLeaders();
    showEvidence();
  }

  for (const name of CHOICES) {
    byId(name).addEventListener("change", () => {
      chosen[name] = byId(name).value;
      writeAddress();
      show();
    });
  }
  addEventListener("hashchange", () => (readAddress(), show()));
  offer("course", courseTable, level);
  offer("map", mapTable, () => chosen.era);
  offer("ranks", ranksTable, () => chosen.era);
  offer("profile", profileTable, () => chosen.era);
  offer("leaders", leadersTable, () => "");
  offer("evidence", evidenceTable, level);
  readAddress();
  show();
  // A scroll bar that comes with the first drawing takes room, too.
  new ResizeObserver(() => {
    if (Number(byId("course").firstChild.getAttribute("width")) !== room("course")) show();
  }).observe(byId("course"));
})();
