// Golden cases for the checkpoints of scripts/tiny-models.mjs: `node scripts/tiny-golden.mjs`. Each forward pass is written after the
// family's published definition, in double precision, from the names and settings of the file alone; it shares nothing with the program.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './requirements.mjs';

const ids = [3, 17, 42, 66, 5, 8, 41, 0, 29, 17, 60];
const families = { phi3, gptj, falcon, 'falcon-groups': falcon, 'falcon-sequential': falcon, granite, smollm3, gemma3, olmo2, 'gpt-neo': gptNeo, gemma, phi, starcoder2 };
for (const [name, forward] of Object.entries(families)) {
  const model = read(join(root, 'models', 'tiny', name));
  writeFileSync(join(root, 'tests', 'golden', 'forward', `forward-${name}-published.json`), `${JSON.stringify(caseOf(name, forward(model, ids)))}\n`);
}

function phi3({ config: c, t }, tokens) {
  const [heads, groups, k] = [c.num_attention_heads, c.num_key_value_heads, c.hidden_size / c.num_attention_heads];
  let x = tokens.map((id) => [...t('model.embed_tokens.weight')[id]]);
  for (let l = 0; l < c.num_hidden_layers; l++) {
    const n = (name) => t(`model.layers.${l}.${name}.weight`);
    const fused = linear(rms(x, n('input_layernorm'), c.rms_norm_eps), n('self_attn.qkv_proj'));
    const [q, key, v] = [cut(fused, 0, heads * k), cut(fused, heads * k, groups * k), cut(fused, (heads + groups) * k, groups * k)].map((m) => split(m, k));
    const turn = (m) => rotate(m, k * c.partial_rotary_factor, c.rope_theta);
    x = add(x, linear(attend(turn(q), turn(key), v, 1 / Math.sqrt(k), c.sliding_window), n('self_attn.o_proj')));
    const both = linear(rms(x, n('post_attention_layernorm'), c.rms_norm_eps), n('mlp.gate_up_proj'));
    const [gate, up] = [cut(both, 0, c.intermediate_size), cut(both, c.intermediate_size, c.intermediate_size)];
    x = add(x, linear(map2(gate, up, (g, u) => silu(g) * u), n('mlp.down_proj')));
  }

  return linear(rms(x, t('model.norm.weight'), c.rms_norm_eps), t('lm_head.weight'));
}

function gptj({ config: c, t }, tokens) {
  const k = c.n_embd / c.n_head;
  let x = tokens.map((id) => [...t('transformer.wte.weight')[id]]);
  for (let l = 0; l < c.n_layer; l++) {
    const n = (name) => t(`transformer.h.${l}.${name}`);
    const read = layerNorm(x, n('ln_1.weight'), n('ln_1.bias'), c.layer_norm_epsilon);
    const [q, key, v] = ['q', 'k', 'v'].map((part) => split(linear(read, n(`attn.${part}_proj.weight`)), k));
    const turn = (m) => rotateNeighbours(m, c.rotary_dim, 10000);
    const attention = linear(attend(turn(q), turn(key), v, 1 / Math.sqrt(k)), n('attn.out_proj.weight'));
    const hidden = map(linear(read, n('mlp.fc_in.weight'), n('mlp.fc_in.bias')), geluTanh);
    x = add(add(attention, linear(hidden, n('mlp.fc_out.weight'), n('mlp.fc_out.bias'))), x);
  }

  return linear(layerNorm(x, t('transformer.ln_f.weight'), t('transformer.ln_f.bias'), c.layer_norm_epsilon), t('lm_head.weight'), t('lm_head.bias'));
}

