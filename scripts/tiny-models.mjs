// Makes the tiny checkpoints of families whose definitions are published, with random weights: `node scripts/tiny-models.mjs [NAME ...]`.
// The same numbers every time, so that nothing changes where nothing was meant to.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './requirements.mjs';

const [width, heads, headWidth, inner, vocabulary] = [32, 4, 8, 48, 67];
const usual = { vocab_size: vocabulary, hidden_size: width, num_attention_heads: heads, intermediate_size: inner, max_position_embeddings: 64, torch_dtype: 'float32' };
const rms = { ...usual, rms_norm_eps: 1e-5, hidden_act: 'silu' };

const models = {
  phi3: {
    config: { ...rms, model_type: 'phi3', architectures: ['Phi3ForCausalLM'], num_hidden_layers: 2, num_key_value_heads: 2, partial_rotary_factor: 0.5, rope_theta: 10000, sliding_window: 5, tie_word_embeddings: false },
    tensors: [['model.embed_tokens.weight', vocabulary, width], ...layers(2, 'model.layers', [
      ['input_layernorm.weight', width], ['self_attn.qkv_proj.weight', (heads + 4) * headWidth, width], ['self_attn.o_proj.weight', width, width],
      ['post_attention_layernorm.weight', width], ['mlp.gate_up_proj.weight', 2 * inner, width], ['mlp.down_proj.weight', width, inner],
    ]), ['model.norm.weight', width], ['lm_head.weight', vocabulary, width]],
  },
  gptj: {
    config: { model_type: 'gptj', architectures: ['GPTJForCausalLM'], vocab_size: vocabulary, n_embd: width, n_head: heads, n_layer: 2, n_inner: inner, n_positions: 64, rotary_dim: 4, layer_norm_epsilon: 1e-5, activation_function: 'gelu_new', tie_word_embeddings: false, torch_dtype: 'float32' },
    tensors: [['transformer.wte.weight', vocabulary, width], ...layers(2, 'transformer.h', [
      ['ln_1.weight', width], ['ln_1.bias', width], ['attn.q_proj.weight', width, width], ['attn.k_proj.weight', width, width], ['attn.v_proj.weight', width, width],
      ['attn.out_proj.weight', width, width], ['mlp.fc_in.weight', inner, width], ['mlp.fc_in.bias', inner], ['mlp.fc_out.weight', width, inner], ['mlp.fc_out.bias', width],
    ]), ['transformer.ln_f.weight', width], ['transformer.ln_f.bias', width], ['lm_head.weight', vocabulary, width], ['lm_head.bias', vocabulary]],
  },
  falcon: {
    config: { ...falcon(), architectures: ['FalconForCausalLM'], multi_query: true, parallel_attn: true, new_decoder_architecture: false, bias: true },
    tensors: falconTensors(heads + 2, ['input_layernorm'], true),
  },
  'falcon-groups': {
    config: { ...falcon(), architectures: ['FalconForCausalLM'], num_kv_heads: 2, new_decoder_architecture: true, bias: false },
    tensors: falconTensors(heads + 4, ['ln_attn', 'ln_mlp'], false),
  },
  'falcon-sequential': {
    config: { ...falcon(), architectures: ['FalconForCausalLM'], multi_query: false, parallel_attn: false, new_decoder_architecture: false, bias: true },
    tensors: falconTensors(3 * heads, ['input_layernorm', 'post_attention_layernorm'], true),
  },
  granite: {
    config: { ...rms, model_type: 'granite', architectures: ['GraniteForCausalLM'], num_hidden_layers: 2, num_key_value_heads: 2, rope_theta: 10000, attention_bias: true, mlp_bias: false, embedding_multiplier: 3, attention_multiplier: 0.25, residual_multiplier: 0.5, logits_scaling: 4, tie_word_embeddings: true },
    tensors: [['model.embed_tokens.weight', vocabulary, width], ...layers(2, 'model.layers', llama(2, true)), ['model.norm.weight', width]],
  },
  smollm3: {
    config: { ...rms, model_type: 'smollm3', architectures: ['SmolLM3ForCausalLM'], num_hidden_layers: 4, num_key_value_heads: 2, rope_theta: 50000, no_rope_layers: [1, 0, 1, 0], attention_bias: false, mlp_bias: false, use_sliding_window: false, tie_word_embeddings: true },
    tensors: [['model.embed_tokens.weight', vocabulary, width], ...layers(4, 'model.layers', llama(2, false)), ['model.norm.weight', width]],
  },
  olmo2: {
    config: { ...rms, model_type: 'olmo2', architectures: ['Olmo2ForCausalLM'], num_hidden_layers: 3, num_key_value_heads: 2, rope_parameters: { rope_type: 'default', rope_theta: 500000 }, attention_bias: false, tie_word_embeddings: false },
    tensors: [['model.embed_tokens.weight', vocabulary, width], ...layers(3, 'model.layers', [
      ...llama(2, false).filter(([name]) => name !== 'input_layernorm.weight'), ['post_feedforward_layernorm.weight', width],
      ['self_attn.q_norm.weight', width], ['self_attn.k_norm.weight', 2 * headWidth],
    ]), ['model.norm.weight', width], ['lm_head.weight', vocabulary, width]],
  },
  'gpt-neo': {
    config: { model_type: 'gpt_neo', architectures: ['GPTNeoForCausalLM'], vocab_size: vocabulary, hidden_size: width, num_heads: heads, num_layers: 3, intermediate_size: inner, max_position_embeddings: 64, attention_types: [[['global', 'local'], 1], [['local'], 1]], window_size: 4, layer_norm_epsilon: 1e-5, activation_function: 'gelu_new', tie_word_embeddings: true, torch_dtype: 'float32' },
    tensors: [['transformer.wte.weight', vocabulary, width], ['transformer.wpe.weight', 64, width], ...layers(3, 'transformer.h', [
      ['ln_1.weight', width], ['ln_1.bias', width], ...['q', 'k', 'v'].map((part) => [`attn.attention.${part}_proj.weight`, width, width]),
      ...linear('attn.attention.out_proj', width, width, true), ['ln_2.weight', width], ['ln_2.bias', width],
      ...linear('mlp.c_fc', inner, width, true), ...linear('mlp.c_proj', width, inner, true),
    ]), ['transformer.ln_f.weight', width], ['transformer.ln_f.bias', width]],
  },
  gemma: {
    config: { ...usual, model_type: 'gemma', architectures: ['GemmaForCausalLM'], num_hidden_layers: 2, num_key_value_heads: 1, head_dim: 2 * headWidth, rms_norm_eps: 1e-5, hidden_act: 'gelu_pytorch_tanh', rope_theta: 10000, tie_word_embeddings: true },
    tensors: [['model.embed_tokens.weight', vocabulary, width], ...layers(2, 'model.layers', [
      ['input_layernorm.weight', width], ['self_attn.q_proj.weight', 2 * width, width], ['self_attn.k_proj.weight', 2 * headWidth, width], ['self_attn.v_proj.weight', 2 * headWidth, width],
      ['self_attn.o_proj.weight', width, 2 * width], ['post_attention_layernorm.weight', width], ['mlp.gate_proj.weight', inner, width], ['mlp.up_proj.weight', inner, width], ['mlp.down_proj.weight', width, inner],
    ]), ['model.norm.weight', width]],
    gainsLessOne: true,
  },
  phi: {
    config: { ...usual, model_type: 'phi', architectures: ['PhiForCausalLM'], num_hidden_layers: 2, num_key_value_heads: 2, layer_norm_eps: 1e-5, hidden_act: 'gelu_new', partial_rotary_factor: 0.5, rope_theta: 10000, qk_layernorm: false, tie_word_embeddings: false },
    tensors: [['model.embed_tokens.weight', vocabulary, width], ...layers(2, 'model.layers', [
      ['input_layernorm.weight', width], ['input_layernorm.bias', width], ...linear('self_attn.q_proj', width, width, true),
      ...linear('self_attn.k_proj', 2 * headWidth, width, true), ...linear('self_attn.v_proj', 2 * headWidth, width, true),
      ...linear('self_attn.dense', width, width, true), ...linear('mlp.fc1', inner, width, true), ...linear('mlp.fc2', width, inner, true),
    ]), ['model.final_layernorm.weight', width], ['model.final_layernorm.bias', width], ...linear('lm_head', vocabulary, width, true)],
  },
  starcoder2: {
    config: { ...usual, model_type: 'starcoder2', architectures: ['Starcoder2ForCausalLM'], num_hidden_layers: 2, num_key_value_heads: 2, norm_epsilon: 1e-5, hidden_act: 'gelu_pytorch_tanh', rope_theta: 10000, sliding_window: 5, use_bias: true, tie_word_embeddings: true },
    tensors: [['model.embed_tokens.weight', vocabulary, width], ...layers(2, 'model.layers', [
      ['input_layernorm.weight', width], ['input_layernorm.bias', width], ...linear('self_attn.q_proj', width, width, true),
      ...linear('self_attn.k_proj', 2 * headWidth, width, true), ...linear('self_attn.v_proj', 2 * headWidth, width, true), ...linear('self_attn.o_proj', width, width, true),
      ['post_attention_layernorm.weight', width], ['post_attention_layernorm.bias', width], ...linear('mlp.c_fc', inner, width, true), ...linear('mlp.c_proj', width, inner, true),
    ]), ['model.norm.weight', width], ['model.norm.bias', width]],
  },
  gemma3: {
    config: { ...usual, model_type: 'gemma3_text', architectures: ['Gemma3ForCausalLM'], num_hidden_layers: 3, num_key_value_heads: 2, head_dim: headWidth, rms_norm_eps: 1e-5, hidden_activation: 'gelu_pytorch_tanh', query_pre_attn_scalar: 10, sliding_window: 4, sliding_window_pattern: 3, rope_theta: 1000000, rope_local_base_freq: 10000, rope_scaling: { rope_type: 'linear', factor: 8 }, tie_word_embeddings: true },
    tensors: [['model.embed_tokens.weight', vocabulary, width], ...layers(3, 'model.layers', [
      ...llama(2, false), ['pre_feedforward_layernorm.weight', width], ['post_feedforward_layernorm.weight', width], ['self_attn.q_norm.weight', headWidth], ['self_attn.k_norm.weight', headWidth],
    ]), ['model.norm.weight', width]],
    gainsLessOne: true,
  },
};

