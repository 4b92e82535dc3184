/** Version of the protocol between editor and daemon that this extension speaks. */
export const protocolVersion = 1;