function falcon({ config: c, t, has }, tokens) {
  const [heads, k] = [c.num_attention_heads, c.hidden_size / c.num_attention_heads];
  let x = tokens.map((id) => [...t('transformer.word_embeddings.weight')[id]]);
  for (let l = 0; l < c.num_hidden_layers; l++) {
    const n = (name) => t(`transformer.h.${l}.${name}`);
    const dense = (m, name) => linear(m, n(`${name}.weight`), has(`transformer.h.${l}.${name}.bias`) ? n(`${name}.bias`) : undefined);
    const norm = (name) => layerNorm(x, n(`${name}.weight`), n(`${name}.bias`), c.layer_norm_epsilon);
    const first = norm(c.new_decoder_architecture ? 'ln_attn' : 'input_layernorm');
    const all = split(dense(first, 'self_attention.query_key_value'), k);
    const [q, key, v] = c.new_decoder_architecture ? byGroup(all, heads, c.num_kv_heads)
      : c.multi_query ? [all.map((row) => row.slice(0, heads)), all.map((row) => [row[heads]]), all.map((row) => [row[heads + 1]])]
        : byGroup(all, heads, heads);
    const turn = (m) => rotate(m, k, c.rope_theta);
    const attention = dense(attend(turn(q), turn(key), v, 1 / Math.sqrt(k)), 'self_attention.dense');
    const feed = (m) => dense(map(dense(m, 'mlp.dense_h_to_4h'), gelu), 'mlp.dense_4h_to_h');
    if (c.parallel_attn === false) {
      x = add(x, attention);
      x = add(x, feed(norm('post_attention_layernorm')));
      continue;
    }

    const mlp = feed(c.new_decoder_architecture ? norm('ln_mlp') : first);
    x = add(add(mlp, attention), x);
  }

  return linear(layerNorm(x, t('transformer.ln_f.weight'), t('transformer.ln_f.bias'), c.layer_norm_epsilon), t('transformer.word_embeddings.weight'));
}

function granite({ config: c, t }, tokens) {
  const k = c.hidden_size / c.num_attention_heads;
  let x = tokens.map((id) => t('model.embed_tokens.weight')[id].map((value) => value * c.embedding_multiplier));
  for (let l = 0; l < c.num_hidden_layers; l++) {
    const n = (name) => t(`model.layers.${l}.${name}`);
    const read = rms(x, n('input_layernorm.weight'), c.rms_norm_eps);
    const [q, key, v] = ['q', 'k', 'v'].map((part) => split(linear(read, n(`self_attn.${part}_proj.weight`), n(`self_attn.${part}_proj.bias`)), k));
    const turn = (m) => rotate(m, k, c.rope_theta);
    const attention = linear(attend(turn(q), turn(key), v, c.attention_multiplier), n('self_attn.o_proj.weight'), n('self_attn.o_proj.bias'));
    x = map2(x, attention, (stream, branch) => stream + branch * c.residual_multiplier);
    x = map2(x, gated(rms(x, n('post_attention_layernorm.weight'), c.rms_norm_eps), n, silu), (stream, branch) => stream + branch * c.residual_multiplier);
  }

  return map(linear(rms(x, t('model.norm.weight'), c.rms_norm_eps), t('model.embed_tokens.weight')), (logit) => logit / c.logits_scaling);
}

function smollm3({ config: c, t }, tokens) {
  const k = c.hidden_size / c.num_attention_heads;
  let x = tokens.map((id) => [...t('model.embed_tokens.weight')[id]]);
  for (let l = 0; l < c.num_hidden_layers; l++) {
    const n = (name) => t(`model.layers.${l}.${name}`);
    const read = rms(x, n('input_layernorm.weight'), c.rms_norm_eps);
    const [q, key, v] = ['q', 'k', 'v'].map((part) => split(linear(read, n(`self_attn.${part}_proj.weight`)), k));
    const turn = (m) => (c.no_rope_layers[l] ? rotate(m, k, c.rope_theta) : m);
    x = add(x, linear(attend(turn(q), turn(key), v, 1 / Math.sqrt(k)), n('self_attn.o_proj.weight')));
    x = add(x, gated(rms(x, n('post_attention_layernorm.weight'), c.rms_norm_eps), n, silu));
  }

  return linear(rms(x, t('model.norm.weight'), c.rms_norm_eps), t('model.embed_tokens.weight'));
}

