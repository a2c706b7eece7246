/** Letters, digits and `. _ - @`, at most 64: what the engine takes as a login name. */
export function isLogin(id: string): boolean {
  return /^[A-Za-z0-9._@-]{1,64}$/.test(id);
}
