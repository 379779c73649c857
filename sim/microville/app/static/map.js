// The map of the app: MapLibre on a style without tiles or glyphs, names and people on a canvas.
// Everything comes from this server; no request leaves the machine.
import { readDay, People } from "./people.js";

const FUNCTIONS = ["living", "working", "supplying", "caring", "learning", "enjoying"];
// Okabe and Ito (2008): told apart by colour-blind readers.
const COLOURS = ["#CC79A7", "#0072B2", "#E69F00", "#D55E00", "#009E73", "#56B4E9"];
const MODES = ["walk", "bike", "car", "ebike", "transit"];
const MODE_COLOURS = ["#009E73", "#E69F00", "#3d434b", "#CC79A7", "#56B4E9"];
const FUNCTION_OF_USE = {
  housing: 0, workshop: 1, office: 1, coworking: 1, storage: 1, shop: 2, food_hub: 2, care: 3,
  training: 4, culture_sport: 5,
};
const COVERS = {
  grass: "#d9e6c3", garden: "#b9d98b", market_garden: "#8fc45a", orchard: "#a9c86b",
  cereals: "#ecdf9a", woodland: "#93b983", solar: "#8d93b8", renatured: "#9fd0b0",
};
const TINTS = {
  residential: "#efece5", industrial: "#e8e6ec", park: "#e1ecd9", forest: "#d7e5cd",
  water: "#cfe2ec", base: "#f3ede6", site: "#fbe9d3",
};
const byZoom = (a, b, c) => ["interpolate", ["exponential", 1.6], ["zoom"], 10, a, 14, b, 18, c];
const HOME = "#a2967f", SMALL_HOME = byZoom(0.7, 2.1, 8), BIG_HOME = byZoom(1.4, 3.4, 10);
// Cividis (Nuñez et al. 2018): dark is little, light is much, the same for all eyes.
const STEPS = [[0, "#00224e"], [20, "#35456c"], [40, "#666970"], [60, "#948e77"], [80, "#c8b866"],
  [100, "#fee838"]];
const SCORES = ["case", ["==", ["coalesce", ["get", "s"], 255], 255], "#ffffff",
  ["interpolate", ["linear"], ["get", "s"], ...STEPS.flat()]];
const LAYERS = [
  "zones", "landuse", "barriers", "streets", "homes", "services", "buildings", "parcels",
];

// P turns the projector's layout on and off, wherever nobody is writing.
document.addEventListener("keydown", (event) => {
  const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key.toLowerCase() !== "p" || writing || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  document.querySelector(".mv-do-projector")?.click();
});

let library;
async function mapLibrary(assets) {
  // The library's wrapper looks for module loaders: it gets its own module and none of the page's.
  if (!library) {
    const text = await (await fetch(`${assets}/maplibre-gl.js`)).text();
    const module = { exports: {} };
    new Function("module", "exports", "define", text)(module, module.exports, undefined);
    library = module.exports;
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = `${assets}/maplibre-gl.css`;
    document.head.append(sheet);
  }
  return library;
}

