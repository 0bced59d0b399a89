// The server's answers, and its refusals as problems that the page can explain.
import {say} from './text.js';

/**
 * @typedef {Object} Model
 * @property {string} name
 * @property {string} title
 * @property {string} task
 * @property {string[]} tasks
 * @property {string[]} defaultOf
 * @property {number} width
 * @property {number} height
 * @property {number} classes
 * @property {number} bytes
 * @property {string} licence
 */

/** @typedef {{stage: string, ms: number}[]} Timing from receipt to answer, in the server's order */

let token = '';

/** @param {string} given kept for as long as the page is open, and nowhere else */
export function useToken(given) {
  token = given;
}

/** Why there is no answer. */
export class Problem extends Error {
  /**
   * @param {'gone'|'busy'|'late'|'token'|'refused'|'large'|'picture'|'failed'} kind
   * @param {string} message of the server, one line; may be empty
   * @param {number} [retryAfter] seconds
   */
  constructor(kind, message, retryAfter = 0) {
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  /** What a person is told first. */
  get title() {
    return say(`problem.${this.kind}`);
  }

  /** What a person may do. */
  get advice() {
    return say(`problem.${this.kind}.advice`);
  }
}

const KINDS = {
  401: 'token', 403: 'refused', 408: 'late', 413: 'large', 415: 'picture', 422: 'picture',
  503: 'busy', 504: 'late',
};

/**
 * @param {string} path relative to the page
 * @param {RequestInit} [request]
 * @returns {Promise<Response>} of a success
 */
export async function call(path, request = {}) {
  const headers = new Headers(request.headers);
  if (token) {
    headers.set('Authorization', `Bearer ${token}`);
  }
  let response;
  try {
    response = await fetch(path, {...request, headers});
  } catch (e) {
    if (/** @type {Error} */ (e).name === 'AbortError') {
      throw e;
    }
    throw new Problem('gone', '');
  }
  if (!response.ok) {
    throw new Problem(
        KINDS[response.status] ?? 'failed', await messageOf(response),
        Number(response.headers.get('Retry-After')) || 0);
  }
  return response;
}

/**
 * @param {Response} response
 * @returns {Promise<string>}
 */
async function messageOf(response) {
  try {
    const body = await response.json();
    return typeof body.error === 'string' ? body.error : '';
  } catch {
    return '';
  }
}

/**
 * @param {string} path
 * @param {RequestInit} [request]
 * @returns {Promise<any>}
 */
export async function callJson(path, request) {
  const response = await call(path, request);
  try {
    return await response.json();
  } catch (e) {
    if (/** @type {Error} */ (e).name === 'AbortError') {
      throw e;
    }
    throw new Problem('gone', '');
  }
}

/**
 * The address of a task.
 *
 * @param {string} task
 * @param {Object<string, string|number>} parameters
 */
export function addressOf(task, parameters) {
  const query = new URLSearchParams(
      Object.entries(parameters).map(([name, value]) => [name, String(value)]));
  return `v1/${task}?${query}`;
}

/**
 * What a model finds in a picture.
 *
 * @param {string} task
 * @param {Blob} picture
 * @param {Object<string, string|number>} parameters
 * @param {AbortSignal} [signal]
 * @returns {Promise<{answer: any, timing: Timing}>}
 */
export async function ask(task, picture, parameters, signal) {
  const response = await call(addressOf(task, parameters), {
    method: 'POST',
    body: picture,
    headers: {
      'Content-Type': picture.type || 'application/octet-stream',
      Accept: 'application/json',
    },
    signal,
  });
  const timing = timingOf(response.headers.get('Server-Timing') ?? '');
  try {
    return {answer: await response.json(), timing};
  } catch (e) {
    if (/** @type {Error} */ (e).name === 'AbortError') {
      throw e;
    }
    throw new Problem('gone', '');
  }
}

/**
 * @param {string} header such as "decode;dur=1.2, infer;dur=4"
 * @returns {Timing}
 */
export function timingOf(header) {
  return header.split(',').flatMap((entry) => {
    const found = /^\s*([\w-]+)\s*;\s*dur=([\d.eE+-]+)/.exec(entry);
    return found ? [{stage: found[1], ms: Number(found[2])}] : [];
  });
}

/**
 * The same question for a shell.
 *
 * @param {string} task
 * @param {string} file
 * @param {Object<string, string|number>} parameters
 */
export function curlOf(task, file, parameters) {
  const address = new URL(addressOf(task, parameters), document.baseURI).href;
  const authorization = token ? ' -H "Authorization: Bearer $TOKEN"' : '';
  return `curl${authorization} --data-binary ${quoted(`@${file}`)} ${quoted(address)}`;
}

/** @param {string} text in single quotes of a POSIX shell */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
