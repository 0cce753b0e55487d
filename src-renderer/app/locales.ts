export interface MessageTree {
  [key: string]: string | MessageTree
}

/**
 * Merges `locales/<language>/<feature>.json` into one tree per language. A file's name is its key; what follows a
 * hyphen only says who keeps it: `errors-patients.json` adds to `errors`.
 */
export function mergeLocales(files: Record<string, MessageTree>): Record<string, MessageTree> {
  const languages: Record<string, MessageTree> = {}
  for (const [path, messages] of Object.entries(files)) {
    const [, language, name] = /([^/]+)\/([^/]+)\.json$/.exec(path) ?? []
    if (!language || !name) continue
    const feature = name.startsWith('errors-') ? 'errors' : name
    const tree = (languages[language] ??= {})
    const known = tree[feature]
    tree[feature] = { ...(typeof known === 'object' ? known : {}), ...messages }
  }
  return languages
}
