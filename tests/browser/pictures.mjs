// Makes the pictures of the README from a real run: `make pictures`.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { browse, program, run, shots } from './harness.mjs';

const folder = 'build/browser/pictures';
const models = ['faithful', 'agreeable', 'leaky', 'hasty'].flatMap((t) => ['--model', `understudy:${t}`]);
run('run', 'personas/delivery-callback.md', 'personas/support-account-en.md', ...models, '--repeats', '5', '--out', folder, '--quiet');
const text = spawnSync(program, ['report', folder, '--color', 'always', '--lang', 'en'], { encoding: 'utf8', env: { ...process.env, COLUMNS: '104' } }).stdout;
// A Chinese character is two cells wide, 1.204 em of the font: so carets stand below what they point at.
const escape = (s) => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/[\u2e80-\u9fff\uff00-\uff60]+/g, '<span style="letter-spacing:.204em">$&</span>');
const colours = { 1: 'font-weight:bold', 2: 'opacity:.6', 31: 'color:#ff7b72', 32: 'color:#7ee787', 33: 'color:#f2cc60', 36: 'color:#79c0ff' };
const html = text.split('\n').slice(0, 34).join('\n').split('\x1b[').map((part, i) => {
  if (i === 0) return escape(part);
  const [, codes, rest] = part.match(/^([\d;]*)m([\s\S]*)$/);
  const style = codes.split(';').map((c) => colours[c]).filter(Boolean).join(';');
  return `<span style="${style}">${escape(rest)}</span>`;
}).join('');
await browse(async (browser) => {
  const page = await browser.newPage({ viewport: { width: 1060, height: 700 }, deviceScaleFactor: 1.5 });
  await page.setContent(`<body style="margin:0;background:#0d1117;color:#e6edf3"><pre style="margin:0;padding:18px 22px;font:14px/1.45 'DejaVu Sans Mono','Noto Sans Mono CJK SC',monospace;display:inline-block">$ fidelio report ${folder.replace('build/browser/', 'runs/')}\n${html}</pre>`);
  await page.locator('pre').screenshot({ path: 'docs/terminal.png' });
  writeFileSync(`${shots}/pictures.html`, run('report', folder, '--format', 'html', '--lang', 'en'));
  const report = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await report.goto(`file://${process.cwd()}/${shots}/pictures.html`);
  await report.waitForSelector('html[data-ready]');
  await report.locator('#app').scrollIntoViewIfNeeded();
  await report.evaluate(() => document.getElementById('app').scrollIntoView());
  await report.screenshot({ path: 'docs/report.png' });
});
