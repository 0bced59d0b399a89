// What is told where something went wrong: what, and what to do.
import {Problem, useToken} from './api.js';
import {h} from './dom.js';
import {say} from './text.js';
import {NotAPicture} from './source.js';

/** Longest wait before a busy server is asked again without a press, in seconds. */
const LONGEST_WAIT = 10;

/**
 * @param {unknown} error a {@link Problem}, {@link NotAPicture}, or a fault of the page
 * @param {() => void} again asks once more
 * @returns {HTMLElement}
 */
export function notice(error, again) {
  if (error instanceof NotAPicture) {
    return box(
        say('problem.no-picture', {name: error.message}), say('problem.no-picture.advice'), '');
  }
  if (!(error instanceof Problem)) {
    console.error(error);
    return box(say('problem.page'), say('problem.page.advice'), String(error));
  }
  if (error.kind === 'token') {
    return tokenForm(again);
  }
  const element = box(error.title, error.advice, error.message);
  if (error.kind !== 'picture' && error.kind !== 'refused') {
    element.append(h('button', {type: 'button', class: 'button', onclick: again}, say('again')));
  }
  if (error.kind === 'busy') {
    const seconds = Math.min(Math.max(error.retryAfter, 1), LONGEST_WAIT);
    setTimeout(() => element.isConnected && again(), seconds * 1000);
  }
  return element;
}

/**
 * @param {import('./text.js').Said} title
 * @param {import('./text.js').Said} advice
 * @param {string} detail the server's own words, in English
 */
function box(title, advice, detail) {
  return h('div', {class: 'notice', role: 'alert'},
      h('strong', {}, title), h('p', {}, advice),
      detail && h('p', {class: 'detail', lang: 'en'}, detail));
}

/** @param {() => void} again */
function tokenForm(again) {
  const field = h('input', {
    type: 'password', id: 'token', autocomplete: 'off', required: true, spellcheck: 'false',
  });
  return h('div', {class: 'notice', role: 'alert'},
      h('strong', {}, say('problem.token')), h('p', {}, say('problem.token.advice')),
      h('form', {class: 'token', onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        useToken(field.value.trim());
        again();
      }},
      h('label', {for: 'token'}, say('token')), field,
      h('button', {type: 'submit', class: 'button'}, say('token.use'))));
}
