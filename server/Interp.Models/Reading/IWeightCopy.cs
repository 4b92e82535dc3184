namespace Interp.Models.Reading;

/// <summary>Fills one weight from its tensor.</summary>
internal interface IWeightCopy
{
    /// <summary>The pieces; done in any order and on any threads, together they fill the weight.</summary>
    IEnumerable<Action> Pieces();
}
