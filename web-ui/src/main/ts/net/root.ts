/** Where the page lies, read once: its own address changes as it is used, and a proxy may serve it under a prefix. */
export const ROOT = new URL('.', document.baseURI);
