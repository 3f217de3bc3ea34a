// Walks report.html as a reader does, and shows it hostile text.
import { writeFileSync } from 'node:fs';
import { browse, check, close, run, shots, watched } from './harness.mjs';

const folder = 'build/browser/run';
run('run', 'personas/delivery-callback.md', 'personas/support-account-en.md', '--model', 'understudy:faithful', '--model', 'understudy:agreeable',
  '--model', 'understudy:hasty', '--repeats', '2', '--out', folder, '--quiet');
const file = `${process.cwd()}/${shots}/report.html`;
writeFileSync(file, run('report', folder, '--format', 'html'));
const hostile = `${process.cwd()}/${shots}/hostile.html`;
writeFileSync(hostile, run('score', '--transcripts', 'tests/data/hostile/transcripts.jsonl', '--scenario', 'personas/delivery-callback.md', '--format', 'html'));

await browse(async (browser) => {
  {
    const { page, sins } = await watched(browser);
    await page.goto('file://' + file);
    await page.waitForSelector('html[data-ready]');
    await page.screenshot({ path: `${shots}/report.png` });
    check(/\d/.test(await page.textContent('.verdict')), 'the verdict is a sentence with numbers');
    const rows = await page.locator('#list .row').count();
    check(rows > 0, 'the queue opens on failed conversations');
    const first = await page.textContent('.talkhead strong');
    const shows = (what) => page.waitForFunction(what, first, { timeout: 2000 }).then(() => true, () => false);
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
    await page.waitForFunction(() => document.querySelectorAll('#talk > section').length === 2, null, { timeout: 2000 }).catch(() => {});
    check(await page.locator('#talk > section').count() === 2, 'two conversations stand side by side');
    await page.screenshot({ path: `${shots}/compare.png` });
    check(sins.length === 0, 'nothing went wrong and nothing was asked of the network', sins.join('; '));
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
  }
  {
    const { page } = await watched(browser, { javaScriptEnabled: false });
    await page.goto('file://' + file);
    check(await page.locator('main.still details').count() === 12, 'without scripts every conversation can be read');
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
});
close();
