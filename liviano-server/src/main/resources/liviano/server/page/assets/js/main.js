// The page: its head, its tabs, and where dropped pictures go.
import {Problem} from './api.js';
import {Compare} from './compare.js';
import {h, icon, replace} from './dom.js';
import {takeDropped} from './intake.js';
import {Live} from './live.js';
import {models} from './models.js';
import {notice} from './notice.js';
import {restoreTheme, toggleTheme, isDark} from './settings.js';
import {tabList} from './tabs.js';
import {Teach} from './teach/teach.js';
import {currentLanguage, say, speak} from './text.js';
import {Workbench} from './workbench.js';

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

restoreTheme();
document.documentElement.lang = currentLanguage();

const workbench = new Workbench();
const compare = new Compare();
const live = new Live();
const teach = new Teach();
const panels = {
  picture: panel('picture', workbench.element), compare: panel('compare', compare.element),
  live: panel('live', live.element), teach: panel('teach', teach.element),
};
const trouble = h('div', {class: 'trouble page-trouble'});
let tab = '';

/**
 * @param {string} name
 * @param {HTMLElement} content
 */
function panel(name, content) {
  return h('div', {id: `panel-${name}`, class: 'panel', role: 'tabpanel', tabindex: '-1',
    hidden: true}, content);
}

/** @param {string} name of the tab that is shown now */
function selected(name) {
  tab = name;
  if (name !== 'live') {
    live.stop();
  }
  if (name !== 'teach') {
    teach.still();
  }
  if (['classify', 'detect', 'segment', 'explain'].includes(name)) {
    workbench.select(name);
  }
}

const tabs = tabList(say('tabs'), [
  ...['classify', 'detect', 'segment'].map(
      (name) => ({name, label: say(`tab.${name}`), panel: panels.picture})),
  {name: 'embed', label: say('tab.embed'), panel: panels.compare},
  {name: 'explain', label: say('tab.explain'), panel: panels.picture},
  {name: 'live', label: say('tab.live'), panel: panels.live},
  {name: 'teach', label: say('tab.teach'), panel: panels.teach},
], selected);

document.body.append(
    h('header', {class: 'top'},
        h('a', {class: 'brand', href: '.', 'aria-label': 'Liviano'},
            h('img', {src: 'assets/feather.svg', alt: '', width: 28, height: 28}),
            h('span', {}, 'Liviano')),
        h('nav', {'aria-label': say('tabs')}, tabs),
        h('div', {class: 'top-tools'}, languageChoice(), themeButton())),
    h('main', {}, h('h1', {class: 'unseen'}, 'Liviano'), trouble, Object.values(panels)),
    h('footer', {class: 'foot'},
        h('p', {class: 'private'}, icon('shield'), LOOPBACK.test(location.hostname)
          ? say('private.here') : say('private.there', {host: location.host})),
        h('p', {}, h('a', {href: 'openapi.json'}, say('foot.api')))),
    h('div', {class: 'drop-veil', 'aria-hidden': 'true'}, say('drop.now')),
    h('div', {id: 'announcer', class: 'unseen', role: 'status', 'aria-live': 'polite'}));
document.title = String(say('title'));

takeDropped((files, at) => {
  if (tab === 'embed') {
    compare.takeFiles(files);
  } else if (tab === 'teach') {
    teach.takeFiles(files, at);
  } else {
    if (tab === 'live') {
      location.hash = 'classify';
    }
    workbench.takeFile(files[0]);
  }
});
addEventListener('pagehide', () => {
  live.stop();
  teach.still();
});
loadModels();

async function loadModels() {
  try {
    replace(trouble);
    await models.load();
  } catch (e) {
    if (!(e instanceof Problem)) {
      throw e;
    }
    replace(trouble, notice(e, loadModels));
  }
}

function languageChoice() {
  const select = h('select', {'aria-label': say('language'), onchange: () => {
    speak(select.value === 'es' ? 'es' : 'en');
    document.title = String(say('title'));
  }}, h('option', {value: 'en', lang: 'en'}, 'English'),
  h('option', {value: 'es', lang: 'es'}, 'Español'));
  select.value = currentLanguage();
  return select;
}

function themeButton() {
  const button = h('button', {type: 'button', class: 'quiet theme', 'aria-label': say('theme'),
    onclick: () => {
      toggleTheme();
      draw();
    }});
  const draw = () => replace(button, icon(isDark() ? 'sun' : 'moon'));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  draw();
  return button;
}
