// Walks the review server as two reviewers do, and knocks at it as another page would.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { browse, check, close, run, serve, shots, until, watched } from './harness.mjs';

const folder = 'build/browser/reviewed';
rmSync(folder, { recursive: true, force: true });
run('run', 'personas/delivery-callback.md', '--model', 'understudy:agreeable', '--model', 'understudy:hasty', '--repeats', '2', '--out', folder, '--quiet');
const server = serve('review', folder, '--port', '0', '--quiet');
const address = await server.address;
const lines = () => { try { return readFileSync(`${folder}/reviews.jsonl`, 'utf8').trim().split('\n').map((l) => JSON.parse(l)); } catch { return []; } };
const open = async (browser, name) => {
  const { page, sins } = await watched(browser);
  await page.goto(address);
  await page.evaluate((n) => localStorage.setItem('author', n), name);
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  return { page, sins };
};

await browse(async (browser) => {
  const a = await open(browser, '甲'), b = await open(browser, 'Bea');
  await a.page.locator('.rule[open] [data-act="agree"]').first().click();
  await a.page.waitForFunction(() => [...document.querySelectorAll('#ledger [data-said="agree"]')].some((e) => e.textContent.startsWith('甲')));
  check(lines().some((r) => r.action === 'agree' && r.author === '甲'), 'agreeing is written down');
  await b.page.locator('.rule[open] [data-act="overrule"]').first().click();
  check(lines().every((r) => r.action !== 'overrule'), 'overruling without a reason is not sent');
  await b.page.locator('.rule[open] input').first().fill('he was quoting <b>them</b>');
  await b.page.locator('.rule[open] [data-act="overrule"]').first().click();
  await b.page.waitForFunction(() => [...document.querySelectorAll('#ledger [data-said="overrule"]')].some((e) => e.textContent.startsWith('Bea')));
  check(lines().some((r) => r.action === 'overrule' && r.author === 'Bea' && r.reason.includes('<b>')), 'overruling keeps its reason as it was typed');
  await a.page.evaluate(() => dispatchEvent(new Event('focus')));
  await a.page.waitForSelector('[data-act="strike"]');
  check(await a.page.locator('[data-said="overrule"]').count() === 1, 'what another reviewer said is seen when the window is come back to');
  await a.page.locator('.rule[open] input[placeholder]').nth(0).fill('the words are his own');
  await a.page.locator('[data-act="uphold"]').first().click();
  await a.page.waitForFunction(() => [...document.querySelectorAll('#ledger [data-said="adjudicate"]')].some((e) => e.textContent.startsWith('甲')));
  check(lines().some((r) => r.action === 'adjudicate' && r.accepted === true), 'a dispute can be adjudicated');
  await a.page.evaluate(() => {
    const say = document.querySelector('.say.persona'), range = document.createRange();
    const text = [...say.querySelector('.words').childNodes].find((n) => n.nodeType === 3) ?? say.querySelector('mark').firstChild;
    range.setStart(text, 0); range.setEnd(text, Math.min(3, text.length));
    getSelection().removeAllRanges(); getSelection().addRange(range);
  });
  await a.page.selectOption('#missed-signal', 'hesitation');
  await a.page.locator('#missed').click();
  await a.page.waitForFunction(() => document.querySelector('#ledger [data-said="missed"]'));
  const missed = lines().find((r) => r.action === 'missed');
  check(missed && missed.signal === 'hesitation' && missed.end > missed.start, 'a missed signal is anchored to the selected words');
  await a.page.locator('#accept').click();
  await a.page.waitForFunction(() => [...document.querySelectorAll('#ledger [data-said="verdict"]')].some((e) => e.textContent.startsWith('甲')));
  check(lines().some((r) => r.action === 'verdict' && r.accepted === true), 'a verdict on the whole is written down');
  const spoken = lines().length;
  await a.page.locator('.talkhead').click();
  for (let i = 1; i <= 2; i++) {
    await a.page.keyboard.press('a');
    await until(() => lines().length >= spoken + i);
  }
  const two = lines().slice(spoken);
  check(two.length === 2 && two.every((r) => r.action === 'agree') && two[0].rule !== two[1].rule, 'a agrees with one finding after the other', JSON.stringify(two.map((r) => r.rule)));
  await b.page.locator('.talkhead').click();
  await b.page.keyboard.press('o');
  await b.page.keyboard.type('quoted');
  await b.page.keyboard.press('Enter');
  await until(() => lines().length >= spoken + 3);
  check(lines().at(-1).action === 'overrule' && lines().at(-1).reason === 'quoted', 'o asks for the reason, Enter sends it', JSON.stringify(lines().at(-1)));
  await b.page.waitForSelector('.rule[data-standing]');
  const disputed = b.page.locator('.rule[data-standing="disputed"]').first();
  await disputed.locator('input[placeholder]').fill('a quotation');
  await disputed.locator('[data-act="strike"]').click();
  await b.page.waitForSelector('.rule[data-standing="overruled"]');
  check(await b.page.locator('.rule[data-standing="overruled"]').count() >= 1, 'an overruled finding stays visible, struck through');
  check((await b.page.locator('[data-said="verdict"]').allTextContents()).some((t) => t.startsWith('甲')), 'and after an own word');
  await b.page.reload();
  await b.page.waitForSelector('html[data-ready]');
  check((await b.page.locator('[data-said]').allTextContents()).some((t) => t.startsWith('甲')), 'and when the page is loaded again');
  check((await b.page.textContent('#me')).includes('Bea'), 'the page says whose words are written down');
  await b.page.locator('#comment-words').fill('half a comment');
  const before2 = lines().length;
  await b.page.locator('.rule [data-act="agree"]').first().focus();
  await b.page.keyboard.press('Enter');
  await until(() => lines().length > before2);
  await b.page.waitForTimeout(200);
  check(await b.page.inputValue('#comment-words') === 'half a comment', 'a comment that is being written survives another word');
  check(await b.page.evaluate(() => document.activeElement.dataset.act === 'agree'), 'and the keyboard stays where it was');
  await b.page.locator('#comment-words').fill('');
  const words = await b.page.evaluate(() => [...document.querySelectorAll('.say.persona')].at(-1).lastChild.textContent.slice(0, 8));
  await b.page.locator('#search').fill(words);
  await b.page.waitForFunction(() => /^[1-9]\d* \/ 4$/.test(document.querySelector('#count').textContent));
  check(await b.page.locator('.row').count() >= 1, 'the queue is searched for what was said', words);
  await b.page.locator('#search').fill('这句话谁也没有说过');
  await b.page.waitForFunction(() => document.querySelector('#count').textContent === '0 / 4');
  await b.page.locator('#search').fill('');
  await a.page.screenshot({ path: `${shots}/review.png` });
  check(a.sins.length + b.sins.length === 0, 'nothing went wrong', [...a.sins, ...b.sins].join('; '));

  const url = new URL(address), token = url.searchParams.get('token');
  const api = `${url.origin}/api/reviews?token=`;
  const body = JSON.stringify({ action: 'comment', author: 'x', reason: 'y', transcript: 't', transcript_hash: 'h' });
  const knock = async (target, headers) => (await fetch(target, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body })).status;
  const before = lines().length;
  check(await knock(api + 'wrong', { Origin: url.origin }) === 403, 'a wrong token is refused');
  check(await knock(api + token, { Origin: 'http://evil.example' }) === 403, 'another origin is refused');
  check(await knock(api + token, {}) === 403, 'a write without an origin is refused');
  check((await fetch(url.origin + '/')).status === 403, 'the page without the token is refused');
  const { request } = await import('node:http');
  const other = await new Promise((resolve) => request({ host: '127.0.0.1', port: url.port, path: `/?token=${token}`, headers: { Host: 'evil.example' } }, (r) => resolve(r.statusCode)).end());
  check(other === 403, 'another host name is refused');
  check(lines().length === before, 'none of the refused writes left a trace');
  const many = await Promise.all(Array.from({ length: 40 }, () => knock(api + token, { Origin: url.origin })));
  check(many.every((s) => s === 201) && lines().length === before + 40, 'forty writes at once lose nothing', `${lines().length - before}`);
});
server.stop();

