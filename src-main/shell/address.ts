/** The address a text is; null when it is none. (`URL.canParse` came after the oldest Node the shell runs on.) */
export function parseAddress(text: string): URL | null {
  try {
    return new URL(text)
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
