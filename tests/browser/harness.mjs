// What the browser tests share: a browser, a program to run, checks that are counted, screenshots that are kept.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';

export const program = process.env.FIDELIO ?? 'build/fidelio';
export const shots = 'build/browser';
mkdirSync(shots, { recursive: true });

let passed = 0, failed = 0;
export function check(holds, name, detail = '') {
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${name}${holds || !detail ? '' : ': ' + detail}`);
  holds ? passed++ : failed++;
}
export function close() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
export function run(...args) {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 29 });
  if (done.status !== 0 && done.status !== 1) throw new Error(`fidelio ${args.join(' ')}: ${done.status ?? done.signal} ${done.error ?? done.stderr}`);
  return done.stdout;
}
// Starts a command that prints its address as the first line and serves until it is ended.
export function serve(...args) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const address = new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (piece) => { text += piece; if (text.includes('\n')) resolve(text.trim()); });
    child.on('exit', () => reject(new Error('the server ended')));
  });
  const gone = new Promise((resolve) => child.on('exit', resolve));
  return { address, stop: () => { child.kill('SIGINT'); return gone; } };
}
// Waits until it holds, half a minute at most.
export async function until(holds) {
  for (let wait = 0; wait < 600 && !holds(); wait++) await new Promise((go) => setTimeout(go, 50));
}
export async function browse(test) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  try { await test(browser); } finally { await browser.close(); }
}
// A page that remembers everything it should not do: errors, dialogs, requests to anywhere else.
export async function watched(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1500, height: 1000 }, ...options });
  const page = await context.newPage();
  const sins = [];
  page.on('pageerror', (e) => sins.push('error ' + e.message));
  page.on('console', (m) => { if (m.type() === 'error') sins.push('console ' + m.text()); });
  page.on('dialog', (d) => { sins.push('dialog ' + d.message()); d.dismiss(); });
  page.on('request', (r) => { if (!/^(file:|http:\/\/127\.0\.0\.1|data:)/.test(r.url())) sins.push('request ' + r.url()); });
  return { page, sins, context };
}
