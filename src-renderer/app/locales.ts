export interface MessageTree {
  [key: string]: string | MessageTree
}

/**
 * Merges the files `<feature>.json` of one language into its tree. A file's name is its key; what follows a hyphen only
 * says who keeps it: `errors-patients.json` adds to `errors`.
 */
export function mergeLocale(files: Record<string, MessageTree>): MessageTree {
  const tree: MessageTree = {}
  for (const [path, messages] of Object.entries(files)) {
    const name = /([^/]+)\.json$/.exec(path)?.[1]
    if (!name) continue
    const feature = name.startsWith('errors-') ? 'errors' : name
    const known = tree[feature]
    tree[feature] = { ...(typeof known === 'object' ? known : {}), ...messages }
  }
  return tree
}
