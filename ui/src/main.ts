import '@fontsource-variable/inter/wght.css';
import { mount } from 'svelte';
import App from './app.svelte';
import './app.css';
import { prepareFormats } from './lib/format.ts';
import { applyTheme } from './lib/theme.ts';

applyTheme();

// A page of an older build asks for files that a newer one has replaced: load the newer one, but not over and over where it fails too, nor
// where there is no network to load it from. A moment later, as by then the address is the one to which a link led.
const pauseMs = 60_000;
const momentMs = 300;
addEventListener('vite:preloadError', () => {
  if (!navigator.onLine || Date.now() - Number(sessionStorage.getItem('reloaded-at')) < pauseMs) return;
  sessionStorage.setItem('reloaded-at', String(Date.now()));
  setTimeout(() => location.reload(), momentMs);
});

const target = document.querySelector('#app');
if (!target) throw new Error('the page has no #app element');
// Each in a task of its own, after the one in which the scripts were read: all together would keep the first tap waiting on a phone.
setTimeout(() => {
  prepareFormats();
  setTimeout(() => {
    target.replaceChildren();
    mount(App, { target });
  });
});