function gemma3({ config: c, t }, tokens) {
  const k = c.head_dim;
  const norm = (m, gain) => rms(m, gain.map((entry) => 1 + entry), c.rms_norm_eps);
  let x = tokens.map((id) => t('model.embed_tokens.weight')[id].map((value) => value * Math.sqrt(c.hidden_size)));
  for (let l = 0; l < c.num_hidden_layers; l++) {
    const n = (name) => t(`model.layers.${l}.${name}`);
    const slides = (l + 1) % c.sliding_window_pattern !== 0;
    const read = norm(x, n('input_layernorm.weight'));
    const [q, key, v] = ['q', 'k', 'v'].map((part) => split(linear(read, n(`self_attn.${part}_proj.weight`)), k));
    const turn = (m, gain) => rotate(m.map((row) => norm(row, gain)), k, slides ? c.rope_local_base_freq : c.rope_theta, slides ? 1 : c.rope_scaling.factor);
    const z = attend(turn(q, n('self_attn.q_norm.weight')), turn(key, n('self_attn.k_norm.weight')), v, c.query_pre_attn_scalar ** -0.5, slides ? c.sliding_window : undefined);
    x = add(x, norm(linear(z, n('self_attn.o_proj.weight')), n('post_attention_layernorm.weight')));
    x = add(x, norm(gated(norm(x, n('pre_feedforward_layernorm.weight')), n, geluTanh), n('post_feedforward_layernorm.weight')));
  }

  return linear(norm(x, t('model.norm.weight')), t('model.embed_tokens.weight'));
}

function olmo2({ config: c, t }, tokens) {
  const k = c.hidden_size / c.num_attention_heads;
  const norm = (m, gain) => rms(m, gain, c.rms_norm_eps);
  let x = tokens.map((id) => [...t('model.embed_tokens.weight')[id]]);
  for (let l = 0; l < c.num_hidden_layers; l++) {
    const n = (name) => t(`model.layers.${l}.${name}`);
    const [q, key] = ['q', 'k'].map((part) => split(norm(linear(x, n(`self_attn.${part}_proj.weight`)), n(`self_attn.${part}_norm.weight`)), k));
    const v = split(linear(x, n('self_attn.v_proj.weight')), k);
    const turn = (m) => rotate(m, k, c.rope_parameters.rope_theta);
    const attention = linear(attend(turn(q), turn(key), v, 1 / Math.sqrt(k)), n('self_attn.o_proj.weight'));
    x = add(x, norm(attention, n('post_attention_layernorm.weight')));
    x = add(x, norm(gated(x, n, silu), n('post_feedforward_layernorm.weight')));
  }

  return linear(norm(x, t('model.norm.weight')), t('lm_head.weight'));
}

function gptNeo({ config: c, t }, tokens) {
  const k = c.hidden_size / c.num_heads;
  const kinds = c.attention_types.flatMap(([names, times]) => Array.from({ length: times }, () => names).flat());
  let x = tokens.map((id, position) => t('transformer.wte.weight')[id].map((value, i) => value + t('transformer.wpe.weight')[position][i]));
  for (let l = 0; l < c.num_layers; l++) {
    const n = (name) => t(`transformer.h.${l}.${name}`);
    const norm = (name) => layerNorm(x, n(`${name}.weight`), n(`${name}.bias`), c.layer_norm_epsilon);
    const read = norm('ln_1');
    const [q, key, v] = ['q', 'k', 'v'].map((part) => split(linear(read, n(`attn.attention.${part}_proj.weight`)), k));
    const z = attend(q, key, v, 1, kinds[l] === 'local' ? c.window_size : undefined);
    x = add(x, linear(z, n('attn.attention.out_proj.weight'), n('attn.attention.out_proj.bias')));
    const hidden = map(linear(norm('ln_2'), n('mlp.c_fc.weight'), n('mlp.c_fc.bias')), geluTanh);
    x = add(x, linear(hidden, n('mlp.c_proj.weight'), n('mlp.c_proj.bias')));
  }

  return linear(layerNorm(x, t('transformer.ln_f.weight'), t('transformer.ln_f.bias'), c.layer_norm_epsilon), t('transformer.wte.weight'));
}

function gemma({ config: c, t }, tokens) {
  const k = c.head_dim;
  const norm = (m, gain) => rms(m, gain.map((entry) => 1 + entry), c.rms_norm_eps);
  let x = tokens.map((id) => t('model.embed_tokens.weight')[id].map((value) => value * Math.sqrt(c.hidden_size)));
  for (let l = 0; l < c.num_hidden_layers; l++) {
    const n = (name) => t(`model.layers.${l}.${name}`);
    const read = norm(x, n('input_layernorm.weight'));
    const [q, key, v] = ['q', 'k', 'v'].map((part) => split(linear(read, n(`self_attn.${part}_proj.weight`)), k));
    const turn = (m) => rotate(m, k, c.rope_theta);
    x = add(x, linear(attend(turn(q), turn(key), v, 1 / Math.sqrt(k)), n('self_attn.o_proj.weight')));
    x = add(x, gated(norm(x, n('post_attention_layernorm.weight')), n, geluTanh));
  }

  return linear(norm(x, t('model.norm.weight')), t('model.embed_tokens.weight'));
}

