/**
 * By what a guest was invited: the run in the page's address and the word behind it. A guest sees this run and nothing else, and
 * changes nothing. Null for everybody who is at home here.
 */
export const INVITATION = read();

/** An address with the guest's word, if the page is a guest's. */
export const invited = (url: string): string =>
  INVITATION === null ? url : `${url}${url.includes('?') ? '&' : '?'}share=${encodeURIComponent(INVITATION.word)}`;

function read(): { readonly run: string; readonly word: string } | null {
  const word = new URLSearchParams(location.search).get('share');
  const run = /\/r\/([^/]+)$/.exec(location.pathname)?.[1];
  return word !== null && run !== undefined ? { run: decodeURIComponent(run), word } : null;
}
