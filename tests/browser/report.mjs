// Walks report.html as a reader does, and shows it hostile text.
import { rmSync, writeFileSync } from 'node:fs';
import { browse, check, close, run, shots, watched } from './harness.mjs';

const folder = 'build/browser/run';
rmSync(folder, { recursive: true, force: true });
run('run', 'personas/delivery-callback.md', 'personas/support-account-en.md', '--model', 'understudy:faithful', '--model', 'understudy:agreeable',
  '--model', 'understudy:hasty', '--repeats', '2', '--out', folder, '--quiet');
const file = `${process.cwd()}/${shots}/report.html`;
writeFileSync(file, run('report', folder, '--format', 'html'));
const hostile = `${process.cwd()}/${shots}/hostile.html`;
writeFileSync(hostile, run('score', '--transcripts', 'tests/data/hostile/transcripts.jsonl', '--scenario', 'personas/delivery-callback.md', '--format', 'html'));

const imported = `${process.cwd()}/${shots}/imported.html`;
const talk = { messages: [{ role: 'user', content: '您好' }, { role: 'assistant', content: '谁啊？' }] };
const broken = { ...talk, ended_by: 'error', error: 'the endpoint sent an empty reply <b>' };
writeFileSync(`${shots}/imported.jsonl`, [{ id: 'first', ...talk }, { id: 'second', ...talk }, { id: 'third', ...broken }].map((call) => JSON.stringify(call)).join('\n') + '\n');
writeFileSync(imported, run('score', '--transcripts', `${shots}/imported.jsonl`, '--scenario', 'personas/delivery-callback.md', '--format', 'html'));

