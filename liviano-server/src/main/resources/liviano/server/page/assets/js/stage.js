// Where a picture is shown, with what was found drawn over it.
import {h} from './dom.js';

/** @typedef {{x: number, y: number, pen: number}} Scale canvas pixels to one of the picture; to one of the screen */
/** @typedef {(pen: CanvasRenderingContext2D, scale: Scale) => void} Drawing */

/** A picture and a drawing over it, as large as there is room. */
export class Stage {
  /** @param {(x: number|null, y: number|null) => void} point what the pointer is over, in the picture's pixels */
  constructor(point) {
    this.canvas = h('canvas', {class: 'stage-canvas', role: 'img', tabindex: '-1'});
    this.element = h('div', {class: 'stage-frame', hidden: true}, this.canvas);
    /** @type {import('./source.js').Source|null} */
    this.source = null;
    /** @type {Drawing} */
    this.drawing = () => {};
    this.canvas.addEventListener('pointermove', (event) => {
      if (this.source) {
        point(
            Math.min(event.offsetX / this.canvas.clientWidth, 0.999999) * this.source.width,
            Math.min(event.offsetY / this.canvas.clientHeight, 0.999999) * this.source.height);
      }
    });
    this.canvas.addEventListener('pointerleave', () => point(null, null));
    new ResizeObserver(() => this.redraw()).observe(this.canvas);
  }

  /** @param {import('./source.js').Source} source */
  show(source) {
    this.source = source;
    this.element.hidden = false;
    this.canvas.style.aspectRatio = `${source.width} / ${source.height}`;
    this.element.style.setProperty('--ratio', String(source.width / source.height));
    this.draw(() => {}, '');
  }

  /**
   * @param {Drawing} drawing
   * @param {string} described what it shows, for those who cannot see it
   */
  draw(drawing, described) {
    this.drawing = drawing;
    if (this.source) {
      this.canvas.setAttribute(
          'aria-label', described ? `${this.source.name}: ${described}` : this.source.name);
    }
    this.redraw();
  }

  redraw() {
    const {source, canvas} = this;
    if (!source || canvas.clientWidth === 0) {
      return;
    }
    const dense = Math.min(devicePixelRatio || 1, 2);
    canvas.width = Math.round(canvas.clientWidth * dense);
    canvas.height = Math.round(canvas.clientHeight * dense);
    paint(canvas, source, this.drawing, dense);
  }

  /** @returns {HTMLCanvasElement} the picture at its own size, with the drawing */
  whole() {
    const source = /** @type {import('./source.js').Source} */ (this.source);
    const canvas = document.createElement('canvas');
    canvas.width = source.width;
    canvas.height = source.height;
    paint(canvas, source, this.drawing, Math.max(1, Math.max(source.width, source.height) / 800));
    return canvas;
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {import('./source.js').Source} source
 * @param {Drawing} drawing
 * @param {number} pen
 */
function paint(canvas, source, drawing, pen) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.imageSmoothingQuality = 'high';
  context.drawImage(source.bitmap, 0, 0, canvas.width, canvas.height);
  drawing(context, {
    x: canvas.width / source.width, y: canvas.height / source.height, pen,
  });
}