// Words that the page shows by name are anchored as they stand in the record; a server that is gone is told.
const marks = 'build/browser/marks';
rmSync(marks, { recursive: true, force: true });
run('run', 'personas/delivery-callback.md', '--model', 'understudy:agreeable', '--out', marks, '--quiet');
const record = JSON.parse(readFileSync(`${marks}/transcripts.jsonl`, 'utf8'));
record.messages.find((m) => m.role === 'assistant').content = '\u202e一二三四';
writeFileSync(`${marks}/transcripts.jsonl`, JSON.stringify(record) + '\n');
const stale = { schema: 'fidelio.review/1', action: 'agree', author: 'Eve', time: '2026-01-01T00:00:00Z', transcript: record.id, transcript_hash: JSON.parse(readFileSync(`${marks}/scores.jsonl`, 'utf8').split('\n')[0]).hashes.transcript, rule: 'never-platitude' };
writeFileSync(`${marks}/reviews.jsonl`, JSON.stringify(stale) + '\n');
const third = serve('review', marks, '--port', '0', '--quiet', '--lang', 'en');
const thirdly = await third.address;
await browse(async (browser) => {
  const { page, sins } = await watched(browser);
  await page.goto(thirdly);
  await page.evaluate(() => localStorage.setItem('author', 'Dora'));
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  check(await page.locator('.outdated [data-said="agree"]').count() === 1 && await page.locator('[data-said]').count() === 1, 'a word on what the call said before it was changed is shown apart');
  check(await page.locator('.rule[data-standing="upheld"]').count() === 0, 'and counts for nothing');
  await page.selectOption('#filter', 'unreviewed');
  check(await page.textContent('#count') === '1 / 1', 'the call waits to be reviewed');
  const select = (from, to) => page.evaluate(([from, to]) => { // from the second word of the first reply into the next message, as a hand slips
    const says = [...document.querySelectorAll('.say')], k = says.findIndex((e) => e.classList.contains('persona')), range = document.createRange();
    const walker = document.createTreeWalker(says[k].querySelector('.words'), NodeFilter.SHOW_TEXT);
    let node = walker.nextNode(), at = from;
    while (at > node.length) { at -= node.length; node = walker.nextNode(); }
    range.setStart(node, at);
    if (to === null) range.setEnd(says[k + 1].querySelector('.who').firstChild, 2);
    else range.setEnd(node, at + to - from);
    getSelection().removeAllRanges(); getSelection().addRange(range);
  }, [from, to]);
  const missed = () => { try { return readFileSync(`${marks}/reviews.jsonl`, 'utf8').trim().split('\n').map((l) => JSON.parse(l)).filter((r) => r.action === 'missed'); } catch { return []; } };
  for (const [to, end] of [[10, 3], [null, 5]]) {
    const count = missed().length;
    await select(9, to);
    await page.locator('#missed').click();
    await until(() => missed().length > count);
    const last = missed().at(-1);
    check(last && last.message === 1 && last.start === 2 && last.end === end, 'selected words are anchored in code points of the record' + (to ? '' : ', within their own message'), JSON.stringify(last));
  }
  page.removeAllListeners('dialog');
  page.once('dialog', (d) => d.accept('Emil'));
  await Promise.all([page.waitForNavigation(), page.locator('#me').click()]);
  await page.waitForSelector('html[data-ready]');
  check((await page.textContent('#me')).includes('Emil'), 'and another reviewer takes over by name');
  page.on('dialog', (d) => { sins.push('dialog ' + d.message()); d.dismiss(); });
  await third.stop();
  await page.locator('#accept').click();
  await until(() => sins.some((s) => s.includes('does not answer')));
  check(sins.some((s) => s.startsWith('dialog') && s.includes('does not answer')), 'a word that could not be written down is told as lost', sins.join('; '));
});