await browse(async (browser) => {
  {
    const { page } = await watched(browser);
    await page.goto('file://' + imported);
    await page.waitForSelector('html[data-ready]');
    const queue = await page.textContent('#list');
    check(queue.includes('first') && queue.includes('second'), 'imported conversations are told apart in the queue', queue);
    check(queue.includes('empty reply <b>'), 'the queue tells why a conversation was not held', queue);
  }
  {
    const { page, sins } = await watched(browser);
    await page.goto('file://' + file);
    await page.waitForSelector('html[data-ready]');
    await page.screenshot({ path: `${shots}/report.png` });
    check(/\d/.test(await page.textContent('.verdict')), 'the verdict is a sentence with numbers');
    const rows = await page.locator('#list .row').count();
    check(rows > 0, 'the queue opens on failed conversations');
    const [picked, other] = await page.evaluate(() => ['true', 'false'].map((is) => getComputedStyle(document.querySelector(`#list .row[aria-selected="${is}"]`)).backgroundColor));
    check(picked !== other, 'the one that is open is seen in the queue', `${picked} ${other}`);
    const first = await page.textContent('.talkhead strong');
    const shows = (what) => page.waitForFunction(what, first).then(() => true, () => false);
    await page.keyboard.press('j');
    check(await shows((was) => document.querySelector('.talkhead strong').textContent !== was), 'j goes to the next conversation');
    await page.keyboard.press('k');
    check(await shows((was) => document.querySelector('.talkhead strong').textContent === was), 'k goes back');
    await page.keyboard.press('f');
    check(await page.textContent('#count') === '12 / 12', 'f shows all conversations', await page.textContent('#count'));
    await page.fill('#search', 'agreeable');
    check((await page.textContent('#count')).startsWith('4 /'), 'search narrows the queue', await page.textContent('#count'));
    await page.locator('#list .row').first().click();
    await page.waitForFunction(() => document.querySelector('.talkhead strong').textContent.includes('agreeable'));
    check(await page.locator('.say mark.bad').count() > 0, 'failing evidence is underlined in the call');
    await page.locator('.say mark.bad').first().hover();
    check(await page.locator('.rule.lit').count() === 1, 'pointing at evidence lights its rule');
    await page.locator('.rule.lit a').first().click();
    check(await page.locator('.doc .here').count() === 1, 'the rule opens the document at its line');
    const closing = await page.locator('#close').boundingBox(), drawer = await page.locator('#drawer').boundingBox();
    check(closing.y >= drawer.y && closing.y < drawer.y + drawer.height / 2, 'what closes the document stays in sight', JSON.stringify(closing));
    await page.locator('.doc .here').hover();
    check(await page.locator('.rule.lit').count() >= 1, 'pointing at a line of the document lights the rules that stand on it');
    check(await page.locator('.say mark.lit').count() >= 1, 'and their spans in the call');
    await page.screenshot({ path: `${shots}/document.png` });
    await page.keyboard.press('Escape');
    check(await page.locator('#drawer').isHidden(), 'Escape closes the drawer');
    const hash = await page.evaluate(() => location.hash);
    await page.goto('file://' + file + hash + '/1');
    await page.waitForSelector('.aim');
    check(await page.locator('.aim').count() === 1, 'a deep link opens its conversation and message');
    await page.getByRole('button', { name: /compare with|与另一通对照/ }).first().click();
    await page.fill('#search', '');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.waitForFunction(() => document.querySelectorAll('#talk > section').length === 2).catch(() => {});
    check(await page.locator('#talk > section').count() === 2, 'two conversations stand side by side');
    await page.screenshot({ path: `${shots}/compare.png` });
    check(sins.length === 0, 'nothing went wrong and nothing was asked of the network', sins.join('; '));
  }
  { // links that were cut off or lead past the filter, and the keyboard alone
    const { page, sins } = await watched(browser);
    await page.goto('file://' + file + '#100%');
    await page.waitForSelector('html[data-ready]').catch(() => {});
    check(await page.locator('#list .row[aria-current]').count() === 1 && sins.length === 0, 'a link that was cut off opens the report all the same', sins.join('; '));
    await page.goto('about:blank');
    await page.goto('file://' + file + '#' + encodeURIComponent('delivery-callback/understudy:faithful/2'));
    await page.waitForSelector('html[data-ready]');
    const row = page.locator('#list .row[aria-current]');
    check(await row.count() === 1 && await row.getAttribute('title') === 'delivery-callback/understudy:faithful/2', 'a link to a call that the filter leaves out shows it in the queue');
    await page.focus('#list');
    await page.keyboard.press('Home');
    await page.waitForFunction(() => document.querySelector('#list [aria-posinset="1"][aria-selected="true"]')).catch(() => {});
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => document.querySelector('#list [aria-posinset="2"][aria-selected="true"]')).catch(() => {});
    const active = await page.evaluate(() => document.getElementById(document.querySelector('#list').getAttribute('aria-activedescendant'))?.getAttribute('aria-posinset'));
    check(active === '2', 'arrows move in the queue, and a screen reader is told where', String(active));
    await page.locator('.talkhead button').first().focus();
    await page.keyboard.press('Enter');
    check(await page.getByRole('dialog', { name: /delivery-callback|support-account/ }).count() === 1, 'the drawer is a dialog with a name');
    await page.keyboard.press('Escape');
    check(await page.evaluate(() => document.activeElement.closest('.talkhead') !== null), 'and gives the focus back');
  }
  {
    const { page } = await watched(browser, { colorScheme: 'dark' });
    await page.goto('file://' + file);
    await page.waitForSelector('html[data-ready]');
    const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    check(paper !== 'rgb(255, 255, 255)', 'dark follows the system', paper);
    await page.screenshot({ path: `${shots}/dark.png` });
    await page.emulateMedia({ media: 'print' });
    check(await page.locator('#queue').isHidden(), 'print leaves the queue out');
    const ink = await page.evaluate(() => getComputedStyle(document.body).color);
    check(ink === 'rgb(29, 29, 31)', 'and is dark on white, whatever the screen is', ink);
  }
  {
    const { page } = await watched(browser, { javaScriptEnabled: false });
    await page.goto('file://' + file);
    check(await page.locator('main.still details').count() === 12, 'without scripts every conversation can be read');
    check(await page.locator('main.still details[open]').count() === 1 && await page.locator('main.still details[open] summary .fail').count() === 1, 'the first that failed stands open');
    check((await page.textContent('table')).includes('understudy'), 'without scripts the matrix is there');
    await page.screenshot({ path: `${shots}/still.png` });
  }
  {
    const { page, sins } = await watched(browser);
    await page.goto('file://' + hostile);
    await page.waitForSelector('html[data-ready]');
    await page.selectOption('#filter', 'all');
    for (let i = 0; i < 4; i++) await page.keyboard.press('j');
    for (let i = 0; i < 4; i++) { await page.keyboard.press('k'); await page.waitForTimeout(50); }
    const hacked = await page.evaluate(() => window.hacked);
    check(hacked === undefined, 'hostile text runs nothing', String(hacked));
    check(await page.locator('img, a[href^="javascript"], #talk script, #talk style').count() === 0, 'hostile text makes no elements');
    check((await page.content()).includes('‹U+202E›') || (await page.textContent('body')).includes('‹U+202E›'), 'direction overrides are shown by name');
    check(sins.length === 0, 'hostile text raises no error and no request', sins.join('; '));
    await page.screenshot({ path: `${shots}/hostile.png` });
  }
  { // on a phone: one column, nothing wider than the screen, words in one piece
    const { page } = await watched(browser, { viewport: { width: 600, height: 900 } });
    await page.goto('file://' + file);
    await page.waitForSelector('html[data-ready]');
    await page.screenshot({ path: `${shots}/narrow.png` });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    check(wide <= 600, 'at 600 px nothing is wider than the screen', String(wide));
    const tall = await page.evaluate(() => Math.max(...[...document.querySelectorAll('.over tbody tr')].map((e) => e.offsetHeight)));
    check(tall < 45, 'a row of the matrix is one line', String(tall));
    const [queue, talk, ledger] = await page.evaluate(() => ['queue', 'talk', 'ledger'].map((id) => { const r = document.getElementById(id).getBoundingClientRect(); return [r.top, r.width]; }));
    check(queue[0] < talk[0] && talk[0] < ledger[0] && talk[1] > 550, 'queue, call and ledger stand below each other', JSON.stringify([queue, talk, ledger]));
    await page.evaluate(() => document.getElementById('app').scrollIntoView());
    await page.screenshot({ path: `${shots}/narrow-call.png` });
  }
  { // in Chinese every word of the page itself is Chinese
    const chinese = `${process.cwd()}/${shots}/chinese.html`;
    writeFileSync(chinese, run('report', folder, '--format', 'html', '--lang', 'zh'));
    const { page } = await watched(browser);
    await page.goto('file://' + chinese);
    await page.waitForSelector('html[data-ready]');
    await page.selectOption('#filter', 'all');
    await page.fill('#search', 'delivery-callback/understudy:agreeable/1');
    await page.locator('#list .row').first().click();
    await page.waitForFunction(() => document.querySelector('.talkhead strong').textContent.includes('delivery-callback'));
    const english = await page.evaluate(() => ['.who', '.legend .sg', '.talkhead .acts', '.endline strong', '#ledger summary', '#ledger p.quiet', 'svg text', 'th', 'figcaption', '.keys', '#filter option', '.verdict', '.smalls td', '.smalls p']
      .flatMap((s) => [...document.querySelectorAll(s)]).map((e) => { const copy = e.cloneNode(true); copy.querySelectorAll('code, kbd, a').forEach((x) => x.remove()); return copy.textContent; })
      .filter((t) => /[A-Za-z]{2,}/.test(t.replace(/AI|Markdown/g, ''))));
    check(english.length === 0, 'no English word in the Chinese page', JSON.stringify(english.slice(0, 5)));
    await page.screenshot({ path: `${shots}/chinese.png`, fullPage: false });
  }
  { // a comparison: before and after side by side, and links into both reports
    const later = 'build/browser/later';
    rmSync(later, { recursive: true, force: true });
    run('run', 'personas/delivery-callback.md', 'personas/support-account-en.md', '--model', 'understudy:faithful@0.5', '--repeats', '2', '--out', later, '--quiet');
    rmSync('build/browser/earlier', { recursive: true, force: true });
    run('run', 'personas/delivery-callback.md', 'personas/support-account-en.md', '--model', 'understudy:agreeable@0.2', '--repeats', '2', '--out', 'build/browser/earlier', '--quiet');
    const page1 = `${process.cwd()}/comparison.html`; // links are relative to where the command was given
    writeFileSync(page1, run('compare', later, 'build/browser/earlier', '--format', 'html', '--lang', 'en'));
    const { page, sins } = await watched(browser);
    await page.goto('file://' + page1);
    await page.waitForSelector('html[data-ready]');
    check(/Regressed|Inconclusive/.test(await page.textContent('.verdict')), 'a comparison says its verdict on top');
    check(await page.locator('#talk > section').count() === 2, 'before and after stand side by side');
    check((await page.locator('.talkhead .side').allTextContents()).join() === 'before,after', 'the old one on the left');
    check((await page.locator('.talkhead .pill:not(.side)').allTextContents()).join() === 'pass,fail', 'a conversation that became worse stands open');
    check(await page.textContent('#count') === '4 / 4', 'a pair is one row of the queue', await page.textContent('#count'));
    await page.evaluate(() => document.getElementById('app').scrollIntoView());
    await page.screenshot({ path: `${shots}/comparison.png` });
    const flip = page.locator('.flips li').first();
    check(await flip.locator('a').count() === 3, 'a conversation that flipped links into both reports');
    const [popup] = [await flip.locator('a').nth(2).getAttribute('href')];
    await page.goto(new URL(popup, 'file://' + page1).href);
    await page.waitForSelector('html[data-ready]');
    check((await page.textContent('.talkhead strong')).includes('agreeable'), 'and the link opens that conversation', popup);
    check(sins.length === 0, 'nothing went wrong on the way', sins.join('; '));
    rmSync(page1);
  }
});
close();
