/** The operating system's keychain, where there is one; the shell serves it by `safeStorage`. */
export interface Keychain {
  /** @returns null when the keychain will not keep it. */
  wrap(key: Buffer): Promise<{ wrapped: string; backend: string } | null>
  /** @returns null when the keychain does not give it back: another user, another machine, a reset keychain. */
  unwrap(wrapped: string): Promise<Buffer | null>
}

export const noKeychain: Keychain = {
  wrap: () => Promise.resolve(null),
  unwrap: () => Promise.resolve(null)
}
