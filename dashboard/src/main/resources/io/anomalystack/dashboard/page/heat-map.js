/* A row for each peer, a column for each moment: what is under the mouse or the keys, drawn on one canvas. */

import {roundScale} from "./chart-layout.js";
import {colours, onThemeChange} from "./colours.js";
import {clock, count, shortened} from "./format.js";
import {heatColours} from "./heat-colours.js";

const LABEL = 13;
const AXIS = 38;
const TOP = 6;
const MOST_NAME = 18;
const TALLEST = 560;
const CLOSE = 62;

export class HeatMap {
  #frame;
  #canvas = document.createElement("canvas");
  #base = document.createElement("canvas");
  #cells = document.createElement("canvas");
  #onCell;
  #onOpen;
  #onPlace;
  #map = null;
  #cursor = null;
  #colour;
  #place = null;
  #pending = false;

  /** onCell(cell, spoken) tells what is pointed at, null for nothing; onOpen(cell) what is to be opened; onPlace() that it moved. */
  constructor(frame, onCell, onOpen, onPlace) {
    this.#frame = frame;
    this.#onCell = onCell;
    this.#onOpen = onOpen;
    this.#onPlace = onPlace;
    frame.append(this.#canvas);
    new ResizeObserver(() => this.#layOut()).observe(frame);
    onThemeChange(() => this.#layOut());
    this.#listen();
  }

  /** Shows a map of the server: see PeerMap. */
  show(map) {
    const same = this.#map?.group.id === map.group.id;
    this.#map = map;
    this.#cursor = same && this.#cursor && this.#cursor.row < map.rows.length && this.#cursor.column < map.first.length ? this.#cursor : null;
    this.#paint();
    this.#layOut();
  }

  clear() {
    this.#map = null;
  }

  /** Where times are across, in pixels of the frame; null before anything is drawn. */
  get axis() {
    if (!this.#map || !this.#place || this.#map.start.length === 0) {
      return null;
    }
    const {start, end} = this.#map, {left, width} = this.#place;
    const last = start.length - 1;
    return {
      left,
      width,
      from: start[0],
      to: end[last],
      x: time => {
        let column = 0;
        while (column < last && start[column + 1] <= time) {
          column++;
        }
        const until = column < last ? start[column + 1] : end[last];
        const share = Math.min(1, Math.max(0, (time - start[column]) / Math.max(1, until - start[column])));
        return left + (column + share) * width / start.length;
      },
    };
  }

  /** Points at a cell. */
  point(row, column, spoken) {
    this.#cursor = {row, column};
    this.#drawSoon();
    this.#onCell(this.#cursor, spoken);
  }

  /** One pixel for each cell. */
  #paint() {
    const {rows, first} = this.#map;
    this.#colour = colours();
    const colour = heatColours(this.#colour);
    this.#cells.width = Math.max(1, first.length);
    this.#cells.height = Math.max(1, rows.length);
    const context = this.#cells.getContext("2d");
    const image = context.createImageData(this.#cells.width, this.#cells.height);
    rows.forEach((row, y) => row.deviation.forEach((deviation, x) => {
      if (deviation !== null) {
        image.data.set([...colour(deviation), 255], 4 * (y * first.length + x));
      }
    }));
    context.putImageData(image, 0, 0);
  }

  #layOut() {
    const width = this.#frame.clientWidth;
    if (!this.#map || width === 0) {
      return;
    }
    this.#paint();
    const {rows, first} = this.#map;
    const height = Math.max(3, Math.min(22, Math.floor(Math.min(TALLEST, innerHeight * 0.75) / Math.max(1, rows.length))));
    const context = this.#base.getContext("2d");
    context.font = this.#font(600);
    const names = rows.map(row => shortened(row.name, MOST_NAME));
    const left = Math.ceil(Math.min(width * 0.3, Math.max(24, ...names.map(name => context.measureText(name).width)))) + 18;
    const right = 8;
    this.#place = {left, top: TOP, width: width - left - right, height: height * rows.length, row: height, column: (width - left - right) / Math.max(1, first.length), names};
    const scale = devicePixelRatio || 1;
    for (const canvas of [this.#canvas, this.#base]) {
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round((TOP + this.#place.height + AXIS) * scale);
    }
    this.#canvas.style.height = TOP + this.#place.height + AXIS + "px";
    context.setTransform(scale, 0, 0, scale, 0, 0);
    this.#drawBase(context);
    this.#drawSoon();
    Object.assign(this.#frame.dataset, {rows: rows.length, columns: first.length, found: rows.filter(row => row.found.includes(1)).length});
    this.#onPlace();
  }

  #font(weight) {
    return weight + " 11.5px " + this.#colour.font;
  }

  #drawBase(context) {
    const {left, top, width, height} = this.#place;
    context.clearRect(0, 0, this.#base.width, this.#base.height);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#cells, left, top, width, height);
    context.strokeStyle = this.#colour.line;
    context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
    this.#drawFound(context);
    this.#drawNames(context);
    this.#drawMoments(context);
  }

  /** Stretches in which a peer is held to stand out have a frame. */
  #drawFound(context) {
    const {left, top, row: tall, column: wide} = this.#place;
    context.strokeStyle = this.#colour.ink;
    context.lineWidth = 1.5;
    this.#map.rows.forEach((row, y) => {
      for (let x = 0; x < row.found.length; x++) {
        if (row.found[x]) {
          const from = x;
          while (row.found[x + 1]) {
            x++;
          }
          context.strokeRect(left + from * wide - 1, top + y * tall - 1, Math.max(3, (x + 1 - from) * wide) + 2, tall + 2);
        }
      }
    });
    context.lineWidth = 1;
  }

  #drawNames(context) {
    const {left, top, row: tall, names} = this.#place, {rows} = this.#map;
    const found = rows.map(row => row.found.includes(1));
    const every = Math.ceil(LABEL / tall);
    context.textAlign = "right";
    context.textBaseline = "middle";
    let free = -Infinity;
    const write = y => {
      const middle = top + (y + 0.5) * tall;
      context.font = this.#font(found[y] ? 700 : 400);
      context.fillStyle = found[y] ? this.#colour.alert : this.#colour.muted;
      context.fillText((found[y] ? "◆ " : "") + names[y], left - 6, middle + 0.5);
      free = middle;
    };
    const taken = rows.map((_, y) => y).filter(y => found[y]);
    rows.forEach((_, y) => {
      const middle = top + (y + 0.5) * tall;
      const room = middle - free >= LABEL;
      if (found[y] ? room : y % every === 0 && room && taken.every(other => Math.abs(other - y) * tall >= LABEL)) {
        write(y);
      }
    });
  }

  #drawMoments(context) {
    const {left, top, width, height, column: wide} = this.#place, {start, steps} = this.#map;
    context.textBaseline = "top";
    context.font = this.#font(400);
    let free = left;
    for (const [x, text] of this.#ticks(Math.max(2, Math.floor(width / CLOSE)))) {
      const at = left + (x + 0.5) * wide, half = Math.max(...[text, steps ? "00:00" : ""].map(each => context.measureText(each).width)) / 2 + 4;
      if (at - half < free - half || at + half > left + width + 8) {
        continue;
      }
      free = at + 2 * half;
      const across = Math.max(at, left + half);
      context.textAlign = "center";
      context.fillStyle = this.#colour.stem;
      context.fillRect(Math.round(at), top + height, 1, 4);
      context.fillStyle = this.#colour.ink;
      context.fillText(text, across, top + height + 7);
      if (steps) {
        context.fillStyle = this.#colour.muted;
        context.fillText(clock(start[x]).slice(0, 5), across, top + height + 22);
      }
    }
    context.textAlign = "right";
    context.fillStyle = this.#colour.muted;
    context.fillText(steps ? "step" : "UTC", left - 6, top + height + 7);
    if (steps) {
      context.fillText("UTC", left - 6, top + height + 22);
    }
  }

  /** Columns with what stands below them: round steps, or times at even distances; about so many. */
  #ticks(about) {
    const {first, last, start, steps} = this.#map, all = first.length;
    if (!steps) {
      const each = Math.max(1, Math.ceil(all / about));
      return Array.from({length: Math.ceil(all / each)}, (_, i) => [i * each, clock(Math.floor(start[i * each] / 1000) * 1000)]);
    }
    const {interval} = roundScale(first[0], last[all - 1], about), each = Math.max(1, Math.ceil(interval));
    const ticks = [];
    for (let x = 0; x < all; x++) {
      const step = Math.ceil(first[x] / each) * each;
      if (step <= last[x]) {
        ticks.push([x, count(step)]);
      }
    }
    return ticks;
  }

