export type PasswordStrength = 'empty' | 'short' | 'weak' | 'good' | 'strong'

/** The least the core accepts. */
export const SHORTEST_PASSWORD = 8

/**
 * How hard a password is to guess, by its length and how many different characters it has. NIST SP 800-63B: length
 * counts, rules about kinds of characters do not.
 */
export function passwordStrength(password: string): PasswordStrength {
  if (password === '') return 'empty'
  if (password.length < SHORTEST_PASSWORD) return 'short'
  const different = new Set(password.toLowerCase()).size
  if (different < 5 || password.length < 11 || isRun(password)) return 'weak'
  return password.length >= 16 && different >= 8 ? 'strong' : 'good'
}

/** A run along the keys or the alphabet, such as `abcdefghijk` or `12345678901`. */
function isRun(password: string): boolean {
  const steps = [...password]
    .slice(1)
    .map((character, index) => character.charCodeAt(0) - password.charCodeAt(index))
  return steps.every((step) => Math.abs(step) <= 1)
}
