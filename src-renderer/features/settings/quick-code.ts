const LETTERS = 6

/** What was typed as a quick code: capitals, letters only; null when nothing, undefined when it is no code. */
export function readQuickCode(typed: string): string | null | undefined {
  const code = typed.trim().toUpperCase()
  if (code === '') return null
  return /^[A-ZÆØÅ]{6}$/.test(code) ? code : undefined
}

interface Coded {
  readonly quickCode: string | null
}

/**
 * Follows letters as they are typed where a type is chosen, and answers with the type when the last ones are its code.
 * Other keys begin anew.
 */
export function codeFollower<T extends Coded>(types: () => readonly T[]): (key: string) => T | undefined {
  let typed = ''
  return (key) => {
    if (!/^[a-zæøå]$/i.test(key)) {
      typed = ''
      return undefined
    }
    typed = `${typed}${key.toUpperCase()}`.slice(-LETTERS)
    const found = types().find(({ quickCode }) => quickCode !== null && quickCode === typed)
    if (found) typed = ''
    return found
  }
}
