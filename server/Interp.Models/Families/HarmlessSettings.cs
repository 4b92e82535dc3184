namespace Interp.Models.Families;

/// <summary>Settings of any family that change no number of a forward pass without padding, dropout or generation.</summary>
internal static class HarmlessSettings
{
    /// <summary>Members of config.json.</summary>
    public static IReadOnlySet<string> Config { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        // What the file is and who wrote it.
        "_name_or_path", "_commit_hash", "_attn_implementation", "_attn_implementation_autoset", "architectures", "auto_map", "custom_pipelines",
        "dtype", "torch_dtype", "transformers_version", "transformers.js_config", "tokenizer_class", "task_specific_params", "finetuning_task",
        "model_type", "name", "license", "attn_implementation", "use_bfloat16", "tf_legacy_loss", "torchscript", "unsloth_version", "unsloth_fixed",
        "is_llama_config", "is_decoder", "tie_encoder_decoder", "_num_labels", "max_sequence_length", "model_max_length",

        // Training.
        "initializer_range", "initializer_factor", "attention_dropout", "hidden_dropout", "hidden_dropout_prob", "attention_probs_dropout_prob",
        "classifier_dropout", "dropout", "layerdrop", "init_std", "gradient_checkpointing", "label2id", "id2label", "num_labels", "problem_type",

        // Text and generation.
        "bos_token_id", "eos_token_id", "pad_token_id", "unk_token_id", "sep_token_id", "cls_token_id", "mask_token_id", "decoder_start_token_id",
        "forced_bos_token_id", "forced_eos_token_id", "prefix", "suffix", "max_length", "min_length", "max_new_tokens", "do_sample", "early_stopping",
        "num_beams", "num_beam_groups", "diversity_penalty", "temperature", "top_k", "top_p", "typical_p", "repetition_penalty", "length_penalty",
        "no_repeat_ngram_size", "encoder_no_repeat_ngram_size", "bad_words_ids", "num_return_sequences", "exponential_decay_length_penalty",
        "suppress_tokens", "begin_suppress_tokens", "remove_invalid_values", "return_dict", "return_dict_in_generate", "output_scores",
        "output_attentions", "output_hidden_states", "use_cache", "keys_to_ignore_at_inference", "cache_implementation",

        // Only the size of a step, or the way of the sum.
        "pretraining_tp", "chunk_size_feed_forward", "use_flash_attention_2", "_flash_attn_2_enabled",
    };

    /// <summary>Keys of GGUF behind the architecture's name.</summary>
    public static IReadOnlySet<string> Gguf { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "vocab_size", "expert_used_count", "rope.scaling.original_context_length", "rope.scaling.finetuned", "tensor_data_layout",
    };
}
