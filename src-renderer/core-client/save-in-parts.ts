import { call } from './call'

/** Characters of one call: written as JSON they stay below what a frame holds. */
const PART = 400_000

/**
 * Saves a text that is too long for one call. `produce` writes it, part by part; when it fails, nothing is left of the
 * file. @returns false when she thought better of it
 */
export async function saveInParts(
  name: string,
  produce: (write: (text: string) => Promise<void>) => Promise<void>
): Promise<boolean> {
  const { fileId } = await call('shell.beginFile', { name })
  if (fileId === null) return false
  let isWhole = false
  try {
    await produce(async (text) => {
      for (let from = 0; from < text.length; from += PART)
        await call('shell.writeFile', { fileId, content: text.slice(from, from + PART) })
    })
    isWhole = true
  } finally {
    await call('shell.endFile', { fileId, isWhole })
  }
  return true
}
