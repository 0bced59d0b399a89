// The camera's picture with the answers drawn over it, and the loop that asks for them.
import {Problem} from './api.js';
import {Camera, Rate} from './camera.js';
import {h} from './dom.js';
import {say} from './text.js';

/** Wait before a busy server is asked again, in milliseconds, where it does not say. */
const BUSY_MS = 500;

/**
 * @typedef {Object} Frame what is drawn over the video
 * @property {number} width of the picture that was asked about
 * @property {number} height
 * @property {(pen: CanvasRenderingContext2D, scale: import('./stage.js').Scale, mirrored: boolean) => void} draw
 */

/** A video, possibly mirrored, under a drawing that never is: its labels can be read. */
export class LiveStage {
  constructor() {
    this.video = h('video', {playsinline: true, muted: true, 'aria-hidden': 'true', tabindex: '-1'});
    this.video.muted = true;
    this.overlay = h('canvas', {class: 'overlay', role: 'img', 'aria-label': say('live.picture')});
    this.element = h('div', {class: 'live-stage mirrored'}, this.video, this.overlay);
    this.camera = new Camera(this.video);
    this.rate = new Rate();
    this.mirrored = true;
    /** @type {Frame|null} */
    this.frame = null;
    this.video.addEventListener('resize', () => {
      const {videoWidth, videoHeight} = this.video;
      if (videoWidth > 0) {
        this.element.style.aspectRatio = `${videoWidth} / ${videoHeight}`;
      }
    });
    new ResizeObserver(() => this.redraw()).observe(this.overlay);
  }

  /** @param {boolean} mirrored */
  mirror(mirrored) {
    this.mirrored = mirrored;
    this.element.classList.toggle('mirrored', mirrored);
    this.redraw();
  }

  /** @param {string} [device] */
  async start(device) {
    this.rate = new Rate();
    await this.camera.start(device);
  }

  stop() {
    this.camera.stop();
    this.show(null, '');
  }

  /**
   * @param {Frame|null} frame
   * @param {string} described
   */
  show(frame, described) {
    this.frame = frame;
    this.overlay.setAttribute('aria-label', described || String(say('live.picture')));
    this.redraw();
  }

  redraw() {
    const {overlay, frame} = this;
    const dense = Math.min(devicePixelRatio || 1, 2);
    overlay.width = Math.max(1, Math.round(overlay.clientWidth * dense));
    overlay.height = Math.max(1, Math.round(overlay.clientHeight * dense));
    if (frame) {
      frame.draw(
          /** @type {CanvasRenderingContext2D} */ (overlay.getContext('2d')),
          {x: overlay.width / frame.width, y: overlay.height / frame.height, pen: dense},
          this.mirrored);
    }
  }

  /**
   * Asks about the newest picture whenever the answer to the one before is there, until the camera
   * stops. A server that is busy is asked again when it says.
   *
   * @template A
   * @param {() => number} side of the pictures that are sent, the shorter one
   * @param {(picture: Blob) => Promise<A>} ask
   * @param {(answer: A) => void} show
   * @throws whatever ends it but the camera
   */
  async run(side, ask, show) {
    while (await this.camera.next()) {
      if (document.hidden) {
        await new Promise((resolve) =>
          document.addEventListener('visibilitychange', resolve, {once: true}));
        continue;
      }
      try {
        const answer = await ask(await this.camera.picture(side()));
        if (!this.camera.isOn) {
          return;
        }
        this.rate.tick();
        show(answer);
      } catch (e) {
        if (!(e instanceof Problem) || e.kind !== 'busy') {
          throw e;
        }
        await new Promise((resolve) =>
          setTimeout(resolve, e.retryAfter ? e.retryAfter * 1000 : BUSY_MS));
      }
    }
  }
}
