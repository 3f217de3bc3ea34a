// Real output of every kind is held against the JSON Schemas in docs/schemas, and the JUnit file against its XSD.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import { check, close, program, run, serve, shots } from './harness.mjs';

const ajv = new Ajv({ allErrors: true, formats: { uri: /^[a-z]+:/ } });
const schema = (name) => ajv.compile(JSON.parse(readFileSync(`docs/schemas/${name}.schema.json`, 'utf8')));
function valid(name, what, values) {
  const validate = schema(name);
  const bad = values.find((v) => !validate(v));
  check(values.length > 0 && !bad, `${values.length} of ${what} keep the schema ${name}`, JSON.stringify(bad && (validate(bad), validate.errors.slice(0, 3))));
  const broken = structuredClone(values[0]);
  delete broken[name === 'sarif' ? 'version' : 'schema'];
  check(!validate(broken), `and the schema ${name} refuses what is not`);
}
const lines = (file) => readFileSync(file, 'utf8').trim().split('\n').map((l) => JSON.parse(l));
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

const server = serve('serve', '--port', '0', '--quiet');
const url = await server.address;
const folder = 'build/browser/schemas';
rmSync(folder, { recursive: true, force: true });
run('run', 'personas/', '--model', 'faithful', '--model', 'leaky', '--model', 'clinging', '--base-url', url, '--repeats', '2', '--out', folder, '--quiet');
valid('transcript', 'transcripts.jsonl', lines(`${folder}/transcripts.jsonl`));
valid('score', 'scores.jsonl', lines(`${folder}/scores.jsonl`));
valid('summary', 'summary.json', [json(`${folder}/summary.json`)]);
valid('run', 'run.json', [json(`${folder}/run.json`)]);
const exam = `${folder}-exam`;
rmSync(exam, { recursive: true, force: true });
run('run', 'personas/errand-late-medicine.md', '--model', 'understudy', '--subject', 'caller', '--rubric', 'rubrics/service/errand.yaml', '--perturb', 'all', '--repeats', '2', '--out', exam, '--quiet');
valid('transcript', "an exam's transcripts.jsonl", lines(`${exam}/transcripts.jsonl`));
valid('score', "an exam's scores.jsonl", lines(`${exam}/scores.jsonl`));
valid('summary', "an exam's summary.json", [json(`${exam}/summary.json`)]);
valid('run', "an exam's run.json", [json(`${exam}/run.json`)]);
valid('comparison', 'compare --format json', [JSON.parse(run('compare', folder, folder, '--format', 'json'))]);
rmSync(`${shots}/looked`, { recursive: true, force: true });
run('run', 'personas/', '--model', 'faithful', '--model', 'agreeable', '--model', 'clinging', '--base-url', url, '--repeats', '2', '--out', `${shots}/looked`, '--quiet');
run('bless', folder, '-o', `${shots}/baseline.json`, '--quiet');
valid('baseline', 'bless', [json(`${shots}/baseline.json`)]);
const hash = lines(`${folder}/scores.jsonl`)[0].hashes.transcript;
valid('review', 'a review', [{ schema: 'fidelio.review/1', action: 'overrule', author: 'a', time: '2026-01-01T00:00:00Z', transcript: 't', transcript_hash: hash, rule: 'r', reason: 'x' }]);
valid('score', 'scores of hostile transcripts', run('score', '--transcripts', 'tests/data/hostile/transcripts.jsonl', '--format', 'jsonl').trim().split('\n').map((l) => JSON.parse(l)));

for (const [name, text] of [['real', run('report', folder, '--format', 'junit')], ['hostile', run('score', '--transcripts', 'tests/data/hostile/transcripts.jsonl', '--scenario', 'personas/delivery-callback.md', '--format', 'junit')]]) {
  writeFileSync(`${shots}/${name}.xml`, text);
  const lint = spawnSync('xmllint', ['--noout', '--schema', 'docs/schemas/junit.xsd', `${shots}/${name}.xml`], { encoding: 'utf8' });
  check(lint.status === 0, `the ${name} JUnit file keeps docs/schemas/junit.xsd`, lint.stderr);
}
mkdirSync(`${shots}/人设 文档`, { recursive: true });
copyFileSync('personas/delivery-callback.md', `${shots}/人设 文档/回访 100%.md`);
writeFileSync(`${shots}/人设 文档/坏的.md`, readFileSync('personas/delivery-callback.md', 'utf8').replace(/### 负面[\s\S]*?(?=\n###? )/, ''));
writeFileSync(`${shots}/人设 文档/不是文档.md`, '# 没有人设\n');
const sarif = JSON.parse(spawnSync(program, ['check', `${shots}/人设 文档/`, 'personas/', '--format', 'sarif', '--quiet'], { encoding: 'utf8' }).stdout);
valid('sarif', 'check --format sarif', [sarif]);
const known = new Set(sarif.runs[0].tool.driver.rules.map((r) => r.id));
check(sarif.runs[0].results.length > 0 && sarif.runs[0].results.every((r) => known.has(r.ruleId)), 'every result names a rule of the driver');
check(sarif.runs[0].results.some((r) => decodeURIComponent(r.locations[0].physicalLocation.artifactLocation.uri).includes('人设 文档/')), 'and a path of other letters comes back');
check(sarif.runs[0].results.filter((r) => r.ruleId === 'unreadable-document' && r.level === 'error').length === 1, 'a document that cannot be read is a result too');
valid('comparison', 'a comparison that looked twice', [JSON.parse(run('compare', folder, `${shots}/looked`, '--confirm', '1', '--format', 'json', '--quiet'))]);
const csv = run('score', '--transcripts', 'tests/data/hostile/transcripts.jsonl', '--format', 'csv');
check(csv.charCodeAt(0) !== 0xfeff && run('score', '--transcripts', 'tests/data/hostile/transcripts.jsonl', '--format', 'csv', '--bom').charCodeAt(0) === 0xfeff, 'the CSV has a byte order mark when it is asked for');
check(!/(^|,|\n)[=@+]/.test(csv), 'no field of the CSV begins a formula');
server.stop();
close();
