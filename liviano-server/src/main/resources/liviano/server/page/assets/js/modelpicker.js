// The choice of a model, and the offer to install more.
import {call, callJson, Problem} from './api.js';
import {announce, h, icon, replace} from './dom.js';
import {models} from './models.js';
import {currentLanguage, say, size} from './text.js';

const POLL_MS = 400;

/** What the command takes for a task where no model is given. */
const USUAL = {
  detect: 'ssdlite_mobilenet_v2_coco', segment: 'deeplab_v3_mobilenet_v2_voc',
  classify: 'mobilenet_v2_torchvision_v2', explain: 'mobilenet_v2_torchvision_v2',
  embed: 'mobilenet_v2_torchvision_v2',
};

/** A choice of models for a task, with the way to more of them. */
export class ModelPicker {
  /**
   * @param {string} task
   * @param {string} [use] what the model is for, where that is more than the task
   */
  constructor(task, use = task) {
    this.task = task;
    this.use = use;
    this.select = h('select', {
      id: `model-${use}`, onchange: () => models.choose(use, this.select.value),
    });
    this.more = h('button', {
      type: 'button', class: 'quiet', onclick: () => openInstaller(this.task),
    }, icon('plus'), say('models.more'));
    this.note = h('p', {class: 'hint'});
    this.element = h('div', {class: 'picker'},
        h('div', {class: 'picker-row'},
            h('label', {for: `model-${use}`}, say('model')), this.select, this.more),
        this.note);
    models.addEventListener('change', () => this.update());
    this.update();
  }

  update() {
    const there = models.of(this.task);
    const chosen = models.chosen(this.task, this.use);
    replace(this.select, there.map((model) => h('option', {value: model.name}, label(model, there))));
    this.select.value = chosen?.name ?? '';
    this.select.disabled = there.length === 0;
    this.select.hidden = there.length === 0;
    this.more.hidden = models.installableFor(this.task).length === 0;
    this.note.hidden = there.length > 0 || !models.known;
    replace(this.note, say('models.none'), ' ',
        h('code', {}, `liviano models pull ${USUAL[this.task] ?? ''}`));
  }
}

/** Its title, with its name where another has the same. */
function label(model, all) {
  const alike = all.filter((other) => other.title === model.title).length > 1;
  return alike ? `${model.title} (${model.name})` : model.title;
}

/**
 * Shows what can be installed for a task.
 *
 * @param {string} task
 */
export function openInstaller(task) {
  const dialog = h('dialog', {class: 'dialog', 'aria-labelledby': 'installer-title',
    onclose: () => dialog.remove()},
  h('header', {},
      h('h2', {id: 'installer-title'}, say('install.title')),
      h('button', {type: 'button', class: 'quiet', 'aria-label': say('close'),
        onclick: () => dialog.close()}, icon('close'))),
  h('p', {class: 'hint'}, say(models.mayInstall ? 'install.about' : 'install.shell')),
  h('ul', {class: 'installable'},
      models.installableFor(task).map((model) => offer(model))));
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {import('./models.js').Installable} model */
function offer(model) {
  const state = h('div', {class: 'install-state'});
  const facts = h('span', {class: 'hint'},
      say('install.facts', {size: () => size(model.bytes), licence: model.licence}));
  if (models.mayInstall) {
    state.append(h('button', {type: 'button', class: 'button', onclick: () => install(model, state),
      'aria-label': say('install.this', {name: model.title})}, icon('download'), say('install')));
  } else {
    state.append(h('code', {}, `liviano models pull ${model.name}`));
  }
  return h('li', {'data-model': model.name},
      h('div', {}, h('strong', {}, model.title), facts), state);
}

/**
 * @param {import('./models.js').Installable} model
 * @param {Element} state
 */
async function install(model, state) {
  const address = `v1/install?model=${encodeURIComponent(model.name)}`;
  const bar = h('progress', {'aria-label': say('install.progress', {name: model.title})});
  const note = h('span', {class: 'hint'}, say('install.starts'));
  replace(state, bar, note);
  try {
    await call(address, {method: 'POST'});
    for (;;) {
      const now = await callJson(address);
      if (now.state === 'done') {
        break;
      }
      if (now.state === 'failed') {
        throw new Problem('failed', now.message ?? '');
      }
      if (now.total > 0) {
        bar.max = now.total;
        bar.value = Math.min(now.bytes, now.total);
        replace(note, say('install.so-far',
            {bytes: () => size(now.bytes), total: () => size(now.total)}));
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    replace(state, h('span', {class: 'done'}, icon('check'), say('install.done')));
    announce(String(say('install.done')));
    await models.load();
  } catch (e) {
    if (!(e instanceof Problem)) {
      throw e;
    }
    replace(state,
        h('p', {class: 'wrong', role: 'alert', lang: e.message ? 'en' : currentLanguage()},
            e.message || e.title),
        h('button', {type: 'button', class: 'button', onclick: () => install(model, state)},
            say('again')));
  }
}
