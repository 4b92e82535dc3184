using System.Text.Json.Nodes;
using Interp.Analysis;
using Interp.Contracts;

namespace Interp.Daemon.Services;

/// <summary>The prompts of open documents, for requests that name a block in place of a text.</summary>
internal interface IDocumentPrompts
{
    /// <summary>The members that a block gives to a request: <c>text</c>, <c>model</c>, <c>target</c> and what else its directives say.</summary>
    /// <remarks>Called on the thread of the state lane.</remarks>
    /// <param name="place">The document and its block.</param>
    /// <param name="analysis">Whose request it is.</param>
    /// <exception cref="InterpException">OutOfRange: no such document or block. NotAvailable: the block names what only a trusted folder may.</exception>
    JsonObject MembersOf(DocumentBlock place, IAnalysis analysis);

    /// <summary>Says refusals of what a block gave to a request in the words of its document, as it is now.</summary>
    /// <remarks>Called on the thread of the state lane.</remarks>
    /// <param name="place">The document and its block.</param>
    /// <param name="analysis">Whose request it is.</param>
    /// <exception cref="InterpException">OutOfRange: no such document or block.</exception>
    Func<InterpException, InterpException> WordsOf(DocumentBlock place, IAnalysis analysis);
}