function style(data, site) {
  const line = (id, source, paint, filter) => ({
    id, type: "line", source, paint, layout: { "line-cap": "round", "line-join": "round" },
    ...(filter ? { filter } : {}),
  });
  const tint = ["match", ["get", "kind"], ...Object.entries(TINTS).flat(), "#efece5"];
  const use = ["match", ["get", "use"],
    ...Object.entries(FUNCTION_OF_USE).map(([k, f]) => [k, COLOURS[f]]).flat(), "#ffffff"];
  const cover = ["match", ["get", "use"], ...Object.entries(COVERS).flat(), "#d9e6c3"];
  const fun = ["match", ["get", "function"],
    ...FUNCTIONS.map((f, i) => [f, COLOURS[i]]).flat(), "#777777"];
  const sources = {};
  for (const name of LAYERS) sources[name] = { type: "geojson", data: data[name] };
  for (const name of ["buildings", "parcels"]) sources[name].data = coloured(data[name], site);
  sources.areas = { type: "geojson", data: { type: "FeatureCollection", features: [] } };
  return {
    version: 8,
    sources,
    layers: [
      { id: "ground", type: "background", paint: { "background-color": "#f7f5f0" } },
      { id: "landuse", type: "fill", source: "landuse", paint: { "fill-color": tint } },
      { id: "parcels", type: "fill", source: "parcels", minzoom: 12,
        paint: { "fill-color": cover, "fill-opacity": 0.8 } },
      line("zones", "zones", { "line-color": "#b9b2a5", "line-width": 0.8,
        "line-dasharray": [3, 3] }),
      line("streets", "streets", {
        "line-color": ["match", ["get", "rank"], 0, "#b9a58c", 1, "#bdb6a8", 2, "#c4beb2",
          5, "#d8cfc0", "#cfcac0"],
        "line-width": ["interpolate", ["exponential", 1.6], ["zoom"],
          10, ["match", ["get", "rank"], 0, 1.3, 1, 0.9, 2, 0.6, 0.2],
          14, ["match", ["get", "rank"], 0, 3.2, 1, 2.8, 2, 2.4, 3, 2, 5, 0.8, 1.3],
          18, ["match", ["get", "rank"], 0, 14, 1, 12, 2, 11, 3, 10, 5, 3, 8]],
      }, ["==", ["get", "option"], ""]),
      line("links", "streets", { "line-color": "#7a2e1d", "line-width": byZoom(0.5, 2, 5),
        "line-dasharray": [2, 1.5] }, ["==", ["get", "option"], "-"]),
      { id: "areas", type: "fill", source: "areas",
        paint: { "fill-color": "#0072B2", "fill-opacity": 0.16 } },
      line("areas-line", "areas", { "line-color": "#0072B2", "line-width": 1.6 }),
      { id: "homes", type: "fill", source: "homes", minzoom: 11.5,
        filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": HOME } },
      { id: "far-homes", type: "circle", source: "homes", minzoom: 11.5,
        filter: ["==", ["geometry-type"], "Point"],
        paint: { "circle-color": HOME, "circle-radius": SMALL_HOME } },
      line("barriers", "barriers", {
        "line-color": ["match", ["get", "kind"], "railway", "#4d4d4d", "motorway", "#8c5a2b",
          "fence", "#7a2e1d", "#2b7fa3"],
        "line-width": ["match", ["get", "kind"], "railway", 1.1, "fence", 1.2, 2],
      }, ["!=", ["get", "kind"], "motorway"]),
      { id: "buildings", type: "fill", source: "buildings", paint: { "fill-color": use } },
      { id: "works", type: "fill", source: "buildings",
        filter: ["==", ["get", "state"], "works"], paint: { "fill-pattern": "works" } },
      line("buildings-line", "buildings", {
        "line-color": ["match", ["get", "state"], "vacant", "#8a8f96", "#1b1f24"],
        "line-width": ["match", ["get", "state"], "vacant", 0.8, 1.3],
      }),
      line("chosen", "buildings", { "line-color": "#000", "line-width": 4 },
        ["==", ["get", "id"], ""]),
      line("chosen-parcel", "parcels", { "line-color": "#000", "line-width": 3 },
        ["==", ["get", "id"], ""]),
      { id: "services", type: "circle", source: "services", minzoom: 11,
        paint: { "circle-color": fun, "circle-radius": byZoom(1.4, 4, 9),
          "circle-stroke-color": "#fff", "circle-stroke-width": byZoom(0, 0.8, 1.5) } },
    ],
  };
}

function coloured(collection, site) {
  return {
    type: "FeatureCollection",
    features: collection.features.map((feature) => ({
      ...feature,
      properties: { ...feature.properties, ...(site[feature.properties.id] || {}) },
    })),
  };
}

function stripes() {
  const size = 8, data = new Uint8Array(size * size * 4);
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) {
    if ((x + y) % size < 3) data.set([40, 40, 40, 210], 4 * (y * size + x));
  }
  return { width: size, height: size, data };
}

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

function scoreLegend(labels) {
  const box = make("details", { class: "mv-box mv-legend" }, make("summary", {}, labels.score),
    ...STEPS.map(([value, colour]) => make("div", {},
      make("i", { style: `background:${colour}` }), `${value} %`)));
  box.open = window.innerWidth > 700;
  return box;
}

function legend(labels, byMode) {
  const names = byMode ? MODES : FUNCTIONS, colours = byMode ? MODE_COLOURS : COLOURS;
  const box = make("details", { class: "mv-box mv-legend" },
    make("summary", {}, labels.legend),
    ...names.map((name, i) => make("div", {},
      make("i", { style: `background:${colours[i]}` }), labels[name])));
  if (!byMode) {
    box.append(make("div", {}, make("i", { style: "background:#fff" }), labels.vacant),
      make("div", {}, make("i", { class: "works" }), labels.works));
  }
  box.open = window.innerWidth > 700;
  return box;
}

// Names of communes: the largest first, none over another.
function drawNames(context, map, zones, width, height) {
  const taken = [];
  const zoom = map.getZoom();
  context.font = "600 12px system-ui, sans-serif";
  context.textAlign = "center";
  context.lineWidth = 3.5;
  context.strokeStyle = "rgba(255,255,255,.9)";
  for (const zone of zones) {
    if (zoom < 10.5 && zone.population < 2500 && !zone.focus) continue;
    const at = map.project([zone.lon, zone.lat]);
    if (at.x < 0 || at.y < 0 || at.x > width || at.y > height) continue;
    const half = context.measureText(zone.name).width / 2 + 4;
    const box = [at.x - half, at.y - 10, at.x + half, at.y + 6];
    if (taken.some((b) => b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3])) continue;
    taken.push(box);
    context.fillStyle = zone.focus ? "#000" : "#4a515a";
    context.strokeText(zone.name, at.x, at.y);
    context.fillText(zone.name, at.x, at.y);
  }
}