function phi({ config: c, t }, tokens) {
  const k = c.hidden_size / c.num_attention_heads;
  let x = tokens.map((id) => [...t('model.embed_tokens.weight')[id]]);
  for (let l = 0; l < c.num_hidden_layers; l++) {
    const n = (name) => t(`model.layers.${l}.${name}`);
    const dense = (m, name) => linear(m, n(`${name}.weight`), n(`${name}.bias`));
    const read = layerNorm(x, n('input_layernorm.weight'), n('input_layernorm.bias'), c.layer_norm_eps);
    const [q, key, v] = ['q', 'k', 'v'].map((part) => split(dense(read, `self_attn.${part}_proj`), k));
    const turn = (m) => rotate(m, k * c.partial_rotary_factor, c.rope_theta);
    const attention = dense(attend(turn(q), turn(key), v, 1 / Math.sqrt(k)), 'self_attn.dense');
    x = add(add(attention, dense(map(dense(read, 'mlp.fc1'), geluTanh), 'mlp.fc2')), x);
  }

  return linear(layerNorm(x, t('model.final_layernorm.weight'), t('model.final_layernorm.bias'), c.layer_norm_eps), t('lm_head.weight'), t('lm_head.bias'));
}

function starcoder2({ config: c, t }, tokens) {
  const k = c.hidden_size / c.num_attention_heads;
  let x = tokens.map((id) => [...t('model.embed_tokens.weight')[id]]);
  for (let l = 0; l < c.num_hidden_layers; l++) {
    const n = (name) => t(`model.layers.${l}.${name}`);
    const dense = (m, name) => linear(m, n(`${name}.weight`), n(`${name}.bias`));
    const norm = (name) => layerNorm(x, n(`${name}.weight`), n(`${name}.bias`), c.norm_epsilon);
    const read = norm('input_layernorm');
    const [q, key, v] = ['q', 'k', 'v'].map((part) => split(dense(read, `self_attn.${part}_proj`), k));
    const turn = (m) => rotate(m, k, c.rope_theta);
    x = add(x, dense(attend(turn(q), turn(key), v, 1 / Math.sqrt(k), c.sliding_window), 'self_attn.o_proj'));
    x = add(x, dense(map(dense(norm('post_attention_layernorm'), 'mlp.c_fc'), geluTanh), 'mlp.c_proj'));
  }

  return linear(layerNorm(x, t('model.norm.weight'), t('model.norm.bias'), c.norm_epsilon), t('model.embed_tokens.weight'));
}

// The operations, on rows [T][n] and heads [T][H][K].
function linear(x, weight, bias) {
  return x.map((row) => weight.map((line, i) => line.reduce((sum, entry, j) => sum + entry * row[j], bias?.[i] ?? 0)));
}

function gated(x, n, activation) {
  return linear(map2(linear(x, n('mlp.gate_proj.weight')), linear(x, n('mlp.up_proj.weight')), (g, u) => activation(g) * u), n('mlp.down_proj.weight'));
}

function rms(x, gain, epsilon) {
  return x.map((row) => {
    const scale = Math.sqrt(mean(row.map((value) => value * value)) + epsilon);
    return row.map((value, i) => (value / scale) * gain[i]);
  });
}

function layerNorm(x, gain, shift, epsilon) {
  return x.map((row) => {
    const middle = mean(row);
    const scale = Math.sqrt(mean(row.map((value) => (value - middle) ** 2)) + epsilon);
    return row.map((value, i) => ((value - middle) / scale) * gain[i] + shift[i]);
  });
}

function attend(q, key, v, scale, window = Infinity) {
  const shared = q[0].length / key[0].length;
  return q.map((row, t) => row.flatMap((query, h) => {
    const group = Math.floor(h / shared);
    const seen = key.map((_, s) => s).filter((s) => s <= t && t - s < window);
    const weights = seen.map((s) => Math.exp(scale * query.reduce((sum, entry, i) => sum + entry * key[s][group][i], 0)));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return v[0][0].map((_, i) => seen.reduce((sum, s, at) => sum + (weights[at] / total) * v[s][group][i], 0));
  }));
}

