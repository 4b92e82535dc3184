namespace Interp.Models.Tokenizers;

/// <summary>A step that cuts a text into pieces or changes the pieces. Added tokens pass through. Safe for use from several threads.</summary>
internal interface ITextSplitter
{
    /// <summary>The pieces after this step, none of them empty.</summary>
    List<TextPiece> Split(List<TextPiece> pieces);
}
