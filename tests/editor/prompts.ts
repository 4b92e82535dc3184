// The document of the tests. What the model answers was measured with `interp explain --json`, which the tests ask again.

export const capitals = `@model smollm2-135m-instruct

### Capital of France
@target " Paris"
@contrast " London"
@expect prob(" Paris") >= 0.5
@expect rank(" Paris", layer=25) <= 3
@expect attention(head 23.4, " France") > 0.8

The capital of France is

### Who gets the drink
When Mary and John went to the store, John gave a drink to
`;

export const question = 'The capital of France is';
