/** A key's SHA-256, base64, in groups of four that can be read aloud and compared by eye. */
export function pinGroups(sha256: string): string[] {
  return sha256.match(/.{1,4}/g) ?? []
}