const asked = process.argv.slice(2);
for (const [name, model] of Object.entries(models)) {
  if (asked.length === 0 || asked.includes(name)) {
    write(name, model);
  }
}

function llama(groups, biases) {
  const parts = [
    ['input_layernorm.weight', width], ['self_attn.q_proj.weight', width, width], ['self_attn.k_proj.weight', groups * headWidth, width],
    ['self_attn.v_proj.weight', groups * headWidth, width], ['self_attn.o_proj.weight', width, width], ['post_attention_layernorm.weight', width],
    ['mlp.gate_proj.weight', inner, width], ['mlp.up_proj.weight', inner, width], ['mlp.down_proj.weight', width, inner],
  ];
  const added = [['self_attn.q_proj.bias', width], ['self_attn.k_proj.bias', groups * headWidth], ['self_attn.v_proj.bias', groups * headWidth], ['self_attn.o_proj.bias', width]];
  return biases ? [...parts, ...added] : parts;
}

function falcon() {
  return { model_type: 'falcon', vocab_size: vocabulary, hidden_size: width, num_attention_heads: heads, num_hidden_layers: 2, ffn_hidden_size: inner, max_position_embeddings: 64, layer_norm_epsilon: 1e-5, activation: 'gelu', alibi: false, rope_theta: 10000, tie_word_embeddings: true, torch_dtype: 'float32' };
}

