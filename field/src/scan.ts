// The camera page.
export {};
