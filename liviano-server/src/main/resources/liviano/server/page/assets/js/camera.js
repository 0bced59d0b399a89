// The camera: which one, its picture, and a loop with one question under way.
import {blobOf} from './source.js';

/** Why there is no camera. */
export class NoCamera extends Error {
  /** @param {'insecure'|'denied'|'none'} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** A camera that shows itself in a video element. */
export class Camera {
  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.video = video;
    /** @type {MediaStream|null} */
    this.stream = null;
    this.starting = 0;
    this.frame = document.createElement('canvas');
  }

  get isOn() {
    return this.stream !== null;
  }

  /**
   * @param {string} [device] id; the browser's choice without one
   * @throws {NoCamera}
   */
  async start(device) {
    this.stop();
    const starting = this.starting;
    if (!navigator.mediaDevices?.getUserMedia) {
      throw new NoCamera('insecure');
    }
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: {
          width: {ideal: 640}, height: {ideal: 480}, ...(device && {deviceId: {exact: device}}),
        },
      });
    } catch (e) {
      const denied = /** @type {Error} */ (e).name === 'NotAllowedError';
      throw new NoCamera(denied ? 'denied' : 'none');
    }
    if (starting !== this.starting) {
      stream.getTracks().forEach((track) => track.stop()); // stopped while it was starting
      return;
    }
    this.stream = stream;
    this.video.srcObject = stream;
    try {
      await this.video.play();
    } catch (e) {
      if (starting === this.starting) {
        throw e;
      } // else it was stopped meanwhile
    }
  }

  stop() {
    this.starting++;
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
  }

  /** @returns {Promise<{id: string, label: string}[]>} named once one of them may be used */
  async devices() {
    const all = await navigator.mediaDevices?.enumerateDevices?.() ?? [];
    return all.filter(({kind}) => kind === 'videoinput')
        .map(({deviceId, label}) => ({id: deviceId, label}));
  }

  /** @returns {string|undefined} id of the one in use */
  get device() {
    return this.stream?.getVideoTracks()[0]?.getSettings().deviceId;
  }

  /**
   * The picture of now as JPEG, its shorter side as a model wants it.
   *
   * @param {number} shorter
   */
  picture(shorter) {
    const {videoWidth: width, videoHeight: height} = this.video;
    const shrink = Math.min(1, shorter / Math.min(width, height));
    this.frame.width = Math.round(width * shrink);
    this.frame.height = Math.round(height * shrink);
    /** @type {CanvasRenderingContext2D} */ (this.frame.getContext('2d'))
        .drawImage(this.video, 0, 0, this.frame.width, this.frame.height);
    return blobOf(this.frame, 'image/jpeg');
  }

  /** The next new picture of the camera; false if it was stopped. */
  async next() {
    const stream = this.stream;
    if (!stream) {
      return false;
    }
    await new Promise((resolve) => {
      if ('requestVideoFrameCallback' in this.video) {
        this.video.requestVideoFrameCallback(() => resolve(undefined));
        setTimeout(resolve, 1000); // a camera that gives no more pictures must not hold the loop
      } else {
        requestAnimationFrame(resolve);
      }
    });
    return this.stream === stream && this.video.videoWidth > 0;
  }
}

/** How many answers a second there were of late. */
export class Rate {
  constructor() {
    /** @type {number[]} */
    this.times = [];
  }

  tick() {
    const now = performance.now();
    this.times.push(now);
    this.times = this.times.filter((time) => now - time < 3000);
  }

  /** @returns {number} */
  get perSecond() {
    const {times} = this;
    const span = times.length < 2 ? 0 : times[times.length - 1] - times[0];
    return span > 0 ? (times.length - 1) * 1000 / span : 0;
  }
}