function falconTensors(storedHeads, norms, biases) {
  const parts = [
    ...norms.flatMap((norm) => [[`${norm}.weight`, width], [`${norm}.bias`, width]]),
    ...linear('self_attention.query_key_value', storedHeads * headWidth, width, biases), ...linear('self_attention.dense', width, width, biases),
    ...linear('mlp.dense_h_to_4h', inner, width, biases), ...linear('mlp.dense_4h_to_h', width, inner, biases),
  ];
  return [['transformer.word_embeddings.weight', vocabulary, width], ...layers(2, 'transformer.h', parts), ['transformer.ln_f.weight', width], ['transformer.ln_f.bias', width]];
}

function linear(name, rows, columns, bias) {
  return bias ? [[`${name}.weight`, rows, columns], [`${name}.bias`, rows]] : [[`${name}.weight`, rows, columns]];
}

function layers(count, prefix, parts) {
  return Array.from({ length: count }, (_, layer) => parts.map(([name, ...shape]) => [`${prefix}.${layer}.${name}`, ...shape])).flat();
}

function write(name, { config, tensors, gainsLessOne }) {
  const random = generator(name);
  const header = {};
  const buffers = [];
  let at = 0;
  for (const [tensor, ...shape] of tensors) {
    const bytes = Buffer.alloc(4 * shape.reduce((product, axis) => product * axis, 1));
    const gain = shape.length === 1 && tensor.endsWith('.weight');
    const [middle, size] = gain ? [gainsLessOne ? 0 : 1, 0.3] : shape.length === 1 ? [0, 0.3] : [0, /embed|wte|wpe/.test(tensor) ? 1 : 2 / Math.sqrt(shape.at(-1))];
    for (let i = 0; i < bytes.length; i += 4) {
      bytes.writeFloatLE(middle + size * (2 * random() - 1), i);
    }

    header[tensor] = { dtype: 'F32', shape, data_offsets: [at, at + bytes.length] };
    buffers.push(bytes);
    at += bytes.length;
  }

  const text = JSON.stringify(header);
  const table = Buffer.from(text + ' '.repeat((8 - (text.length % 8)) % 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(table.length));
  const folder = join(root, 'models', 'tiny', name);
  mkdirSync(folder, { recursive: true });
  const files = { 'config.json': Buffer.from(`${JSON.stringify(config, null, 1)}\n`), 'model.safetensors': Buffer.concat([length, table, ...buffers]) };
  const sha256 = {};
  for (const [file, bytes] of Object.entries(files)) {
    writeFileSync(join(folder, file), bytes);
    sha256[file] = createHash('sha256').update(bytes).digest('hex');
  }

  const card = { name, source: 'made by scripts/tiny-models.mjs: random weights', license: 'MIT', sha256, notes: 'Tiny checkpoint with random weights; its answers mean nothing.' };
  writeFileSync(join(folder, 'card.json'), `${JSON.stringify(card, null, 2)}\n`);
}

/** Numbers from 0 to 1 that depend on the name alone (mulberry32). */
function generator(name) {
  let state = createHash('sha256').update(name).digest().readUInt32LE();
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