const labels = run('review', folder, '--labels', '--quiet').trim().split('\n').map((l) => JSON.parse(l));
check(labels.length >= 1 && labels[0].labels.replies.flat().includes('hesitation'), 'reviews come out as labels');
check(labels.some((l) => l.labels.faithful === true), 'the reviewer\'s verdict is the label');
writeFileSync(`${shots}/labels.jsonl`, labels.map((l) => JSON.stringify(l)).join('\n') + '\n');
check(/hesitation/.test(run('agree', folder, '--labels', `${shots}/labels.jsonl`)), 'agree reads the labels');

const report = `${process.cwd()}/${shots}/reviewed.html`;
writeFileSync(report, run('report', folder, '--format', 'html', '--lang', 'en'));
const blind = serve('review', folder, '--port', '0', '--quiet', '--blind', '--sample', 'fails:all,passes:20%', '--lang', 'en');
const blindly = await blind.address;
await browse(async (browser) => {
  const { page } = await watched(browser);
  await page.goto('file://' + report);
  await page.waitForSelector('html[data-ready]');
  check(/passed as scored \d+, as reviewed \d+/.test(await page.textContent('#note')), 'the report shows both rates', await page.textContent('#note'));
  check(await page.locator('.rule[data-standing]:not([data-standing=""])').count() >= 1 && await page.locator('[data-act]').count() === 0, 'and what reviewers said, without the means to write');
  const other = await watched(browser);
  await other.page.goto(blindly);
  await other.page.evaluate(() => localStorage.setItem('author', 'Chen'));
  await other.page.reload();
  await other.page.waitForSelector('html[data-ready]');
  const seen = await other.page.textContent('#app');
  check(!/understudy|fail|overrule|甲|Bea|0\.\d\d/.test(seen), 'blind: no verdict, no model, nobody else\'s word', seen.match(/understudy|fail|overrule|甲|Bea|0\.\d\d/)?.[0]);
  const all = await other.page.textContent('#count');
  await other.page.locator('#search').fill('hasty');
  await other.page.waitForTimeout(400);
  await other.page.waitForFunction(() => /^\d/.test(document.querySelector('#count').textContent)); // all calls are read
  check(/^0 /.test(await other.page.textContent('#count')), 'blind: a search finds no model', all);
  await other.page.locator('#search').fill('');
  await other.page.locator('#reject').click();
  await other.page.waitForSelector('[data-said="verdict"]');
  check(lines().at(-1).action === 'verdict' && lines().at(-1).author === 'Chen' && lines().at(-1).transcript.includes('understudy'), 'and the verdict is anchored all the same');
  await other.page.screenshot({ path: `${shots}/blind.png` });
});
blind.stop();
close();
