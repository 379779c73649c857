// People moving through the day: positions come from ways and departures, once a day; what is on
// the way at a second is interpolated here.

export function readDay(view) {
  // A copy that starts at 0, since typed arrays must be aligned.
  const bytes = view && view.byteLength
    ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice().buffer : null;
  const parts = [];
  for (let at = 0; bytes && at + 32 <= bytes.byteLength;) {
    const [version, n, points] = new Uint32Array(bytes, at, 4);
    if (version !== 1) throw new Error(`unknown day format ${version}`);
    const origin = new Float64Array(bytes, at + 16, 2);
    at += 32;
    const next = (Kind, length) => {
      const array = new Kind(bytes, at, length);
      at += array.byteLength;
      return array;
    };
    const part = {
      n, origin, depart: next(Float32Array, n), seconds: next(Float32Array, n),
      start: next(Uint32Array, n + 1), xy: next(Float32Array, 2 * points),
      kind: next(Uint8Array, n), mode: next(Uint8Array, n),
    };
    at = 8 * Math.ceil(at / 8);
    if (n) parts.push(measured(part));
  }
  return parts;
}

// Length of each way up to each corner, so that people walk at an even pace.
function measured(part) {
  const { xy, start, n } = part;
  part.along = new Float32Array(xy.length / 2);
  part.longest = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let k = start[i] + 1; k < start[i + 1]; k++) {
      sum += Math.hypot(xy[2 * k] - xy[2 * k - 2], xy[2 * k + 1] - xy[2 * k - 1]);
      part.along[k] = sum;
    }
    if (part.seconds[i] > part.longest) part.longest = part.seconds[i];
  }
  return part;
}

// Trips are sorted by departure: the first that leaves at a second or later.
function first({ depart, n }, second) {
  let low = 0, high = n;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (depart[middle] < second) low = middle + 1; else high = middle;
  }
  return low;
}

export class People {
  constructor() { this.parts = []; this.count = 0; }

  load(parts) {
    this.parts = parts;
    this.count = parts.reduce((sum, part) => sum + part.n, 0);
  }

  draw(context, map, second, colours, byMode, width, height) {
    const spots = colours.map(() => []);
    let moving = 0;
    for (const part of this.parts) {
      moving += place(part, map, second, spots, byMode, width, height);
    }
    const zoom = map.getZoom(), size = zoom > 14 ? 5 : zoom > 12 ? 3.5 : 2.5;
    context.lineWidth = 0.9;
    context.strokeStyle = "#fff";
    for (let c = 0; c < colours.length; c++) {
      if (!spots[c].length) continue;
      context.beginPath();
      for (let k = 0; k < spots[c].length; k += 2) {
        context.moveTo(spots[c][k] + size, spots[c][k + 1]);
        context.arc(spots[c][k], spots[c][k + 1], size, 0, 6.2832);
      }
      context.fillStyle = colours[c];
      context.fill();
      context.stroke();
    }
    return moving;
  }
}

// Put who is on the way at a second into `spots`, by colour; return how many there are.
function place(part, map, second, spots, byMode, width, height) {
  const { origin, depart, seconds, start, xy, kind, mode, along } = part;
  const centre = map.getCenter(), scale = 512 * 2 ** map.getZoom();
  const sine = Math.sin(centre.lat * Math.PI / 180);
  const dx = (origin[0] - centre.lng / 360 - 0.5) * scale + width / 2;
  const cy = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  const dy = (origin[1] - cy) * scale + height / 2;
  const end = first(part, second + 1);
  let moving = 0;
  // Those under way left at most the longest trip ago.
  for (let i = first(part, second - part.longest); i < end; i++) {
    const gone = second - depart[i];
    if (gone >= seconds[i]) continue;
    moving++;
    let low = start[i], high = start[i + 1] - 1;
    const target = along[high] * gone / seconds[i];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (along[middle] <= target) low = middle; else high = middle;
    }
    const length = along[high] - along[low];
    const share = length > 0 ? (target - along[low]) / length : 0;
    const x = (xy[2 * low] + (xy[2 * high] - xy[2 * low]) * share) * scale + dx;
    const y = (xy[2 * low + 1] + (xy[2 * high + 1] - xy[2 * low + 1]) * share) * scale + dy;
    if (x > -9 && y > -9 && x < width + 9 && y < height + 9) {
      spots[byMode ? mode[i] : kind[i]].push(x, y);
    }
  }
  return moving;
}
