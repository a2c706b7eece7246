/** Whether the engine would take a password (docs/access.md): it says so too, but later. Pure. */
export function isFit(password: string, user: string): boolean {
  const length = [...password].length;
  const name = user.toLowerCase();
  return length >= 12 && length <= 128 && (name === '' || !password.toLowerCase().includes(name));
}
