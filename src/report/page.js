'use strict';
(async () => {
  // Blocks of data are deflated JSON as base64.
  async function unpack(id) {
    const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))).json();
  }
  const meta = await unpack('meta');
  const zh = meta.lang === 'zh';
  const T = (en, cn) => (zh ? cn : en);
  const VERDICT = ['pass', 'fail', 'error', 'none', 'none'];
  const VERDICT_TEXT = [
    T('pass', '通过'),
    T('fail', '未通过'),
    T('error', '评分出错'),
    T('not held', '未完成'),
    T('to be judged', '待判断'),
  ];
  const ENDING_TEXT = [
    T('ending right', '结束正确'),
    T('ended too early', '结束过早'),
    T('ended too late', '结束过晚'),
    T('never ended', '没有结束'),
    T('ending unknown', '结束无法判断'),
  ];
  const OUTCOME = {
    pass: T('pass', '通过'),
    fail: T('fail', '未通过'),
    error: T('error', '出错'),
    'n/a': T('n/a', '不适用'),
  };
  const review = document.documentElement.dataset.review || '';
  const name = (kind, id) => meta.names[kind][id] || id;
  const all = meta.index.map((r, i) => ({
    i,
    id: r[0],
    cell: r[1],
    verdict: r[2],
    fidelity: r[3],
    ending: r[4],
    faults: r[5],
    chunk: r[6],
    worst: r[7],
    repeat: r[8],
    rubric: r[9],
    hash: r[10],
  }));
  // The page of a comparison holds pairs, before and after in turn; its queue lists the latter.
  const rows = meta.pairs ? all.filter((r) => r.i % 2 === 1) : all;
  const before = (row) => (meta.pairs ? all[row.i - 1] : null);
  const whys = meta.rubrics.map((r) => new Map(r.rules.map((x) => [x.id, x.why || x.id])));
  const gravest = (r) => (whys[r.rubric] && whys[r.rubric].get(r.worst)) || r.worst || '';
  const chunks = new Map();
  const me = () => {
    try {
      return localStorage.getItem('author') || '';
    } catch {
      return '';
    }
  };
  // Who labels blindly must not see what others said.
  const heard = (all) => all.filter((v) => !meta.blind || v.author === me());
  const reviews = heard(meta.reviews || []);
  // A word is about what was said: it counts for the call whose hash it names. One on this call when it said something
  // else is shown, and counts for nothing.
  const wordsOn = (r) => reviews.filter((v) => v.transcript_hash === r.hash);
  const outdated = (r) => reviews.filter((v) => v.transcript === r.id && v.transcript_hash !== r.hash);
  const $ = (id) => document.getElementById(id);

  // Text is only ever set as text; controls, direction marks and what nobody sees (but for the parts of an emoji) are
  // shown by name so that a reply cannot pose as another.
  const tame = (s) =>
    String(s).replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufff9-\ufffb]|(?![\u200d\ufe00-\ufe0f])\p{DI}/gu,
      (c) => '‹U+' + c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0') + '›',
    );
  const el = (name, props, ...kids) => {
    const e = document.createElement(name);
    for (const [k, v] of Object.entries(props || {})) {
      if (k === 'class') e.className = v;
      else if (k === 'on') for (const [n, f] of Object.entries(v)) e.addEventListener(n, f);
      else if (v !== undefined && v !== null && v !== false) e.setAttribute(k, v === true ? '' : v);
    }
    for (const kid of kids.flat(Infinity))
      if (kid !== null && kid !== undefined) e.append(kid instanceof Node ? kid : document.createTextNode(tame(kid)));
    return e;
  };
  // What stands in the page without keys gets them: see html_conversation.c.
  const OUTCOMES = ['pass', 'fail', 'error', 'n/a'];
  const why = (c, w) => (typeof w === 'number' ? c.findings[w][1] : w);
  const widen = (c) =>
    !c.findings
      ? c
      : {
          ...c,
          hits: c.hits.map(([g, m, s, e]) => ({ g, m, s, e })),
          findings: c.findings.map(([o, w, evidence, by, line]) => ({
            outcome: OUTCOMES[o],
            why: why(c, w),
            evidence: evidence || [],
            by: by || '',
            line: line || 0,
          })),
          concerns: c.concerns.map((replies, k) => ({ text: meta.rubrics[c.rubric].concerns[k], replies })),
        };
  const load = async (row) => {
    if (!chunks.has(row.chunk)) chunks.set(row.chunk, (await unpack('chunk' + row.chunk)).map(widen));
  };
  const conversation = (row) => chunks.get(row.chunk)[row.i - row.chunk * meta.chunk_size]; // loaded before it is shown

  // ---- the queue ----------------------------------------------------------------------------------------------------
  // Who labels blindly is not told the model either.
  const label = (r) =>
    meta.blind ? (meta.cells[r.cell].scenario || T('conversation', '对话')) + ' · ' + (r.i + 1) : r.id;
  const link = (r, message) =>
    '#' + encodeURIComponent(meta.blind ? String(r.i + 1) : r.id) + (message === undefined ? '' : '/' + message);
  const party = (r) =>
    meta.blind
      ? T('model hidden', '模型已隐藏')
      : [
          meta.cells[r.cell].model,
          meta.cells[r.cell].prompt,
          meta.cells[r.cell].caller,
          !r.repeat && meta.cells[r.cell].scenario && r.id,
        ]
          .filter(Boolean)
          .join(' · ') + (r.repeat ? ' #' + r.repeat : '');
  const FILTERS = [
    ['all', T('all', '全部'), () => true],
    ['failed', T('failed', '未通过'), (r) => r.verdict === 1],
    ...(meta.pairs
      ? [
          [
            'worse',
            T('passed before, fail now', '之前通过，现在未通过'),
            (r) => r.verdict === 1 && before(r).verdict === 0,
          ],
          [
            'better',
            T('failed before, pass now', '之前未通过，现在通过'),
            (r) => r.verdict === 0 && before(r).verdict === 1,
          ],
        ]
      : []),
    ['errored', T('errored or not held', '出错或未完成'), (r) => r.verdict === 2 || r.verdict === 3],
    ['faults', T('script faults', '脚本失误'), (r) => r.faults > 0],
    ['disagreements', T('disagreements', '有分歧'), (r) => wordsOn(r).some((v) => v.action !== 'agree')],
    ['unreviewed', T('not reviewed', '未复核'), (r) => !wordsOn(r).some((v) => v.action !== 'comment')],
  ].filter((f) => !meta.blind || f[0] === 'all' || f[0] === 'unreviewed');
  let shown = rows,
    at = 0,
    current = null,
    other = null,
    lit = 0;
  const search = el('input', {
    type: 'search',
    id: 'search',
    placeholder: meta.blind
      ? T('search what was said', '搜索对话原文')
      : T('search words and rules', '搜索原文、规则、模型、编号'),
    'aria-label': T('search', '搜索'),
    on: {
      input: () => {
        refilter();
        readAll();
      },
    },
  });
  const filter = el(
    'select',
    { id: 'filter', 'aria-label': T('filter', '筛选'), on: { change: () => refilter() } },
    FILTERS.map((f) => el('option', { value: f[0] }, f[1])),
  );
  const cellPick = el(
    'select',
    { id: 'cell', 'aria-label': T('cell', '格'), on: { change: () => refilter() } },
    el('option', { value: '' }, T('all scenarios and models', '全部场景与模型')),
    (meta.blind ? [] : meta.cells).map((c, i) =>
      el('option', { value: i }, [c.scenario, c.model, c.prompt, c.caller].filter(Boolean).join(' × ')),
    ),
  );
  cellPick.hidden = !!meta.blind;
  const counter = el('span', { class: 'quiet', id: 'count', role: 'status' });
  const ARROWS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
  const list = el('div', {
    id: 'list',
    role: 'listbox',
    tabindex: 0,
    'aria-label': T('conversations', '对话'),
    on: {
      scroll: () => paint(),
      keydown: (e) => {
        if (ARROWS[e.key] && !e.ctrlKey && !e.metaKey && !e.altKey) {
          e.preventDefault();
          step(ARROWS[e.key]);
        }
      },
    },
  });
  const filler = el('div', { role: 'presentation' });
  const ROW = 70;
  // What a search looks in: of calls that are not loaded yet only what the queue knows. Who labels blindly learns
  // nothing of models and rules by it.
  const holds = (r, words) => {
    if (r.words === undefined && chunks.has(r.chunk))
      r.words = conversation(r)
        .messages.map((m) => m.content)
        .join('\n')
        .toLowerCase();
    return (
      (r.words || '').includes(words) ||
      (meta.blind ? label(r) : r.id + ' ' + meta.cells[r.cell].model + ' ' + (r.worst || '') + ' ' + gravest(r))
        .toLowerCase()
        .includes(words)
    );
  };
  // Loads the rest of the calls for what is being searched, unless somebody types on.
  async function readAll() {
    const words = search.value;
    await new Promise((go) => setTimeout(go, 200));
    for (const r of rows) {
      if (search.value !== words || !words.trim()) return;
      if (!chunks.has(r.chunk)) {
        counter.textContent = '…';
        await load(r);
      }
    }
    if (search.value === words) refilter();
  }
  function refilter() {
    const f = FILTERS.find((x) => x[0] === filter.value)[2],
      words = search.value.trim().toLowerCase();
    shown = rows.filter(
      (r) => f(r) && (cellPick.value === '' || r.cell === Number(cellPick.value)) && (!words || holds(r, words)),
    );
    filler.style.height = shown.length * ROW + 'px';
    counter.textContent = shown.length + ' / ' + rows.length;
    at = Math.max(0, shown.indexOf(current));
    paint();
  }
  function paint() {
    const first = Math.max(0, Math.floor(list.scrollTop / ROW) - 5),
      last = Math.min(shown.length, first + Math.ceil(list.clientHeight / ROW) + 10);
    const part = [];
    for (let k = first; k < last; k++) {
      const r = shown[k];
      const cell = meta.cells[r.cell],
        was = before(r);
      const score = (x) => (x.fidelity === null ? '–' : x.fidelity.toFixed(2));
      const row = el(
        'div',
        {
          class: 'row',
          role: 'option',
          id: 'row' + r.i,
          title: label(r),
          'aria-current': r === current && 'true',
          'aria-selected': String(r === current),
          'aria-setsize': shown.length,
          'aria-posinset': k + 1,
          on: { click: () => open(r) },
        },
        el(
          'span',
          { class: 'line' },
          el('span', { class: 'id' }, meta.blind ? label(r) : cell.scenario || r.id),
          el(
            'span',
            { class: VERDICT[r.verdict] },
            was && was.verdict !== r.verdict ? VERDICT_TEXT[was.verdict] + ' → ' : '',
            VERDICT_TEXT[r.verdict],
          ),
        ),
        el(
          'span',
          { class: 'line quiet' },
          el('span', { class: 'id' }, party(r)),
          el('span', {}, meta.blind ? '' : (was ? score(was) + ' → ' : '') + score(r)),
        ),
        el(
          'span',
          { class: 'about quiet' },
          (r.faults ? T('script faults ', '脚本失误 ') + r.faults + ' · ' : '') +
            (gravest(r) || (r.verdict < 3 ? ENDING_TEXT[r.ending] : '')),
        ),
      );
      row.style.top = k * ROW + 'px';
      part.push(row);
    }
    filler.replaceChildren(...part);
    list.setAttribute('aria-activedescendant', current && $('row' + current.i) ? 'row' + current.i : '');
  }
  function step(by) {
    if (!shown.length) return;
    at = Math.min(shown.length - 1, Math.max(0, at + by));
    open(shown[at]);
    reveal();
  }
  function reveal() {
    const top = at * ROW;
    if (at >= 0 && (top < list.scrollTop || top + ROW > list.scrollTop + list.clientHeight))
      list.scrollTop = top - list.clientHeight / 2;
  }

  // ---- one conversation ---------------------------------------------------------------------------------------------
  const points = (s) => Array.from(s);
  // A rule, its spans in the call and its line in the document light up together.
  const light = (on, key) =>
    document
      .querySelectorAll('[data-hit="' + key + '"],[data-rule="' + key + '"],.doc [data-keys~="' + key + '"]')
      .forEach((e) => e.classList.toggle('lit', on));
  const lights = (keys) => ({
    mouseenter: () => keys.forEach((k) => light(true, k)),
    mouseleave: () => keys.forEach((k) => light(false, k)),
  });
  // The reply's text with its evidence underlined; overlapping hits are cut at their borders.
  function marked(content, hits, side) {
    const chars = points(content),
      cuts = new Set([0, chars.length]);
    for (const h of hits) {
      cuts.add(Math.min(h.s, chars.length));
      cuts.add(Math.min(h.e, chars.length));
    }
    const edges = [...cuts].sort((a, b) => a - b),
      out = [];
    for (let k = 0; k + 1 < edges.length; k++) {
      const text = chars.slice(edges[k], edges[k + 1]).join(''),
        over = hits.filter((h) => h.s <= edges[k] && h.e >= edges[k + 1]);
      if (!over.length) {
        out.push(text);
        continue;
      }
      const rule = over.find((h) => h.rule !== undefined);
      const key = rule ? side + rule.rule : '';
      const shown = over.find((h) => h.bad) || rule || over[0];
      out.push(
        el(
          'mark',
          {
            class: (over.some((h) => h.bad) ? 'bad' : 'fine') + ' sg-' + shown.signal,
            title: [...new Set(over.map((h) => name('signals', h.signal)))].join(T(', ', '、')),
            'data-hit': key,
            on: rule ? { ...lights([key]), click: () => focusRule(key) } : {},
          },
          text,
        ),
      );
    }
    return out;
  }
  function focusRule(key) {
    const e = document.querySelector('[data-rule="' + key + '"]');
    if (e) {
      e.open = true;
      e.scrollIntoView({ block: 'nearest' });
    }
  }
  const tongue = (c) => meta.scenarios[c.scenario] && meta.scenarios[c.scenario].lang;
  const replyNumber = (c, m) => c.messages.slice(0, m + 1).filter((x) => x.role === 1).length;
  function talk(row, side) {
    const c = conversation(row),
      byMessage = c.messages.map(() => []);
    (c.hits || []).forEach((h, k) => byMessage[h.m].push({ ...h, k, signal: meta.signals[h.g] || h.g }));
    (c.findings || []).forEach((f, r) =>
      (f.evidence || []).forEach((k) => {
        const h = c.hits[k],
          target = byMessage[h.m].find((x) => x.k === k);
        if (target && (target.rule === undefined || f.outcome === 'fail')) {
          target.rule = r;
          target.bad = f.outcome === 'fail';
        }
      }),
    );
    const seen = [...new Set((c.hits || []).map((h) => meta.signals[h.g] || h.g))];
    const score =
      row.fidelity === null
        ? '–'
        : c.judged === undefined
          ? row.fidelity.toFixed(2)
          : T('rules only ', '仅规则 ') +
            row.fidelity.toFixed(2) +
            T(', with judge ', '，含裁判 ') +
            c.judged.toFixed(2);
    const head = el(
      'div',
      { class: 'talkhead' },
      meta.pairs
        ? el('span', { class: 'pill quiet side' }, row.i % 2 ? T('after', '之后') : T('before', '之前'))
        : null,
      el('strong', {}, label(row)),
      ' ',
      el('span', { class: 'pill ' + VERDICT[row.verdict] }, VERDICT_TEXT[row.verdict]),
      ' ',
      el(
        'span',
        { class: 'quiet' },
        meta.blind
          ? T('model hidden', '模型已隐藏')
          : [meta.cells[row.cell].model, score]
              .concat(row.verdict < 3 ? ENDING_TEXT[row.ending] : [])
              .filter(Boolean)
              .join(' · '),
      ),
      el(
        'div',
        { class: 'acts' },
        el('button', { id: side + 'doc', on: { click: () => drawer('document', c) } }, T('document', '文档')),
        el('button', { on: { click: () => drawer('prompt', c) } }, T('prompt', '提示词')),
        el('button', { on: { click: () => drawer('raw', c) } }, T('raw exchange', '原始记录')),
        meta.pairs
          ? null
          : el(
              'button',
              {
                id: side + 'beside',
                on: {
                  click: () => {
                    other = other ? null : row;
                    show();
                  },
                },
              },
              other ? T('close comparison', '关闭对照') : T('compare with …', '与另一通对照'),
            ),
      ),
      other === row && side === 'a'
        ? el('p', { class: 'quiet' }, T('Now choose the other conversation in the list.', '请在列表里选另一通对话。'))
        : null,
      seen.length
        ? el(
            'div',
            { class: 'legend' },
            seen.map((g) => el('span', { class: 'sg sg-' + g }, name('signals', g))),
          )
        : null,
    );
    const box = el('section', { 'aria-label': label(row) }, head);
    c.messages.forEach((m, k) => {
      const persona = m.role === 1,
        n = replyNumber(c, k),
        faulty = m.move && m.move.fault;
      const move =
        m.move && m.move.kind
          ? ' · ' +
            name('moves', m.move.kind) +
            (m.move.step ? T(', step ', '，步骤 ') + m.move.step : '') +
            (m.move.entry ? ' #' + m.move.entry : '')
          : '';
      const who = persona
        ? T('persona, reply ', '客户 · 第 ') + n + T('', ' 句')
        : T('caller', '拨打方') +
          move +
          (faulty ? ' · ' + T('script fault: ', '脚本失误：') + name('faults', m.move.fault) : '');
      box.append(
        el(
          'div',
          {
            class: 'say ' + (persona ? 'persona' : 'caller') + (faulty ? ' faulty' : ''),
            id: side + 'm' + k,
            'data-message': k,
          },
          el('a', { class: 'who', href: link(row, k) }, who),
          el(
            'span',
            { class: 'words', lang: tongue(c) },
            persona
              ? marked(m.content || T('(silence)', '（沉默）'), byMessage[k], side)
              : marked(m.content, byMessage[k], side),
          ),
          m.hung_up ? el('span', { class: 'pill quiet' }, T('hangs up', '挂断')) : null,
        ),
      );
      if (c.ending && row.verdict < 3 && c.ending.reply === n && persona) box.append(endline(c));
    });
    if (c.ending && row.verdict < 3 && !c.ending.reply) box.append(endline(c));
    box.append(
      el(
        'p',
        { class: 'quiet' },
        T('Ended by: ', '结束方：') + (name('ended_by', c.ended_by) || '–') + (c.error ? ' · ' + c.error : ''),
      ),
    );
    return box;
  }
  // May, must or must not the call end here, and by which conditions?
  const endline = (c) =>
    el(
      'div',
      { class: 'endline ' + (c.ending.must ? 'must' : c.ending.may ? 'may' : 'not') },
      el(
        'strong',
        {},
        c.ending.must
          ? T('must end here', '此处必须结束')
          : c.ending.may
            ? T('may end here', '此处可以结束')
            : T('may not end yet', '此处还不该结束'),
      ),
      (c.ending.conditions.length
        ? T(', conditions ', '，成立的条件：') + c.ending.conditions.join(T(', ', '、'))
        : '') + (c.ending.why ? ' · ' + c.ending.why : ''),
    );
  // A rule of no document ("core") has no line.
  const place = (rule) =>
    rule.file === 'core' ? T('common to all documents', '各文档通用') : rule.file + (rule.line ? ':' + rule.line : '');
  const opened = new Map(); // what the reader opened or closed stays so when the ledger is made anew
  const said = (v, about) =>
    el(
      'p',
      { class: 'quiet said', 'data-said': v.action },
      v.author +
        T(': ', '：') +
        name('actions', v.action) +
        (about ? T(' ', '：') + about : '') +
        (v.signal ? T(' ', '：') + name('signals', v.signal) : '') +
        (v.attribution ? T(' to ', '为') + name('attributions', v.attribution) : '') +
        (v.accepted === undefined ? '' : v.accepted ? T(', accepted', '，接受') : T(', not accepted', '，不接受')) +
        (v.reason ? ' – ' + v.reason : ''),
    );
  // The last word of each author counts; an adjudication decides.
  function standing(row, rule) {
    const last = new Map();
    let decided;
    for (const v of wordsOn(row)) {
      if (v.rule !== rule.id) continue;
      if (v.action === 'adjudicate') decided = v.accepted;
      else if (['agree', 'overrule', 'reattribute'].includes(v.action)) last.set(v.author, v.action !== 'overrule');
    }
    const words = new Set(last.values());
    if (decided !== undefined) return decided ? 'upheld' : 'overruled';
    return words.size > 1 ? 'disputed' : words.size === 0 ? '' : words.has(true) ? 'upheld' : 'overruled';
  }
  const STANDING = {
    upheld: T('upheld', '维持'),
    overruled: T('overruled', '已推翻'),
    disputed: T('disputed', '有争议'),
  };
  function ledger(row) {
    const c = conversation(row),
      rubric = meta.rubrics[c.rubric],
      out = c.findings ? [el('h3', {}, T('Rules', '规则'))] : [];
    if (review) out.unshift(whole(row, c));
    const order = { fail: 0, error: 1, pass: 2, 'n/a': 3 };
    (c.findings || [])
      .map((f, r) => [f, r])
      .sort((a, b) => order[a[0].outcome] - order[b[0].outcome] || rubric.rules[b[1]].gate - rubric.rules[a[1]].gate)
      .forEach(([f, r]) => {
        const rule = f.line ? { ...rubric.rules[r], line: f.line } : rubric.rules[r],
          key = 'a' + r; // a copied sentence names its own line
        const box = el(
          'details',
          {
            class: 'rule',
            'data-rule': key,
            'data-id': rule.id,
            'data-standing': standing(row, rule),
            on: lights([key]),
          },
          el(
            'summary',
            {},
            el(
              'span',
              {
                class:
                  f.outcome === 'pass'
                    ? 'pass'
                    : f.outcome === 'fail'
                      ? 'fail'
                      : f.outcome === 'error'
                        ? 'error'
                        : 'quiet',
              },
              OUTCOME[f.outcome],
            ),
            ' ',
            rule.why || f.why || rule.id,
            rule.gate ? el('span', { class: 'pill quiet gate' }, T('gate', '一票否决')) : null,
            standing(row, rule) ? el('span', { class: 'pill gate stands' }, STANDING[standing(row, rule)]) : null,
          ),
          f.why && rule.why && f.why !== rule.why ? el('p', { class: 'why' }, f.why) : null,
          el(
            'p',
            { class: 'quiet' },
            el('code', {}, rule.id),
            ' · ' +
              name('dimensions', rule.dimension) +
              ' · ' +
              T('weight ', '权重 ') +
              rule.weight +
              (f.by ? ' · ' + T('whose doing: ', '归因：') + name('attributions', f.by) : '') +
              ' · ',
            el(
              'a',
              {
                href: '#',
                on: {
                  click: (e) => {
                    e.preventDefault();
                    drawer('document', c, rule);
                  },
                },
              },
              place(rule),
            ),
          ),
          el(
            'div',
            { class: 'acts' },
            (f.evidence || [])
              .slice(0, 6)
              .map((k) =>
                el(
                  'button',
                  { on: { click: () => aim('a', c.hits[k].m) } },
                  '“' +
                    points(c.messages[c.hits[k].m].content).slice(c.hits[k].s, c.hits[k].e).join('').slice(0, 40) +
                    '”',
                ),
              ),
          ),
        );
        if (review) box.append(actions(row, c, rule, f));
        for (const v of wordsOn(row)) if (v.rule === rule.id) box.append(said(v));
        box.open = opened.has(row.id + rule.id)
          ? opened.get(row.id + rule.id)
          : f.outcome === 'fail' || f.outcome === 'error';
        box.addEventListener('toggle', () => opened.set(row.id + rule.id, box.open));
        out.push(box);
      });
    if (c.concerns && c.concerns.length) {
      out.push(el('h3', {}, T('Concerns raised', '提出的关切')));
      c.concerns.forEach((k) =>
        out.push(
          el(
            'p',
            {},
            (k.replies.length ? '● ' : '○ ') + k.text,
            el(
              'span',
              { class: 'quiet' },
              k.replies.length ? ' · ' + T('replies ', '第 ') + k.replies.join(T(', ', '、')) + T('', ' 句') : '',
            ),
          ),
        ),
      );
    }
    if (review) out.push(missedForm(row, c), ...earlier(row));
    return out;
  }
  function aim(side, m) {
    document.querySelectorAll('.aim').forEach((e) => e.classList.remove('aim'));
    const e = $(side + 'm' + m);
    if (e) {
      e.classList.add('aim');
      e.scrollIntoView({ block: 'center' });
      history.replaceState(null, '', link(current, m));
    }
  }
  function show() {
    document.body.classList.toggle('compared', !!other && other !== current);
    const both = other && other !== current;
    $('talk').replaceChildren(
      ...(!both
        ? [talk(current, 'a')]
        : meta.pairs
          ? [talk(other, 'b'), talk(current, 'a')]
          : [talk(current, 'a'), talk(other, 'b')]),
    );
    $('ledger').replaceChildren(...ledger(current));
    markNext();
    paint();
  }
  let wanted = null;
  async function open(row, message) {
    wanted = row;
    at = shown.indexOf(row);
    await load(row);
    if (before(row)) await load(before(row));
    if (wanted !== row) return; // somebody went on meanwhile
    current = row;
    if (before(row)) other = before(row);
    show();
    $('talk').scrollTop = 0;
    history.replaceState(null, '', link(row, message));
    if (message !== undefined) aim('a', message);
    hear();
  }

  // ---- the drawer ---------------------------------------------------------------------------------------------------
  // A line of the document, tied to the rules that stand on it.
  function documentLine(c, scenario, line, number, rule) {
    const rubric = meta.rubrics[c.rubric],
      keys =
        rubric && c === conversation(current)
          ? rubric.rules
              .map((r, i) => [r, 'a' + i])
              .filter(([r]) => r.line === number && r.file === scenario.path)
              .map(([, key]) => key)
          : [];
    return el(
      'div',
      {
        id: 'L' + number,
        class: (rule && rule.line === number ? 'here' : '') + (keys.length ? ' ruled' : ''),
        'data-keys': keys.join(' '),
        on: keys.length ? { ...lights(keys), click: () => focusRule(keys[0]) } : {},
      },
      el('span', { class: 'ln' }, number),
      line || ' ',
    );
  }
  let opener = null; // has the focus again when the drawer is shut
  function shut() {
    $('drawer').hidden = true;
    if (opener && opener.isConnected) opener.focus();
  }
  const spoken = (m) => ({ ...m, role: m.role === 1 ? 'assistant' : 'user' });
  function drawer(kind, c, rule) {
    const box = $('drawer'),
      scenario = meta.scenarios[c.scenario];
    const close = el('button', { id: 'close', on: { click: shut } }, T('close', '关闭'));
    if (box.hidden) opener = document.activeElement;
    const own = scenario && (!rule || rule.file === scenario.path);
    let body = el('p', {}, T('nothing was recorded', '没有记录'));
    if (kind === 'document' && scenario) {
      body = el(
        'div',
        { class: 'doc', lang: tongue(c) },
        own
          ? scenario.text.split('\n').map((line, k) => documentLine(c, scenario, line, k + 1, rule))
          : rule.why || rule.id,
      );
    } else if (kind === 'prompt' && scenario && scenario.prompt) body = el('pre', { lang: tongue(c) }, scenario.prompt);
    else if (kind === 'raw')
      body = el(
        'pre',
        {},
        JSON.stringify({ messages: c.messages.map(spoken), ended_by: c.ended_by, error: c.error }, null, 1),
      );
    box.replaceChildren(
      close,
      el(
        'h2',
        { id: 'drawn' },
        kind === 'document'
          ? own
            ? T('Document', '文档') + ' · ' + scenario.path
            : rule
              ? place(rule)
              : T('Document', '文档')
          : kind === 'prompt'
            ? T('What the model was sent', '发给模型的提示词')
            : T('Raw exchange', '原始记录'),
      ),
      body,
    );
    box.hidden = false;
    const target = rule && $('L' + rule.line);
    if (target) target.scrollIntoView({ block: 'center' });
    close.focus();
  }

  // ---- review -------------------------------------------------------------------------------------------------------
  const sending = new Set(); // a finding that is being spoken of is not the next one
  async function send(entry) {
    sending.add(entry.transcript + entry.rule);
    let text = T(
        'Nothing was written down: the review server does not answer. Start `fidelio review` again and open the address it prints.',
        '没有记下：复核服务没有应答。请重新运行 fidelio review，打开它给出的地址。',
      ),
      ok = false;
    try {
      const answer = await fetch('/api/reviews?token=' + encodeURIComponent(review), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(entry),
      });
      text = await answer.text();
      ok = answer.ok;
    } catch {
      /* no answer */
    }
    if (!ok) {
      sending.delete(entry.transcript + entry.rule);
      alert(text);
      return;
    }
    reviews.push(JSON.parse(text));
    drafts.delete(entry.transcript + (entry.rule || ' ' + (entry.action === 'verdict' ? 'whole' : 'missed')));
    again();
    hear();
  }
  // The ledger anew, with what has been said since.
  function again() {
    const y = $('ledger').scrollTop,
      had = document.activeElement,
      box = had && had.closest('#ledger .rule');
    const same =
      box &&
      (had.id && had.localName !== 'input'
        ? '#' + had.id
        : (box.dataset.id ? '[data-id="' + CSS.escape(box.dataset.id) + '"] ' : '') +
          (had.dataset.act
            ? '[data-act="' + had.dataset.act + '"]'
            : had.localName === 'input'
              ? 'summary'
              : had.localName)); // not into a field: keys would land in it
    $('ledger').replaceChildren(...ledger(current));
    $('ledger').scrollTop = y;
    const now = same && $('ledger').querySelector(same);
    if (now) now.focus({ preventScroll: true });
    markNext();
    paint();
  }
  // What other reviewers said meanwhile: asked for after an own word, when a call is opened and when the window is come
  // back to. Not while a
  // reason is being typed.
  async function hear() {
    if (!review) return;
    const answer = await fetch('/api/reviews?token=' + encodeURIComponent(review)).catch(() => null);
    const all = answer && answer.ok ? heard(await answer.json()) : [];
    if (all.length <= reviews.length || $('ledger').contains(document.activeElement?.closest('input'))) return;
    reviews.splice(0, reviews.length, ...all);
    if (current) again();
  }
  // Who sits here: another reviewer at the same machine must not speak in this one's name.
  const identity = () =>
    el(
      'button',
      {
        id: 'me',
        on: {
          click: () => {
            const given = (prompt(T('Your name', '您的名字'), me()) || '').trim();
            if (given) {
              localStorage.setItem('author', given);
              location.reload();
            }
          },
        },
      },
      me() ? T('reviewing as ', '复核人：') + me() : T('your name …', '您的名字……'),
    );
  const author = () => {
    if (!me()) {
      const given = (prompt(T('Your name', '您的名字')) || '').trim();
      if (given) {
        localStorage.setItem('author', given);
        $('me').replaceWith(identity());
      }
    }
    return me();
  };
  function act(action, row, c, rule, f, extra) {
    const by = author();
    if (!by) return;
    const hit = f && f.evidence && f.evidence.length ? c.hits[f.evidence[0]] : null;
    send({
      action,
      author: by,
      transcript: row.id,
      transcript_hash: row.hash,
      rule: rule ? rule.id : '',
      message: hit ? hit.m : -1,
      start: hit ? hit.s : 0,
      end: hit ? hit.e : 0,
      ...extra,
    });
  }
  const drafts = new Map(); // reasons being written survive the ledger's making anew
  function field(text, draft, on, id) {
    const e = el('input', {
      placeholder: text,
      'aria-label': text,
      id,
      on: { input: () => drafts.set(draft, e.value), ...on },
    });
    e.value = drafts.get(draft) || '';
    return e;
  }
  function actions(row, c, rule, f) {
    const reason = field(T('reason', '理由'), row.id + rule.id, {
      keydown: (e) => {
        if (e.key === 'Enter') reason.closest('.rule').querySelector('[data-act="overrule"]').click();
      },
    });
    const by = el(
      'select',
      { 'aria-label': T('whose doing', '归因') },
      ['persona', 'caller', 'script', 'document', 'rubric', 'endpoint', 'judge', 'scorer'].map((x) =>
        el('option', { value: x }, name('attributions', x)),
      ),
    );
    const need = (go) => () => {
      if (!reason.value.trim()) {
        reason.focus();
        reason.setAttribute('aria-invalid', 'true');
        return;
      }
      go();
    };
    return el(
      'div',
      { class: 'acts' },
      el(
        'button',
        { 'data-act': 'agree', on: { click: () => act('agree', row, c, rule, f, { reason: reason.value }) } },
        T('agree', '同意'),
      ),
      el(
        'button',
        {
          'data-act': 'overrule',
          on: { click: need(() => act('overrule', row, c, rule, f, { reason: reason.value })) },
        },
        T('overrule', '推翻'),
      ),
      by,
      el(
        'button',
        {
          'data-act': 'reattribute',
          on: {
            click: need(() => act('reattribute', row, c, rule, f, { reason: reason.value, attribution: by.value })),
          },
        },
        T('reattribute', '改归因'),
      ),
      standing(row, rule) === 'disputed'
        ? [
            ['uphold', true, T('adjudicate: it stands', '裁定：维持')],
            ['strike', false, T('adjudicate: it falls', '裁定：推翻')],
          ].map(([id, accepted, text]) =>
            el(
              'button',
              {
                'data-act': id,
                on: { click: need(() => act('adjudicate', row, c, rule, f, { reason: reason.value, accepted })) },
              },
              text,
            ),
          )
        : null,
      reason,
    );
  }
  function selection() {
    const s = getSelection(),
      at = s.rangeCount && s.anchorNode && (s.anchorNode.nodeType === 1 ? s.anchorNode : s.anchorNode.parentElement),
      words = at && at.closest('.say')?.querySelector('.words');
    if (!words || s.isCollapsed || !s.getRangeAt(0).intersectsNode(words)) return null;
    const message = Number(words.parentElement.dataset.message),
      content =
        words.closest('section') === $('talk').firstElementChild
          ? points(conversation(current).messages[message].content)
          : [];
    // Of what is selected only this message's own words count, in code points of the record: some of them are shown by
    // name.
    const place = (node, offset) => {
      const before = document.createRange();
      before.selectNodeContents(words);
      if (before.comparePoint(node, offset) < 0) return 0;
      if (before.comparePoint(node, offset) === 0) before.setEnd(node, offset);
      const shown = before.toString().length;
      let k = 0;
      for (let length = 0; k < content.length && length < shown; k++) length += tame(content[k]).length;
      return k;
    };
    const range = s.getRangeAt(0),
      start = place(range.startContainer, range.startOffset),
      end = place(range.endContainer, range.endOffset);
    return end > start ? { message, start, end } : null;
  }
  // The conversation as a whole: would a careful reviewer accept this performance?
  function whole(row, c) {
    const reason = field(T('reason', '理由'), row.id + ' whole', {}, 'whole-reason');
    const say = (accepted) => () => act('verdict', row, c, null, null, { accepted, reason: reason.value });
    return el(
      'div',
      { class: 'rule' },
      el('h3', {}, T('Would you accept this performance?', '这段表演能接受吗？')),
      el(
        'div',
        { class: 'acts' },
        el('button', { id: 'accept', on: { click: say(true) } }, T('accept', '接受')),
        el('button', { id: 'reject', on: { click: say(false) } }, T('reject', '不接受')),
        reason,
      ),
    );
  }
  function earlier(row) {
    const words = outdated(row);
    return words.length
      ? [
          el(
            'div',
            { class: 'rule outdated' },
            el('h3', {}, T('Said when this call held other words: not counted', '针对这通对话此前的内容，不计入')),
            words.map((v) => said(v, v.rule)),
          ),
        ]
      : [];
  }
  function missedForm(row, c) {
    const signal = el(
      'select',
      { 'aria-label': T('signal', '信号'), id: 'missed-signal' },
      meta.signals.map((x) => el('option', { value: x }, name('signals', x))),
    );
    const note = field(T('comment', '说明'), row.id + ' missed', {}, 'comment-words');
    return el(
      'div',
      { class: 'rule' },
      el('h3', {}, T('Something was missed? Select the words, choose the signal.', '有遗漏？选中文字，再选信号。')),
      el(
        'div',
        { class: 'acts' },
        signal,
        el(
          'button',
          {
            id: 'missed',
            on: {
              click: () => {
                const s = selection();
                if (!s) {
                  alert(T('Select the words in the conversation first.', '请先在对话中选中文字。'));
                  return;
                }
                act('missed', row, c, null, null, { ...s, signal: signal.value, reason: note.value });
              },
            },
          },
          T('missed signal', '遗漏的信号'),
        ),
        note,
        el(
          'button',
          {
            id: 'comment',
            on: {
              click: () =>
                note.value.trim() ? act('comment', row, c, null, null, { reason: note.value }) : note.focus(),
            },
          },
          T('comment', '评论'),
        ),
      ),
      wordsOn(row)
        .filter((v) => !v.rule)
        .map((v) => said(v)),
    );
  }

  // ---- keys, links, start -------------------------------------------------------------------------------------------
  // The finding that a and o speak of: the first open one that this reviewer has said nothing of.
  const next = () =>
    [...document.querySelectorAll('#ledger .rule[open]')].find(
      (box) =>
        box.querySelector('[data-act]') &&
        !sending.has(current.id + box.dataset.id) &&
        !wordsOn(current).some((v) => v.rule === box.dataset.id && v.author === me()),
    );
  function markNext() {
    if (review)
      document.querySelectorAll('#ledger .rule').forEach((box) => box.classList.toggle('next', box === next()));
  }
  function press(action) {
    const box = next();
    if (!box) return;
    box.scrollIntoView({ block: 'nearest' });
    box.querySelector('[data-act="' + action + '"]').click();
  }
  document.addEventListener('keydown', (e) => {
    if (e.target.closest('input, select, textarea') || e.ctrlKey || e.metaKey || e.altKey) {
      if (e.key === 'Escape') e.target.blur();
      return;
    }
    if (e.key === 'j') step(1);
    else if (e.key === 'k') step(-1);
    else if (e.key === 'f' && !meta.blind) {
      filter.value = filter.value === 'failed' ? 'all' : 'failed';
      refilter();
    } else if (e.key === 'a') press('agree');
    else if (e.key === 'o') {
      e.preventDefault();
      if (review) press('overrule');
      else drawer('document', conversation(current));
    } // else the letter lands in the field
    else if (e.key === '/') {
      e.preventDefault();
      search.focus();
    } else if (e.key === 'Escape' && !$('drawer').hidden) shut();
  });
  const plain = (id) => {
    try {
      return decodeURIComponent(id);
    } catch {
      return id;
    }
  }; // a link may be cut off anywhere
  async function follow() {
    const [id, message] = location.hash.slice(1).split('/');
    if (current && id && '#' + id === link(current) && message) {
      aim('a', Number(message));
      return true;
    }
    const row = id && rows.find((r) => link(r) === '#' + id || r.id === plain(id));
    if (!row) return false;
    if (!shown.includes(row)) {
      search.value = cellPick.value = '';
      filter.value = 'all';
      refilter();
    }
    await open(row, message === undefined || message === '' ? undefined : Number(message));
    reveal();
    return true;
  }
  addEventListener('hashchange', follow);
  addEventListener('resize', paint);
  addEventListener('focus', hear);
  document.documentElement.classList.add('js');
  list.append(filler);
  $('queue').setAttribute('aria-label', T('conversations', '对话'));
  $('ledger').setAttribute('aria-label', T('rules and reviews', '规则与复核'));
  $('queue').append(
    el(
      'div',
      { class: 'tools' },
      search,
      filter,
      cellPick,
      review ? identity() : null,
      el(
        'div',
        {},
        counter,
        ' ',
        el(
          'span',
          { class: 'keys quiet' },
          [['j k', T('move', '上下')]]
            .concat(meta.blind ? [] : [['f', T('failed', '未通过')]])
            .concat(
              meta.blind
                ? []
                : review
                  ? [
                      ['a', T('agree', '同意')],
                      ['o', T('overrule', '推翻')],
                    ]
                  : [['o', T('document', '文档')]],
              [['/', T('search', '搜索')]],
            )
            .map(([key, text]) => el('span', {}, el('kbd', {}, key), ' ' + text)),
        ),
      ),
    ),
    list,
  );
  if (!meta.pairs && rows.some((r) => r.verdict === 1)) filter.value = 'failed';
  refilter();
  // Without a link the call that is most worth a look stands open: the first that failed, or could not be judged. A
  // comparison begins with what became worse.
  const worth = shown.find((r) => r.verdict === 1) || shown.find((r) => r.verdict > 1) || shown[0];
  if (!(await follow()) && worth) {
    await open(worth);
    reveal();
  }
  document.documentElement.dataset.ready = 'true';
})();