export async function render({ model, el }) {
  const box = make("div", { class: "mv-map", role: "region" });
  el.append(box);
  el.style.height = "100%";
  const ground = make("div", { class: "mv-gl" });
  const over = make("canvas", { class: "mv-over", "aria-hidden": "true" });
  box.append(ground, over);
  let ended = false;
  let map;
  let observer;
  const start = async () => {
    const info = model.get("info"), address = model.get("address");
    const [maplibre, ...collections] = await Promise.all([
      mapLibrary("/carte/library"),
      ...LAYERS.map(async (name) => (await fetch(`${address}/${name}.json`)).json()),
    ]);
    if (ended) return;
    const data = Object.fromEntries(LAYERS.map((name, i) => [name, collections[i]]));
    const b = info.bounds.near;
    map = new maplibre.Map({
      container: ground, style: style(data, model.get("site")), attributionControl: false,
      bounds: [[b[0], b[1]], [b[2], b[3]]], fitBoundsOptions: { padding: 24 },
      minZoom: 8.5, maxZoom: 19, dragRotate: false, pitchWithRotate: false, touchPitch: false,
      fadeDuration: 0, canvasContextAttributes: { antialias: true },
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.on("error", (event) => console.error("map:", event.error?.message || event));
    map.addImage("works", stripes());
    const zones = data.zones.features.map((f) => f.properties)
      .sort((x, y) => (y.focus - x.focus) || (y.population - x.population));
    wire(model, box, map, over, data, zones);
    observer = new ResizeObserver(() => map.resize());
    observer.observe(ground);
  };
  start().catch((error) => {
    console.error(error);
    box.append(make("div", { class: "mv-box mv-fault", role: "alert" },
      `${model.get("labels").fault} (${error.message})`));
  });
  return () => { ended = true; observer?.disconnect(); map?.remove(); };
}

function wire(model, box, map, over, data, zones) {
  const context = over.getContext("2d");
  const people = new People();
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  let byMode = false, running = !still, minute = 7 * 60, last = 0, dirty = true;
  let panels = [];

  const setSite = () => {
    const site = model.get("site");
    for (const name of ["buildings", "parcels"]) {
      map.getSource(name)?.setData(coloured(data[name], site));
    }
  };
  const setOptions = () => {
    const options = model.get("options");
    const open = Object.keys(options).filter((name) => options[name]);
    map.setFilter("links", ["in", ["get", "option"], ["literal", open]]);
  };
  const setChosen = () => {
    const name = model.get("chosen");
    for (const id of ["chosen", "chosen-parcel"]) map.setFilter(id, ["==", ["get", "id"], name]);
  };
  const setAreas = () => {
    const areas = model.get("areas");
    map.getSource("areas")?.setData(
      areas.features ? areas : { type: "FeatureCollection", features: [] });
  };
  const setScores = () => {
    const view = model.get("scores");
    const scored = Boolean(view && view.byteLength);
    if (scored) {
      data.homes.features.forEach((feature, i) => { feature.properties.s = view.getUint8(i); });
      map.getSource("homes")?.setData(data.homes);
    }
    for (const [id, property] of [["homes", "fill-color"], ["far-homes", "circle-color"]]) {
      map.setPaintProperty(id, property, scored ? SCORES : HOME);
    }
    map.setPaintProperty("far-homes", "circle-radius", scored ? BIG_HOME : SMALL_HOME);
    map.setLayerZoomRange("far-homes", scored ? 0 : 11.5, 24);
    map.setLayoutProperty("services", "visibility", scored ? "none" : "visible");
    panel();
  };
  const setDay = () => { people.load(readDay(model.get("day"))); dirty = true; panel(); };

  function panel() {
    // Whoever is on one of the buttons stays there, though it is made anew.
    const held = panels.some((node) => node.contains(document.activeElement))
      ? document.activeElement : null;
    const at = held && [...box.querySelectorAll(".mv-box button, .mv-box input, .mv-box summary")]
      .indexOf(held);
    panels.forEach((node) => node.remove());
    const labels = model.get("labels"), info = model.get("info");
    box.setAttribute("aria-label", labels.map);
    const fit = (name) => {
      const b = info.bounds[name];
      map.fitBounds([[b[0], b[1]], [b[2], b[3]]], { padding: 24, duration: 600 });
    };
    panels = [
      make("div", { class: "mv-box mv-views" },
        ...["near", "site", "all"].map((name) => make("button",
          { type: "button", onclick: () => fit(name) }, labels[name]))),
      make("div", { class: "mv-box mv-zoom" },
        make("button", { type: "button", "aria-label": labels.zoom_in,
          onclick: () => map.zoomIn() }, "+"),
        make("button", { type: "button", "aria-label": labels.zoom_out,
          onclick: () => map.zoomOut() }, "−")),
      model.get("scores")?.byteLength ? scoreLegend(labels)
        : legend(labels, byMode && people.count > 0),
      make("div", { class: "mv-credit" }, labels.credit),
    ];
    map.getCanvas().setAttribute("aria-label", labels.keys);
    panels.push(make("div", { class: "mv-cross", "aria-hidden": "true" }));
    if (info.schematic) panels.push(make("div", { class: "mv-box mv-mark" }, labels.schematic));
    if (people.count) panels.push(dayPanel(labels));
    box.append(...panels);
    if (held) box.querySelectorAll(".mv-box button, .mv-box input, .mv-box summary")[at]?.focus();
  }

  function dayPanel(labels) {
    const clock = make("output", { class: "mv-clock", "aria-label": labels.clock });
    const slider = make("input", { type: "range", min: 0, max: 1439, step: 1, value: minute,
      "aria-label": labels.clock,
      oninput: (event) => { minute = Number(event.target.value); dirty = true; } });
    const count = make("span", { class: "mv-count" });
    const play = make("button", { type: "button", "aria-pressed": String(running),
      onclick: () => { running = !running; last = 0; panel(); } },
      running ? labels.day_pause : labels.day_play);
    const colour = make("button", { type: "button",
      onclick: () => { byMode = !byMode; dirty = true; panel(); } },
      byMode ? labels.by_function : labels.by_mode);
    dayPanel.show = (moving) => {
      const m = Math.floor(minute);
      clock.textContent =
        `${String(Math.floor(m / 60)).padStart(2, "0")}:${String(m % 60).padStart(2, "0")}`;
      slider.value = m;
      count.textContent = labels.moving.replace("{count}", moving);
    };
    dirty = true;
    return make("div", { class: "mv-box mv-day", "data-trips": people.count },
      play, clock, slider, count, colour);
  }

  function frame(now) {
    if (!box.isConnected) return;
    if (running && people.count && box.offsetParent) {
      // A day takes two minutes.
      if (last) minute = (minute + (now - last) * 0.012) % 1440;
      last = now;
      dirty = true;
    }
    if (dirty && box.offsetParent) draw();
    requestAnimationFrame(frame);
  }

  function draw() {
    dirty = false;
    const ratio = window.devicePixelRatio || 1, width = box.clientWidth, height = box.clientHeight;
    if (over.width !== Math.round(width * ratio) || over.height !== Math.round(height * ratio)) {
      over.width = Math.round(width * ratio);
      over.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const before = performance.now();
    const moving = people.draw(context, map, minute * 60, byMode ? MODE_COLOURS : COLOURS, byMode,
      width, height);
    box.dataset.scriptMs = (performance.now() - before).toFixed(2);
    box.dataset.moving = moving;
    drawNames(context, map, zones, width, height);
    if (people.count && dayPanel.show) dayPanel.show(moving);
  }

  function pick(event) {
    const kinds = [["buildings", "building", "id"], ["services", "service", "service_id"],
      ["homes", "home", "row"], ["far-homes", "home", "row"], ["parcels", "parcel", "id"]];
    let found = ["place", ""];
    for (const [layer, kind, key] of kinds) {
      const hit = map.queryRenderedFeatures(
        [[event.point.x - 4, event.point.y - 4], [event.point.x + 4, event.point.y + 4]],
        { layers: [layer] })[0];
      if (hit) { found = [kind, String(hit.properties[key])]; break; }
    }
    const count = (model.get("picked").count || 0) + 1;
    model.set("picked", { kind: found[0], name: found[1], lon: event.lngLat.lng,
      lat: event.lngLat.lat, count });
    model.save_changes();
  }

  // From the keyboard: arrows move the map, + and - zoom, Enter picks what is at its centre.
  const canvas = map.getCanvas();
  canvas.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const point = { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 };
    pick({ point, lngLat: map.unproject([point.x, point.y]) });
  });

  map.on("move", () => { dirty = true; });
  map.on("resize", () => { dirty = true; });
  map.on("click", pick);
  map.once("load", () => {
    setSite(); setOptions(); setChosen(); setAreas();
    model.on("change:site", setSite);
    model.on("change:options", setOptions);
    model.on("change:chosen", setChosen);
    model.on("change:areas", setAreas);
    model.on("change:scores", setScores);
    if (model.get("scores")?.byteLength) setScores();
    model.on("change:day", setDay);
    model.on("change:labels", panel);
    box.dataset.ready = "1";
  });
  if (model.get("day")?.byteLength) setDay();
  panel();
  requestAnimationFrame(frame);
}
