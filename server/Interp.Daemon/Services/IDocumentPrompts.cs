using System.Text.Json.Nodes;

namespace Interp.Daemon.Services;

/// <summary>The prompts of open documents, for requests that name a block in place of a text.</summary>
internal interface IDocumentPrompts
{
    /// <summary>The members that a block gives to a request: <c>text</c>, <c>model</c>, <c>target</c> and what else its directives say.</summary>
    /// <remarks>Called on the thread of the state lane.</remarks>
    /// <param name="uri">Of the document.</param>
    /// <param name="block">Index of the block, from 0.</param>
    /// <exception cref="Contracts.InterpException">OutOfRange or FileProblem: no such document or block; or what is wrong with the block.</exception>
    JsonObject MembersOf(string uri, int block);
}