/** Entry i turns against entry i + n/2. */
function rotate(m, n, theta, slowness = 1) {
  return m.map((row, t) => row.map((head) => head.map((value, i) => {
    if (i >= n) {
      return value;
    }

    const angle = (t * theta ** ((-2 * (i % (n / 2))) / n)) / slowness;
    return i < n / 2 ? value * Math.cos(angle) - head[i + n / 2] * Math.sin(angle) : value * Math.cos(angle) + head[i - n / 2] * Math.sin(angle);
  })));
}

/** Entry 2i turns against entry 2i + 1. */
function rotateNeighbours(m, n, theta) {
  return m.map((row, t) => row.map((head) => head.map((value, i) => {
    if (i >= n) {
      return value;
    }

    const angle = t * theta ** ((-2 * Math.floor(i / 2)) / n);
    return i % 2 === 0 ? value * Math.cos(angle) - head[i + 1] * Math.sin(angle) : value * Math.cos(angle) + head[i - 1] * Math.sin(angle);
  })));
}

/** Each group's queries, then its key, then its value. */
function byGroup(all, heads, groups) {
  const each = heads / groups + 2;
  const pick = (row, wanted) => row.filter((_, at) => wanted(at % each));
  return [all.map((row) => pick(row, (at) => at < each - 2)), all.map((row) => pick(row, (at) => at === each - 2)), all.map((row) => pick(row, (at) => at === each - 1))];
}

function split(m, k) {
  return m.map((row) => Array.from({ length: row.length / k }, (_, h) => row.slice(h * k, (h + 1) * k)));
}

function cut(m, from, count) {
  return m.map((row) => row.slice(from, from + count));
}

function add(a, b) {
  return map2(a, b, (one, other) => one + other);
}

function map(m, f) {
  return m.map((row) => row.map(f));
}

function map2(a, b, f) {
  return a.map((row, t) => row.map((value, i) => f(value, b[t][i])));
}

function mean(row) {
  return row.reduce((sum, value) => sum + value, 0) / row.length;
}

function silu(x) {
  return x / (1 + Math.exp(-x));
}

function geluTanh(x) {
  return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

/** x times the normal distribution, by the series of the error function. */
function gelu(x) {
  const z = x / Math.SQRT2;
  if (Math.abs(z) > 6) {
    return x > 0 ? x : 0;
  }

  let [term, sum] = [z, z];
  for (let i = 1; Math.abs(term) > 1e-18; i++) {
    term *= (-z * z) / i;
    sum += term / (2 * i + 1);
  }

  return 0.5 * x * (1 + (2 / Math.sqrt(Math.PI)) * sum);
}

function caseOf(name, logits) {
  const predictions = logits.map((row, position) => {
    const greatest = Math.max(...row);
    const normaliser = greatest + Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - greatest), 0));
    const top = row.map((logit, id) => ({ id, text: `#${id}`, logit, logProb: logit - normaliser, prob: Math.exp(logit - normaliser) }));
    return { position, top: top.sort((a, b) => b.logit - a.logit || a.id - b.id).slice(0, 8) };
  });
  const exact = { abs: 0, rel: 0 };
  return {
    about: `forward-${name}-published: by scripts/tiny-golden.mjs, after the family's published definition`,
    request: { method: 'forward', model: `tiny/${name}`, ids, top: 8 },
    compare: {
      abs: 5e-5, rel: 1e-4, overrides: { '**.id': exact, '**.position': exact },
      ranked: [{ path: 'predictions.*.top', key: ['id'], by: 'logit' }],
      ignore: ['error.code', 'error.data', 'error.hint', 'error.message', 'model', 'run', 'warnings'],
    },
    result: { method: 'forward', tokens: ids.map((id) => ({ id, text: `#${id}` })), predictions },
  };
}

function read(folder) {
  const file = readFileSync(join(folder, 'model.safetensors'));
  const end = 8 + Number(file.readBigUInt64LE());
  const header = JSON.parse(file.subarray(8, end).toString());
  const has = (name) => name in header;
  const t = (name) => {
    const { shape, data_offsets: [from, to] } = header[name];
    const values = Array.from({ length: (to - from) / 4 }, (_, i) => file.readFloatLE(end + from + 4 * i));
    return shape.length === 1 ? values : split([values], shape[1])[0];
  };
  return { config: JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')), t, has };
}
