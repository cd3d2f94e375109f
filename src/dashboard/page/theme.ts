// Light or dark: as the reader once chose on this page, else as the system has it, also when it changes. A script of its own
// that a browser runs before it paints, so that a dark page never flashes light. It marks the document, for styles and charts.
const STORAGE_KEY = 'manyhands-theme';

const root = document.documentElement;
const system = matchMedia('(prefers-color-scheme: dark)');
let chosen = remembered();

apply();
system.addEventListener('change', apply);
document.addEventListener('DOMContentLoaded', () => {
  document.getElementById('theme')?.addEventListener('click', () => {
    chosen = root.dataset['theme'] === 'dark' ? 'light' : 'dark';
    remember(chosen);
    apply();
  });
  apply();
});

function apply(): void {
  const theme = chosen ?? (system.matches ? 'dark' : 'light');
  root.dataset['theme'] = theme;
  document.getElementById('theme')?.setAttribute('aria-pressed', String(theme === 'dark'));
}

function remembered(): string | undefined {
  try {
    const theme = localStorage.getItem(STORAGE_KEY);
    return theme === 'light' || theme === 'dark' ? theme : undefined;
  } catch {
    // Storage can be forbidden; the page works without.
    return undefined;
  }
}

function remember(theme: string): void {
  try {
    localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // As above: the choice then lasts as long as the page.
  }
}

// Of its own scope for the compiler; the bundle has no trace of it.
export {};
