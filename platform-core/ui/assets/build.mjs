// Writes the files served under /assets/ into src/main/resources/static/assets.
// Run after an upgrade or a change in src/: npm ci --ignore-scripts && node build.mjs
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build, transform } from 'esbuild';

const out = new URL('../src/main/resources/static/assets/', import.meta.url);
const from = (path) => new URL(`node_modules/${path}`, import.meta.url);
const own = (path) => new URL(`src/${path}`, import.meta.url);
const text = (url) => readFile(url, 'utf8');

const icons = [
  'adjustments', 'alert-circle', 'alert-triangle', 'archive', 'arrow-left', 'arrow-right', 'arrows-sort', 'ban', 'bell',
  'briefcase', 'building', 'building-store', 'building-warehouse', 'calendar', 'chart-bar', 'check', 'chevron-down',
  'chevron-left', 'chevron-right', 'chevron-up', 'circle', 'circle-check', 'circle-x', 'clock', 'coin', 'copy',
  'credit-card', 'crown', 'database', 'device-mobile', 'discount', 'dots', 'download', 'external-link', 'eye', 'eye-off',
  'file-export', 'file-import', 'file-text', 'filter', 'gift', 'help', 'history', 'home', 'id-badge', 'inbox',
  'info-circle', 'key', 'language', 'layout', 'link', 'list', 'loader-2', 'lock', 'logout', 'mail', 'map-pin', 'menu-2',
  'minus', 'moon', 'package', 'palette', 'pencil', 'phone', 'photo', 'player-pause', 'player-play', 'plus', 'printer',
  'puzzle', 'qrcode', 'receipt', 'refresh', 'report-analytics', 'rocket', 'search', 'selector', 'send', 'settings',
  'shield', 'shield-check', 'shopping-cart', 'sitemap', 'star', 'sun', 'tag', 'trash', 'trending-down', 'trending-up',
  'truck', 'upload', 'user', 'user-check', 'user-off', 'user-plus', 'users', 'users-group', 'world', 'x',
];

async function write(name, content) {
  await writeFile(new URL(name, out), content);
  console.log(`${name.padEnd(16)} ${(content.length / 1024).toFixed(1)} KB`);
}

const withoutMap = (source) => source.replace(/\n?\/[/*]# sourceMappingURL=.*$/gm, '').trimEnd() + '\n';
const target = ['es2022', 'chrome111', 'firefox115', 'safari16.4'];
const minify = async (source, loader) => (await transform(source, { loader, minify: true, target, legalComments: 'none' })).code;
const bundle = async (path) => (await build({ entryPoints: [own(path).pathname], bundle: true, write: false, minify: true, format: 'iife', target, legalComments: 'none' })).outputFiles[0].text;

async function sprite() {
  const symbols = await Promise.all(icons.map(async (name) => {
    const svg = await text(from(`@tabler/icons/icons/outline/${name}.svg`));
    const body = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>')).replace(/\s*\n\s*/g, '');
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${body}</symbol>`;
  }));
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`;
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const font = await readFile(from('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'));
const fontVersion = createHash('sha256').update(font).digest('hex').slice(0, 12);
await write('inter.woff2', font);
await write('tabler.min.css', withoutMap(await text(from('@tabler/core/dist/css/tabler.min.css'))));
await write('htmx.min.js', withoutMap(await text(from('htmx.org/dist/htmx.min.js'))));
await write('icons.svg', await sprite());
await write('favicon.svg', await text(own('favicon.svg')));
await write('app.css', await minify((await text(own('app.css'))).replace('inter.woff2', `inter.woff2?v=${fontVersion}`), 'css'));
await write('app.js', await minify(await text(own('app.js')), 'js'));
await write('home.css', await minify(await text(own('home.css')), 'css'));
await write('charts.js', await bundle('charts.js'));
