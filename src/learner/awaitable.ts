/** What is there at once or will be: `await` takes both. */
export type Awaitable<Value> = Value | Promise<Value>;
