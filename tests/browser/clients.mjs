// The makers' own client libraries talk to the understudy unmodified: chat, responses and messages, whole and streamed, and their errors.
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { check, close, run, serve } from './harness.mjs';

const server = serve('serve', '--port', '0');
const base = (await server.address).match(/http:\/\/[\d.:]+/)[0];
const openai = new OpenAI({ baseURL: `${base}/v1`, apiKey: 'none', maxRetries: 0 });
const anthropic = new Anthropic({ baseURL: base, apiKey: 'none', maxRetries: 0 });
const system = run('show', 'personas/support-account-en.md', '--as', 'prompt');
const said = 'Hello, is this Ms. Rao? I am calling from the library.';

async function refused(call) {
  try { await call; return null; } catch (error) { return error; }
}

try {
  const messages = [{ role: 'system', content: system }, { role: 'user', content: said }];
  const chat = await openai.chat.completions.create({ model: 'understudy:faithful', messages, seed: 5 });
  const words = chat.choices[0].message.content;
  check(words.length > 0 && chat.choices[0].finish_reason === 'stop', 'openai: a chat completion');
  check(chat.system_fingerprint === 'understudy' && chat.usage.total_tokens > 0, 'openai: fingerprint and usage');

  let streamed = '', usage = null;
  for await (const chunk of await openai.chat.completions.create({ model: 'understudy:faithful', messages, seed: 5, stream: true, stream_options: { include_usage: true } })) {
    streamed += chunk.choices[0]?.delta?.content ?? '';
    usage = chunk.usage ?? usage;
  }
  check(streamed === words, 'openai: the stream says the same', streamed);
  check(usage?.completion_tokens > 0, 'openai: the stream ends with the usage');

  const input = [{ role: 'user', content: said }];
  const response = await openai.responses.create({ model: 'leaky', instructions: system, input });
  check(response.output_text.length > 0 && response.status === 'completed', 'openai: a response');
  let piecewise = '', done = null;
  for await (const event of await openai.responses.create({ model: 'leaky', instructions: system, input, stream: true })) {
    if (event.type === 'response.output_text.delta') piecewise += event.delta;
    if (event.type === 'response.completed') done = event.response;
  }
  check(piecewise === response.output_text && done?.usage?.output_tokens > 0, 'openai: a streamed response says the same', piecewise);
  const gathered = await openai.responses.stream({ model: 'leaky', instructions: system, input }).finalResponse();
  check(gathered.output[0].content[0].text === response.output_text, 'openai: the stream helper gathers it');

  const message = await anthropic.messages.create({ model: 'leaky', max_tokens: 200, system, messages: input });
  check(message.content[0].text === response.output_text && message.stop_reason === 'end_turn', 'anthropic: a message');
  const final = await anthropic.messages.stream({ model: 'leaky', max_tokens: 200, system, messages: input }).finalMessage();
  check(final.content[0].text === message.content[0].text && final.stop_reason === 'end_turn', 'anthropic: the stream says the same');

  const models = [];
  for await (const model of openai.models.list()) models.push(model.id);
  check(models.includes('understudy:clinging'), 'openai: the models are listed');
  const unknown = await refused(openai.chat.completions.create({ model: 'gpt-9', messages }));
  check(unknown instanceof OpenAI.NotFoundError && unknown.code === 'model_not_found', 'openai: an unknown model is its NotFoundError', String(unknown));
  const empty = await refused(openai.chat.completions.create({ model: 'faithful', messages: [] }));
  check(empty instanceof OpenAI.BadRequestError, 'openai: no messages is its BadRequestError', String(empty));
  const lost = await refused(anthropic.messages.create({ model: 'claude-9', max_tokens: 1, messages: input }));
  check(lost instanceof Anthropic.NotFoundError && lost.error?.error?.type === 'not_found_error', 'anthropic: an unknown model is its NotFoundError', String(lost));
} finally {
  server.stop();
}
close();
