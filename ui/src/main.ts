import '@fontsource-variable/inter/wght.css';
import { mount } from 'svelte';
import App from './app.svelte';
import './app.css';
import { applyTheme } from './lib/theme.ts';

applyTheme();

// A page of an older build asks for files that a newer one has replaced: load the newer one, once.
addEventListener('vite:preloadError', () => {
  if (sessionStorage.getItem('reloaded-for') === location.pathname) return;
  sessionStorage.setItem('reloaded-for', location.pathname);
  location.reload();
});

const target = document.querySelector('#app');
if (!target) throw new Error('the page has no #app element');
target.replaceChildren();
mount(App, { target });
