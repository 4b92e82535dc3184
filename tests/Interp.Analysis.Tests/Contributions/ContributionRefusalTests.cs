using Interp.Contracts;
using Interp.Models;

namespace Interp.Analysis.Tests.Contributions;

/// <summary>What cannot be answered is refused before the model runs.</summary>
[TestClass]
public sealed class ContributionRefusalTests
{
    private static readonly ContributionsRequest Plain = new() { Ids = RandomWork.Ids };

    public static IEnumerable<object[]> Refused =>
    [
        [ErrorKind.SettingUnknown, Plain with { Mode = "weights" }],
        [ErrorKind.SettingUnknown, Plain with { Levels = ["layers", "neurons"] }],
        [ErrorKind.SettingUnknown, Plain with { Score = "increases" }],
        [ErrorKind.SettingUnknown, Plain with { Score = "norm", Mode = "perLayer" }],
        [ErrorKind.SettingUnknown, Plain with { Score = "rank", Contrast = new TokenChoice { Id = 3 } }],
        [ErrorKind.SettingUnknown, Plain with { Rows = [new PartChoice { Layer = 0 }] }],
        [ErrorKind.SettingUnknown, Plain with { Rows = [new PartChoice { Layer = 0, Head = 1, Neuron = 1 }] }],
        [ErrorKind.SettingUnknown, Plain with { Queries = new QueriesRequest { Form = "paper" } }],
        [ErrorKind.SettingUnknown, Plain with { Queries = new QueriesRequest { Of = new QueriesOf { Level = "heads" } } }],
        [ErrorKind.SettingUnknown, Plain with { Queries = new QueriesRequest { Of = new QueriesOf { Parts = [new PartChoice { Layer = 0, Head = 1, Neuron = 1 }] } } }],
        [ErrorKind.OutOfRange, Plain with { Position = 7 }],
        [ErrorKind.OutOfRange, Plain with { Position = -8 }],
        [ErrorKind.OutOfRange, Plain with { Top = -1 }],
        [ErrorKind.OutOfRange, Plain with { MaxEvaluations = -1 }],
        [ErrorKind.OutOfRange, Plain with { InLayers = [0, 9] }],
        [ErrorKind.OutOfRange, Plain with { Target = new TokenChoice { Id = 61 } }],
        [ErrorKind.OutOfRange, Plain with { Target = new TokenChoice { Id = 4 }, Contrast = new TokenChoice { Id = 4 } }],
        [ErrorKind.OutOfRange, Plain with { Rows = [new PartChoice { Layer = 0, Head = 4 }] }],
        [ErrorKind.OutOfRange, Plain with { Rows = [new PartChoice { Layer = 0, Neuron = 40 }] }],
        [ErrorKind.OutOfRange, Plain with { Position = 2, Queries = new QueriesRequest { Of = new QueriesOf { Parts = [new PartChoice { Layer = 0, Head = 1, Neuron = 1, Position = 3 }] } } }],
        [ErrorKind.PromptEmpty, Plain with { Ids = [] }],
        [ErrorKind.SettingUnknown, Plain with { Ids = null }],
    ];

    [TestMethod]
    [DynamicData(nameof(Refused))]
    public void A_request_that_cannot_be_served_is_refused_by_kind(ErrorKind kind, ContributionsRequest request)
    {
        using var work = new RandomWork(RandomWork.Builds["grouped queries, gated, RMS norms"]);
        Refusals.Expect(kind, () => work.Run(request));
    }

    [TestMethod]
    public void A_contrast_that_is_the_models_own_top_token_is_refused()
    {
        using var work = new RandomWork(RandomWork.Builds["grouped queries, gated, RMS norms"]);
        var best = work.Run(Plain with { Levels = [] }).Target.Id;
        Refusals.Expect(ErrorKind.OutOfRange, () => work.Run(Plain with { Contrast = new TokenChoice { Id = best } }));
    }

    [TestMethod]
    public void A_post_norm_model_is_refused()
    {
        using var work = new RandomWork(RandomWork.Builds["grouped queries, gated, RMS norms"] with { Order = BlockOrder.Post });
        Refusals.Expect(ErrorKind.NotAvailable, () => work.Run(Plain));
    }

    [TestMethod]
    public void A_weight_that_is_not_a_number_is_reported_with_its_tap()
    {
        var model = RandomWork.Builds["grouped queries, gated, RMS norms"].Build();
        model.Weights.Store.Writable(model.Weights.Layers[1].Out, 3, 1)[0] = float.NaN;
        using var work = new RandomWork(model);
        Refusals.Expect(ErrorKind.NotFinite, () => work.Run(Plain));
    }
}
