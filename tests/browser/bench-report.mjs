// The report of 10,000 conversations: how large it is, and how long until a reader can use it. A benchmark, no test.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { browse, run, shots } from './harness.mjs';

const N = 10000, folder = 'build/browser/bench';
run('run', 'personas/', '--model', 'understudy:faithful', '--model', 'understudy:agreeable', '--repeats', '3', '--out', folder, '--quiet');
const lines = readFileSync(`${folder}/transcripts.jsonl`, 'utf8').trim().split('\n').map((l) => JSON.parse(l));
let state = 1;
const random = (n) => (state = (state * 48271) % 2147483647) % n;
const han = () => String.fromCharCode(0x4e00 + random(3000));
const copies = [];
for (let i = 0; i < N; i++) { // every reply gets a tail of its own, so that the copies do not compress into one
  const t = structuredClone(lines[i % lines.length]);
  t.id = `${t.id}/${i}`;
  t.repeat = i;
  for (const m of t.messages) if (m.role === 'assistant') m.content += Array.from({ length: 12 }, han).join('');
  copies.push(JSON.stringify(t));
}
writeFileSync(`${shots}/bench.jsonl`, copies.join('\n') + '\n');
const scenarios = [...new Set(lines.map((l) => l.scenario))].flatMap((s) => ['--scenario', `personas/${s}.md`]);
const file = `${process.cwd()}/${shots}/bench.html`;
writeFileSync(file, run('score', '--transcripts', `${shots}/bench.jsonl`, ...scenarios, '--format', 'html'));
console.log(`${N} conversations, ${(statSync(file).size / 1e6).toFixed(1)} MB (limit 60 MB)`);
await browse(async (browser) => {
  for (let i = 0; i < 3; i++) {
    const page = await browser.newPage();
    await page.goto('file://' + file, { waitUntil: 'commit' });
    await page.waitForSelector('html[data-ready]');
    const ready = await page.evaluate(() => performance.now());
    await page.keyboard.press('j');
    console.log(`interactive after ${ready.toFixed(0)} ms (limit 2000 ms)`);
    await page.close();
  }
});