  /** Draws once per frame, however often it is asked. */
  #drawSoon() {
    if (!this.#pending) {
      this.#pending = true;
      requestAnimationFrame(() => {
        this.#pending = false;
        this.#draw();
      });
    }
  }

  #draw() {
    if (!this.#place || !this.#map) {
      return;
    }
    const scale = devicePixelRatio || 1, context = this.#canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.drawImage(this.#base, 0, 0);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    if (this.#cursor) {
      const {left, top, width, height, row: tall, column: wide} = this.#place, {row, column} = this.#cursor;
      context.fillStyle = this.#colour.band;
      context.fillRect(left, top + row * tall, width, tall);
      context.fillRect(left + column * wide, top, Math.max(1, wide), height);
      context.lineWidth = 2;
      context.strokeStyle = this.#colour.accent;
      context.strokeRect(left + column * wide - 2, top + row * tall - 2, Math.max(3, wide) + 4, tall + 4);
    }
  }

  #cellAt(event) {
    if (!this.#place || !this.#map) {
      return null;
    }
    const box = this.#frame.getBoundingClientRect();
    const {left, top, width, height, row, column} = this.#place;
    const x = event.clientX - box.left, y = event.clientY - box.top - top;
    if (y < 0 || y >= height || x > left + width) {
      return null;
    }
    // A name at the side stands for its row, at its newest moment.
    const across = x < left ? this.#map.first.length - 1 : Math.min(Math.floor((x - left) / column), this.#map.first.length - 1);
    return {row: Math.floor(y / row), column: across};
  }

  #listen() {
    const frame = this.#frame;
    frame.addEventListener("pointermove", event => {
      const cell = this.#cellAt(event);
      if (cell) {
        this.point(cell.row, cell.column, false);
      }
    });
    frame.addEventListener("click", event => {
      const cell = this.#cellAt(event);
      // A finger only points: what it points at has a link.
      if (cell && event.pointerType === "touch") {
        this.point(cell.row, cell.column, false);
      } else if (cell) {
        // What was pointed at: a click is told to the pixel only, which may be another column.
        this.#onOpen(this.#cursor ?? cell);
      }
    });
    frame.addEventListener("keydown", event => this.#key(event));
  }

  #key(event) {
    if (!this.#map || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const {rows, first} = this.#map, {row, column} = this.#cursor ?? {row: 0, column: first.length - 1};
    const move = {
      ArrowLeft: () => event.shiftKey ? this.#foundBeside(row, column, -1) : [row, column - 1],
      ArrowRight: () => event.shiftKey ? this.#foundBeside(row, column, 1) : [row, column + 1],
      ArrowUp: () => [row - 1, column],
      ArrowDown: () => [row + 1, column],
      Home: () => [row, 0],
      End: () => [row, first.length - 1],
    }[event.key];
    if (move) {
      event.preventDefault();
      const to = move();
      this.point(Math.min(Math.max(to[0], 0), rows.length - 1), Math.min(Math.max(to[1], 0), first.length - 1), true);
    } else if (event.key === "Enter" && this.#cursor) {
      event.preventDefault();
      this.#onOpen(this.#cursor);
    }
  }

  /** The next cell in time, before or behind, in which any peer stands out; the same where there is none. */
  #foundBeside(row, column, by) {
    for (let x = column + by; x >= 0 && x < this.#map.first.length; x += by) {
      const y = this.#map.rows.findIndex(each => each.found[x]);
      if (y >= 0) {
        return [y, x];
      }
    }
    return [row, column];
  }
}
