// The client libraries of OpenAI and Anthropic, unmodified, talk to the understudy, streaming and not.
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { check, close, run, serve } from './harness.mjs';

const server = serve('serve', '--port', '0', '--quiet');
const base = await server.address; // .../v1
const system = run('show', 'personas/delivery-callback.md', '--as', 'prompt');
const opening = '喂，您好，是巷口打样店的陈立东陈老板吧？我是青禾商采客户关系部的周敏。';
const openai = new OpenAI({ baseURL: base, apiKey: 'none', maxRetries: 0 });
const anthropic = new Anthropic({ baseURL: base.replace(/\/v1$/, ''), apiKey: 'none', maxRetries: 0 });
const attempt = async (name, test) => {
  try { await test(); } catch (e) { check(false, name, String(e).slice(0, 300)); }
};

let whole = '';
await attempt('chat completions', async () => {
  const answer = await openai.chat.completions.create({ model: 'understudy', messages: [{ role: 'system', content: system }, { role: 'user', content: opening }] });
  whole = answer.choices[0].message.content;
  check(whole.length > 2 && answer.choices[0].finish_reason === 'stop', 'openai: a chat completion', JSON.stringify(answer));
  check(answer.usage.total_tokens === answer.usage.prompt_tokens + answer.usage.completion_tokens, 'openai: usage adds up');
});
await attempt('chat completions, streamed', async () => {
  let text = '', chunks = 0;
  for await (const chunk of await openai.chat.completions.create({ model: 'understudy', stream: true, messages: [{ role: 'system', content: system }, { role: 'user', content: opening }] })) {
    text += chunk.choices[0]?.delta?.content ?? '';
    chunks++;
  }
  check(text === whole && chunks > 1, 'openai: the stream holds the same words', text);
});
await attempt('responses', async () => {
  const answer = await openai.responses.create({ model: 'understudy', instructions: system, input: [{ role: 'user', content: opening }] });
  check(answer.output_text === whole, 'openai: a response', answer.output_text);
});
await attempt('responses, streamed', async () => {
  let text = '';
  for await (const event of await openai.responses.create({ model: 'understudy', stream: true, instructions: system, input: [{ role: 'user', content: opening }] }))
    if (event.type === 'response.output_text.delta') text += event.delta;
  check(text === whole, 'openai: a streamed response', text);
});
await attempt('models', async () => {
  const names = [];
  for await (const model of openai.models.list()) names.push(model.id);
  check(names.includes('understudy:leaky'), 'openai: the models are listed', names.join());
});
await attempt('an unknown model', async () => {
  const status = await openai.chat.completions.create({ model: 'nobody', messages: [{ role: 'user', content: 'x' }] }).then(() => 200, (e) => e.status);
  check(status === 404, 'openai: an unknown model is the error that the client knows', String(status));
});
await attempt('messages', async () => {
  const answer = await anthropic.messages.create({ model: 'understudy', max_tokens: 500, system, messages: [{ role: 'user', content: opening }] });
  check(answer.content[0].text === whole && answer.stop_reason === 'end_turn', 'anthropic: a message', JSON.stringify(answer));
});
await attempt('messages, streamed', async () => {
  const stream = anthropic.messages.stream({ model: 'understudy', max_tokens: 500, system, messages: [{ role: 'user', content: opening }] });
  check((await stream.finalText()) === whole, 'anthropic: the stream holds the same words');
});
server.stop();
close();
